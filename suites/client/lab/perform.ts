import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fill, wordsOf, type Values } from '../../../src/client/command-line.ts'
import { DaemonError, startDaemon } from '../../../src/client/daemon.ts'
import { commandsOf, daemonOf, type Recipe } from '../../../src/client/recipe.ts'
import { reasonOf, runCommand } from '../../../src/client/run-command.ts'
import { surroundings, writeHome } from '../../../src/client/surroundings.ts'
import type { Usage } from '../../../src/client/usage.ts'
import { NotEvaluated } from '../../../src/engine/record.ts'
import { withoutUndefined } from '../../../src/engine/optional.ts'
import type { Exchange } from '../../../src/registry/record/exchange.ts'
import type { AnyScenario, Staged } from '../scenario.ts'
import type { Invocation, Seen } from '../seen.ts'
import { filesBelow, writeLayout } from './disk.ts'
import { exchangeOf } from './exchanges.ts'
import { holdingsOf } from './holdings.ts'
import { account, repository, secondRepository, serveScenario, tag, type Serving } from './serve.ts'
import { watch } from './watch.ts'

export interface PerformOptions {
  recipe: Recipe
  signal: AbortSignal
  /** The number of the next exchange of the run. */
  nextId: () => number
  /** When the run began; milliseconds since the epoch. */
  start: number
}

/** Milliseconds for one command: clients wait up to 25 s between attempts, and Docker 50 s in all. */
const usualTimeout = 75_000

/** The client cannot be put into the situation: it does not load the image that it should push, for example. */
export class NotPrepared extends NotEvaluated {}

/** Puts the client into the situation of a scenario, and returns all that is seen of it. Throws NotEvaluated, NotPrepared. */
export async function perform(scenario: AnyScenario, options: PerformOptions): Promise<Seen> {
  const { recipe, signal, nextId, start } = options
  const { operation, id, timeout = usualTimeout, limits } = scenario
  const lines = commandsOf(recipe, operation)
  if (!lines) throw new NotEvaluated(`${recipe.name} has no command for ${operation}`)
  const folder = mkdtempSync(join(tmpdir(), 'oci-assay-client-'))
  const times: Exchange[][] = []
  let time = 0
  const serving = await serveScenario(scenario, {
    onServed: (served, origin) =>
      (times[time] ??= []).push(exchangeOf(served, { id: nextId(), test: id, origin, start })),
    time: () => time,
    pulls: recipe.pulls,
  })
  const { watched = [] } = serving.staged
  try {
    const { staged, registry, other } = serving
    for (const path of watched) rmSync(path, { force: true })
    const invocations: Invocation[] = []
    let used: Usage | undefined
    for (time = 0; time < (staged.times ?? 1); time += 1) {
      // Each time as if it were the first: what a client keeps would change what it requests.
      const runOne = async (number: number) => {
        const place = join(folder, number === 0 ? String(time) : `${time}-${number}`)
        const prepared = prepare(place, { recipe, serving, number })
        const stop = await startService(recipe, prepared, signal)
        const watching = watch({ home: prepared.env['HOME'] ?? '', folder: place }, { limits, signal })
        try {
          for await (const ended of runAll(lines, prepared, { recipe, timeout, signal: watching.signal })) {
            watching.held(ended.held)
            const named = (text: string) => text.replaceAll(folder, 'folder')
            invocations.push({
              ...ended,
              command: ended.command.map(named),
              stdout: named(ended.stdout),
              stderr: named(ended.stderr),
            })
          }
        } finally {
          used = watching.end()
          await stop()
        }
      }
      await Promise.all(Array.from({ length: staged.atOnce ?? 1 }, (_, number) => runOne(number)))
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
      escaped: watched.filter((path) => existsSync(path)),
      kept: holdingsOf(registry.store),
      copied: holdingsOf(staged.within ? registry.store : other.store),
      ...withoutUndefined({ usage: used }),
    }
  } finally {
    await serving.close()
    for (const path of watched) rmSync(path, { force: true })
    rmSync(folder, { recursive: true, force: true })
  }
}

interface Prepared {
  work: string
  values: Values
  env: Record<string, string>
}

/** Starts what the client works through, where it needs something. Throws NotEvaluated. */
async function startService(recipe: Recipe, { env, work, values }: Prepared, signal: AbortSignal) {
  const daemon = daemonOf(recipe)
  if (!daemon) return () => Promise.resolve()
  const filled = { command: fill(daemon.command, values), ready: fill(daemon.ready, values) }
  return startDaemon(filled, { env, cwd: work, signal }).catch((error: unknown) => {
    throw error instanceof DaemonError ? new NotEvaluated(error.message) : error
  })
}

/** Runs the commands of an operation; those before the last have to succeed. Throws NotEvaluated, NotPrepared. */
async function* runAll(
  lines: readonly string[][],
  { values, env, work }: Prepared,
  { recipe, timeout, signal }: { recipe: Recipe; timeout: number; signal: AbortSignal },
): AsyncGenerator<Invocation> {
  for (const [at, line] of lines.entries()) {
    const command = fill(line, values)
    const ended = await (recipe.run ?? runCommand)(command, { env, cwd: work, timeout, signal })
    if (ended.unstarted !== undefined)
      throw new NotEvaluated(`${command[0]} cannot be started: ${reasonOf(ended.unstarted)}`)
    if (at < lines.length - 1 && ended.status !== 0)
      throw new NotPrepared(`the client cannot prepare it: ${lastLine(ended.stderr || ended.stdout)}`)
    yield { command, ...ended }
  }
}

/** What began first comes first. */
const inOrder = (one: Exchange, other: Exchange): number =>
  one.startedAt - other.startedAt || one.id - other.id

/** The last line that says something. */
export const lastLine = (text: string): string => text.trim().split('\n').at(-1)?.trim() ?? ''

/** Writes what the client reads, and finds what its command lines refer to. */
function prepare(
  folder: string,
  { recipe, serving, number }: { recipe: Recipe; serving: Serving; number: number },
): Prepared {
  const { staged, registry, other } = serving
  const [home, work, layout] = ['home', 'work', 'layout'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ]
  for (const each of [home, work]) mkdirSync(each, { recursive: true })
  if (staged.layout) writeLayout(layout, staged.layout, { repository, tag })
  const files = [join(work, 'one.txt'), join(work, 'other.txt')] as const
  // Those who attach at the same time attach something of their own.
  writeFileSync(files[0], `a file that is attached${number === 0 ? '' : ` by number ${number}`}\n`)
  writeFileSync(files[1], 'another file that is attached\n')
  const login = [
    ...(staged.login ? [{ registry: registry.host, ...account }] : []),
    ...(staged.otherLogin ? [{ registry: other.host, ...account }] : []),
  ]
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
  writeHome(home, filled(recipe.files, values))
  if (staged.trusts !== undefined) {
    writeHome(home, { 'trusted.pem': staged.trusts })
    for (const name of ['SSL_CERT_FILE', 'REQUESTS_CA_BUNDLE']) env[name] = join(home, 'trusted.pem')
  }
  return { work, values, env: { ...env, ...filled(recipe.environment, values) } }
}

/** Texts of a recipe with their placeholders filled in. */
export const filled = (
  texts: Readonly<Record<string, string>> | undefined,
  values: Values,
): Record<string, string> =>
  Object.fromEntries(
    Object.entries(texts ?? {}).map(([name, text]) => [name, fill([text], values).join(' ')]),
  )

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
    parent: name.slice(0, name.lastIndexOf('/')),
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
