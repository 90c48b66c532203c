import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Start } from '../../../suites/roundtrip/start/suite.ts'
import type { PushedImage } from '../../../suites/roundtrip/context.ts'
import { CommandLineError, withProgram, wordsOf } from '../../client/command-line.ts'
import { exitCodes, Failure } from '../../results/conclusion/failure.ts'
import { runCommand } from '../../client/run-command.ts'
import { Blocked, NotEvaluated } from '../../engine/record.ts'
import type { ImageSource } from '../../image/source/source.ts'
import type { AssayOptions } from '../options.ts'
import { trusting } from './clients/clients.ts'
import { engineOf, type Engine } from './engine/engine.ts'
import type { EngineTools } from './engine/types.ts'
import { configOf } from './engine/config.ts'
import { architectureHere } from '../../image/architecture.ts'

/** Seconds that a program may run where nothing else is specified. */
const usualSeconds = 10

/** What the user specifies of a start. */
export interface StartingOptions extends Pick<AssayOptions, 'credentials' | 'ca'> {
  /** What the program is expected to end with, and to print. */
  expectExit?: number
  expectOutput?: string
  /** Seconds that the program may run; default 10. */
  startTimeout?: number
}

interface Starting {
  options: StartingOptions
  /** `host[:port]/repository` */
  name: string
  base: URL
  source: ImageSource
  /** See EngineTools. */
  pull: EngineTools['pull']
  /** Resolves once the image can be pulled, or cannot be pushed. */
  pushed: Promise<PushedImage>
  signal: AbortSignal
}

/** Prepares the engine that `--start` names. Throws Failure where it does not respond. Call `close` at the end. */
export async function startOf(
  named: string | Engine,
  { options, name, base, source, pull, pushed, signal }: Starting,
): Promise<Start & { close(): void }> {
  const folder = mkdtempSync(join(tmpdir(), 'oci-assay-start-'))
  const close = (): void => rmSync(folder, { recursive: true, force: true })
  const { ca, credentials, expectExit, expectOutput, startTimeout = usualSeconds } = options
  const env = {
    ...environment(),
    ...(ca === undefined ? {} : trusting(folder, ca)),
    ...(typeof credentials === 'object' ? login(folder, base.host, credentials) : {}),
  }
  try {
    const engine =
      typeof named === 'string'
        ? engineOf({ command: wordsOfEngine(named), run: runCommand, env, folder, pull })
        : named
    await engine.describe(signal)
    return {
      close,
      expected: {
        ...(expectExit === undefined ? {} : { exitStatus: expectExit }),
        ...(expectOutput === undefined ? {} : { output: expectOutput }),
      },
      async start() {
        const image = await pushed
        if (!('tag' in image)) throw notPushed(image.rejected)
        const found = await configOf(source, image.digest)
        if (!found)
          throw new NotEvaluated(
            `the image has no platform linux/${architectureHere}, so this machine cannot start it`,
          )
        const started = await engine.start({
          reference: `${name}:${image.tag}`,
          timeout: startTimeout * 1000,
          plainHttp: base.protocol === 'http:',
          user: found.config.user ?? '',
          signal,
        })
        return { started, ...found }
      },
    }
  } catch (error) {
    close()
    throw error
  }
}

/** Throws Failure. */
function wordsOfEngine(named: string): string[] {
  try {
    return withProgram(wordsOf(named))
  } catch (error) {
    if (!(error instanceof CommandLineError)) throw error
    throw new Failure(
      `--start: ${error.message}`,
      exitCodes.usage,
      "name an engine: --start 'podman --runtime runc'",
    )
  }
}

/** Why there is nothing to start. */
const notPushed = (rejected: string | undefined): Error =>
  rejected === undefined
    ? new NotEvaluated('the image was not pushed, so no engine can pull it')
    : new Blocked(rejected, 'the image could not be pushed')

const environment = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )

/** The credentials of the run in files that only the engine's commands read. */
function login(folder: string, host: string, credentials: object): Record<string, string> {
  if (!('username' in credentials) || !('password' in credentials)) return {}
  const auth = Buffer.from(`${String(credentials.username)}:${String(credentials.password)}`).toString(
    'base64',
  )
  const file = join(folder, 'config.json')
  writeFileSync(file, JSON.stringify({ auths: { [host]: { auth } } }), { mode: 0o600 })
  return { DOCKER_CONFIG: folder, REGISTRY_AUTH_FILE: file }
}
