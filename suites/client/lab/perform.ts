import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fill, wordsOf, type Values } from '../../../src/client/command-line.ts'
import { commandsOf, type Recipe } from '../../../src/client/recipe.ts'
import { runCommand } from '../../../src/client/run-command.ts'
import { surroundings, writeHome } from '../../../src/client/surroundings.ts'
import { NotEvaluated } from '../../../src/engine/record.ts'
import type { Exchange } from '../../../src/registry/record/exchange.ts'
import type { AnyScenario, Staged } from '../scenario.ts'
import type { Invocation, Seen } from '../seen.ts'
import { filesBelow, writeLayout } from './disk.ts'
import { exchangeOf } from './exchanges.ts'
import { holdingsOf } from './holdings.ts'
import { account, repository, secondRepository, serveScenario, tag, type Serving } from './serve.ts'

export interface PerformOptions {
  recipe: Recipe
  signal: AbortSignal
  /** The number of the next exchange of the run. */
  nextId: () => number
  /** When the run began; milliseconds since the epoch. */
  start: number
}

/** Milliseconds for one command: clients wait up to 25 s between attempts. */
const usualTimeout = 45_000

/** Puts the client into the situation of a scenario, and returns all that is seen of it. Throws NotEvaluated. */
export async function perform(scenario: AnyScenario, options: PerformOptions): Promise<Seen> {
  const { recipe, signal, nextId, start } = options
  const { operation, id, timeout = usualTimeout } = scenario
  const lines = commandsOf(recipe, operation)
  if (!lines) throw new NotEvaluated(`${recipe.name} has no command for ${operation}`)
  const folder = mkdtempSync(join(tmpdir(), 'oci-assay-client-'))
  const times: Exchange[][] = []
  let time = 0
  const serving = await serveScenario(scenario, {
    onServed: (served, origin) =>
      (times[time] ??= []).push(exchangeOf(served, { id: nextId(), test: id, origin, start })),
    time: () => time,
  })
  try {
    const { staged, registry, other } = serving
    const invocations: Invocation[] = []
    for (time = 0; time < (staged.times ?? 1); time += 1) {
      // Each time as if it were the first: what a client keeps would change what it requests.
      const prepared = prepare(join(folder, String(time)), recipe, serving)
      const last = lines.length - 1
      for (const [at, line] of lines.entries()) {
        const command = fill(line, prepared.values)
        const ended = await (recipe.run ?? runCommand)(command, {
          env: prepared.env,
          cwd: prepared.work,
          timeout,
          signal,
        })
        const named = (text: string) => text.replaceAll(folder, 'folder')
        invocations.push({ command, ...ended, stdout: named(ended.stdout), stderr: named(ended.stderr) })
        if (ended.unstarted !== undefined)
          throw new NotEvaluated(`${command[0]} could not be started: ${ended.unstarted}`)
        if (at < last && ended.status !== 0)
          throw new NotEvaluated(`preparing it failed: ${lastLine(ended.stderr || ended.stdout)}`)
      }
    }
    time -= 1
    signal.throwIfAborted()
    // An exchange counts when its connection has ended, which may be after the client: Node reports that one turn later.
    await serving.close()
    for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve))
    return {
      facts: staged.facts,
      registry: registry.host,
      other: other.host,
      repository,
      exchanges: times.flat().toSorted(inOrder),
      times: times.map((each) => each.toSorted(inOrder)),
      invocations,
      succeeded: invocations.every(({ status }) => status === 0),
      output: invocations.map(({ stdout, stderr }) => `${stdout}\n${stderr}`).join('\n'),
      files: filesBelow(folder),
      kept: holdingsOf(registry.store),
      copied: holdingsOf(staged.within ? registry.store : other.store),
    }
  } finally {
    await serving.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** What began first comes first. */
const inOrder = (one: Exchange, other: Exchange): number =>
  one.startedAt - other.startedAt || one.id - other.id

/** The last line that says something. */
export const lastLine = (text: string): string => text.trim().split('\n').at(-1)?.trim() ?? ''

/** Writes what the client reads, and finds what its command lines refer to. */
function prepare(folder: string, recipe: Recipe, { staged, registry, other }: Serving) {
  const [home, work, layout] = ['home', 'work', 'layout'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ]
  for (const each of [home, work]) mkdirSync(each, { recursive: true })
  if (staged.layout) writeLayout(layout, staged.layout, tag)
  const files = [join(work, 'one.txt'), join(work, 'other.txt')] as const
  writeFileSync(files[0], 'a file that is attached\n')
  writeFileSync(files[1], 'another file that is attached\n')
  const login = staged.login ? [{ registry: registry.host, ...account }] : []
  const values = valuesOf(staged, {
    registry: registry.host,
    registry2: staged.within ? registry.host : other.host,
    home,
    layout,
    out: join(work, 'out'),
    file: files[0],
    file2: files[1],
    plain: recipe.plain === undefined ? [] : wordsOf(recipe.plain),
    login: staged.login && recipe.login !== undefined ? wordsOf(recipe.login) : [],
  })
  const env = surroundings(home, login)
  const filled = (texts: Readonly<Record<string, string>> = {}) =>
    Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, fill([text], values).join(' ')]))
  writeHome(home, filled(recipe.files))
  return { work, values, env: { ...env, ...filled(recipe.environment) } }
}

/** What command lines of a scenario refer to. */
export function valuesOf(
  { digest, platform = '', layout, within }: Staged<unknown>,
  places: Values & { registry: string; registry2: string },
): Values {
  const name = `${places.registry}/${repository}`
  const to = `${places.registry2}/${within ? secondRepository : repository}`
  const reference = digest === undefined ? `:${tag}` : `@${digest}`
  const [os = '', architecture = '', variant = ''] = platform.split('/')
  return {
    ...places,
    repository,
    name,
    tag,
    digest: digest ?? layout?.root.digest ?? '',
    ref: `${name}${reference}`,
    ref2: `${to}${reference}`,
    type: 'application/vnd.oci-assay.attached',
    platform,
    os,
    architecture,
    variant,
    username: account.username,
    password: account.password,
  }
}
