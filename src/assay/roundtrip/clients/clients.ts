import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Held, Ran, Side, TripClient } from '../../../../suites/roundtrip/clients/client.ts'
import { fill, shown, wordsOf, type Values } from '../../../client/command-line.ts'
import { DaemonError, startDaemon } from '../../../client/daemon.ts'
import { commandsOf, daemonOf, type Recipe } from '../../../client/recipe.ts'
import { secured } from '../../../client/plain.ts'
import { runCommand, type RunCommand, type RunOptions } from '../../../client/run-command.ts'
import { surroundings, writeHome, type Login } from '../../../client/surroundings.ts'
import type { SpecVersion } from '../../../engine/requirement.ts'
import type { Invocation } from '../../../registry/record/invocation.ts'
import { versionOf } from '../../client/version.ts'
import { againOf } from './again.ts'
import { withHeld } from './held.ts'
import { writeBlobs, writeLayoutOf } from '../layout/written.ts'

/** Milliseconds for one command: clients wait up to 25 s between attempts, and layers take their time. */
const commandTimeout = 300_000

export interface ClientTools {
  /** A folder for everything that clients read and write. */
  folder: string
  /** host[:port] of the registry. */
  host: string
  plainHttp: boolean
  login?: Login
  /** PEM of authorities to trust beside those of the system. */
  ca?: string
  /** The image that is pushed. */
  own: () => Promise<Side>
  spec: SpecVersion
  signal: AbortSignal
}

/** A recipe as a client of a round trip. Throws Failure where it cannot be started. */
export async function clientOf(recipe: Recipe, tools: ClientTools): Promise<TripClient> {
  const { folder, own, signal, spec } = tools
  const version = recipe.run ? undefined : await versionOf(recipe, signal)
  const { push = {}, pull = {}, unsupported = {}, unpacks = false } = recipe.known ?? {}

  /** A folder of its own for each command: what a client keeps would change what it requests. Podman wants short names. */
  async function within<Result>(use: (place: string) => Promise<Result>): Promise<Result> {
    const place = mkdtempSync(join(folder, 'c'))
    try {
      return await use(place)
    } finally {
      rmSync(place, { recursive: true, force: true })
    }
  }

  return {
    name: recipe.name,
    title: version === undefined ? recipe.title : `${recipe.title} ${version}`,
    known: { push, pull, unsupported },
    ...(commandsOf(recipe, 'push') && {
      push: (digest: string, repository: string, tag: string) =>
        within(async (place) => {
          await writeLayoutOf(await own(), join(folder, 'image'), join(place, 'layout'), {
            root: digest,
            repository,
            tag,
          })
          return invoke(recipe, 'push', tools, { place, repository, tag, digest })
        }),
    }),
    ...(commandsOf(recipe, 'pull') && {
      pull: <Result>(
        repository: string,
        tag: string,
        use: (ran: Ran, held: Held | undefined) => Promise<Result>,
      ): Promise<Result> =>
        within(async (place) => {
          const ran = await invoke(recipe, 'pull', tools, { place, repository, tag, digest: '' })
          if (!ran.ok) return use(ran, undefined)
          const layout = join(place, 'layout')
          return withHeld({ folder: place, layout, unpacks, output: ran.output, spec, signal }, (held) =>
            use(ran, held),
          )
        }),
    }),
  }
}

/** Writes the blobs of the image that clients push, once for all of them. */
export async function prepareBlobs({ folder, own, signal }: ClientTools): Promise<void> {
  await writeBlobs(await own(), join(folder, 'image'), signal)
}

/** Writes authorities into a folder; returns the variables by which clients find them. */
export function trusting(folder: string, ca: string): Record<string, string> {
  const file = join(folder, 'trusted.pem')
  writeFileSync(file, ca)
  return { SSL_CERT_FILE: file, REQUESTS_CA_BUNDLE: file }
}

interface Task {
  place: string
  repository: string
  tag: string
  digest: string
}

async function invoke(
  recipe: Recipe,
  operation: 'push' | 'pull',
  tools: ClientTools,
  task: Task,
): Promise<Ran> {
  const { place, repository, tag, digest } = task
  const { host, login, plainHttp, signal, ca } = tools
  const [home, work, layout] = [join(place, 'home'), join(place, 'work'), join(place, 'layout')]
  for (const each of [home, work]) mkdirSync(each, { recursive: true })
  const name = `${host}/${repository}`
  const values: Values = {
    registry: host,
    registry2: host,
    repository,
    name,
    tag,
    digest,
    ref: `${name}:${tag}`,
    layout,
    home,
    out: join(work, 'out'),
    username: login?.username ?? '',
    password: login?.password ?? '',
    plain: recipe.plain === undefined || !plainHttp ? [] : wordsOf(recipe.plain),
    login: login && recipe.login !== undefined ? wordsOf(recipe.login) : [],
  }
  const env = { ...surroundings(home, login ? [login] : []), ...(ca === undefined ? {} : trusting(home, ca)) }
  const filled = (texts: Readonly<Record<string, string>> = {}) =>
    Object.fromEntries(Object.entries(texts).map(([each, text]) => [each, fill([text], values).join(' ')]))
  writeHome(home, filled(recipe.files))
  const settings = { env: { ...env, ...filled(recipe.environment) }, cwd: work, signal }
  const instead = recipe.secure === undefined ? [] : wordsOf(recipe.secure)
  const unfilled = (commandsOf(recipe, operation) ?? []).map((line) =>
    plainHttp ? line : secured(line, instead),
  )
  const lines = unfilled.map((line) => fill(line, values))
  const again = againOf(recipe, operation, { lines: unfilled, values })
  const ofWhat = digest === '' ? {} : { digest }
  const withoutPlace = (text: string): string => text.replaceAll(place, '.')
  try {
    const stop = await startService(recipe, values, settings)
    try {
      const { ok, command, output, invocations } = await runAll(lines, recipe.run ?? runCommand, settings)
      return {
        ok,
        command: withoutPlace(command),
        output: ok ? output : withoutPlace(output),
        invocations: invocations.map((each, at) => ({
          ...each,
          ...(recipe.run ? {} : { again: { line: '', ...again[at], repository, tag, ...ofWhat } }),
          command: withoutPlace(each.command),
          stdout: withoutPlace(each.stdout),
          stderr: withoutPlace(each.stderr),
        })),
      }
    } finally {
      await stop()
    }
  } catch (error) {
    if (error instanceof DaemonError)
      return { ok: false, command: recipe.name, output: withoutPlace(error.message), invocations: [] }
    throw error
  }
}

/** Starts what the client works through, where it needs something. Throws DaemonError. */
async function startService(
  recipe: Recipe,
  values: Values,
  settings: Settings,
): Promise<() => Promise<void>> {
  const daemon = daemonOf(recipe)
  if (!daemon) return () => Promise.resolve()
  return startDaemon({ command: fill(daemon.command, values), ready: fill(daemon.ready, values) }, settings)
}

type Settings = Omit<RunOptions, 'timeout'>

/** Runs one command after the other, until one fails. */
async function runAll(lines: readonly string[][], run: RunCommand, settings: Settings): Promise<Ran> {
  const outputs: string[] = []
  const invocations: Invocation[] = []
  let command = ''
  for (const words of lines) {
    command = shown(words)
    const ended = await run(words, { ...settings, timeout: commandTimeout })
    settings.signal.throwIfAborted()
    const { status, unstarted, timedOut, stdout, stderr } = ended
    invocations.push({ command, ...ended })
    outputs.push(stdout, stderr)
    if (unstarted !== undefined) outputs.push(unstarted)
    if (timedOut) outputs.push('timed out')
    if (status !== 0) return { ok: false, command, output: outputs.join('\n'), invocations }
  }
  return { ok: true, command, output: outputs.join('\n'), invocations }
}
