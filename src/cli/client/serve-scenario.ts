import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeLayout } from '../../../suites/client/lab/disk.ts'
import { filled, valuesOf } from '../../../suites/client/lab/perform.ts'
import { account, repository, serveScenario, tag } from '../../../suites/client/lab/serve.ts'
import { scenarioNamed, scenarios } from '../../../suites/client/scenarios.ts'
import { fill, shown, wordsOf } from '../../client/command-line.ts'
import { operations, type Operation } from '../../client/operations.ts'
import { commandsOf, daemonOf } from '../../client/recipe.ts'
import { writeHome } from '../../client/surroundings.ts'
import type { Served } from '../../reference/served.ts'
import { exitCodes, Failure } from '../../results/conclusion/failure.ts'
import { noCommand, printable } from '../../results/text/printable.ts'
import { unknownId } from '../commands/unknown-id.ts'
import type { Interruption } from '../process/interruption.ts'
import { knownRecipes } from './recipe.ts'

const print = (line: string): void => void process.stdout.write(noCommand(`${printable(line)}\n`))

/** One exchange in a line, with what else it says of who sent it. */
function lineOf({ method, target, status, headers, written, cut }: Served, origin: string): string {
  const authorization = headers.find(([name]) => name.toLowerCase() === 'authorization')?.[1]
  const about = [
    ...(authorization === undefined ? [] : [`Authorization: ${authorization.split(' ')[0]}`]),
    ...(cut ? [`cut after ${written} bytes`] : []),
  ]
  return `${origin} ${method} ${target} → ${status}${about.length > 0 ? ` (${about.join(', ')})` : ''}`
}

/** Whether the command of a known client for this operation names it: what one of them needs, another one may need. */
const usesPlaceholder = (operation: Operation, name: string): boolean =>
  !['home', 'plain', 'login'].includes(name) &&
  knownRecipes.some((recipe) =>
    commandsOf(recipe, operation)
      ?.at(-1)
      ?.some((word) => word.includes(`{${name}}`)),
  )

/** Serves a scenario until it is interrupted, with the commands that show it. Throws Failure. */
export async function serveByHand(
  id: string,
  { port, log, interruption }: { port: number; log: boolean; interruption: Interruption },
): Promise<number> {
  const scenario = scenarioNamed(id)
  if (!scenario)
    throw unknownId(
      'scenario',
      id,
      scenarios.map((each) => each.id),
    )
  const serving = await serveScenario(scenario, {
    port,
    onServed: (served, origin) => {
      if (log) print(lineOf(served, origin))
    },
  }).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    const advice = 'choose another one with --port, or --port 0 for a free one'
    throw new Failure(`port ${port} is in use`, exitCodes.usage, advice)
  })
  const { staged, registry, other } = serving
  const folder = mkdtempSync(join(tmpdir(), 'oci-assay-scenario-'))
  const work = (name: string) => join(folder, name)
  mkdirSync(work('home'))
  if (staged.layout) writeLayout(work('layout'), staged.layout, { repository, tag })
  writeFileSync(work('one.txt'), 'a file that is attached\n')
  writeFileSync(work('other.txt'), 'another file that is attached\n')
  const places = {
    registry: registry.host,
    registry2: staged.within ? registry.host : other.host,
    home: work('home'),
    layout: work('layout'),
    out: work('out'),
    file: work('one.txt'),
    file2: work('other.txt'),
    login: [] as string[],
  }
  print(`${id}: ${scenario.title}`)
  print(`registry ${registry.origin}, second registry ${other.origin}; press Ctrl-C to stop`)
  if (staged.login) print(`it requires the user ${account.username} with the password ${account.password}`)
  // The content is an image, which clients that pull something else do not know.
  for (const recipe of knownRecipes.filter(({ pulls }) => pulls === undefined)) {
    const lines = commandsOf(recipe, scenario.operation)
    if (!lines) continue
    const plain = recipe.plain === undefined ? [] : wordsOf(recipe.plain)
    const values = valuesOf(staged, { ...places, plain })
    writeHome(places.home, filled(recipe.files, values))
    const daemon = daemonOf(recipe)?.command
    if (daemon) print(`  ${shown(fill(daemon, values))} &`)
    for (const line of lines) print(`  ${shown(fill(line, values))}`)
  }
  print(`any other client: ${operations[scenario.operation]}`)
  for (const [name, value] of Object.entries(valuesOf(staged, places)))
    if (usesPlaceholder(scenario.operation, name)) print(`  {${name}} ${String(value)}`)
  interruption.handle({})
  await new Promise<void>((resolve) =>
    interruption.signal.addEventListener('abort', () => resolve(), { once: true }),
  )
  await serving.close()
  return 0
}
