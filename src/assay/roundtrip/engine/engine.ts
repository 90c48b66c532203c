import type { Started } from '../../../../suites/roundtrip/start/started.ts'
import { exitCodes, Failure } from '../../../results/conclusion/failure.ts'
import type { RunCommand } from '../../../client/run-command.ts'
import { dockerLike } from './docker-like.ts'

export interface StartOptions {
  /** `host[:port]/repository:tag` */
  reference: string
  /** Milliseconds that the program may run. */
  timeout: number
  /** The registry speaks HTTP. */
  plainHttp: boolean
  signal: AbortSignal
}

/** A container engine that pulls an image and starts it. */
export interface Engine {
  /** Name and version, for people. Throws Failure where it does not respond. */
  describe(signal: AbortSignal): Promise<string>
  /** Starts an image without network, and removes the container and the image again. Never throws for what the image is. */
  start(options: StartOptions): Promise<Started>
}

export interface EngineTools {
  /** The command with its global options: `docker`, `podman --runtime runc`. */
  command: readonly string[]
  run: RunCommand
  /** The environment of its commands. */
  env: Readonly<Record<string, string>>
  /** A folder for its files. */
  folder: string
}

export const engineNames = ['docker', 'podman', 'nerdctl'] as const

/** The engine that a command line names, by its first word. Throws Failure. */
export function engineOf(tools: EngineTools): Engine {
  const [program = ''] = tools.command
  const name = program
    .split(/[/\\]/)
    .at(-1)
    ?.replace(/\.exe$/, '')
  const known = engineNames.find((each) => each === name)
  if (known === undefined) {
    const advice = `choose one of ${engineNames.join(', ')}, with its options if needed: --start 'podman --runtime runc'`
    throw new Failure(
      `--start ${tools.command.join(' ')} does not name a container engine`,
      exitCodes.usage,
      advice,
    )
  }
  return dockerLike(known, tools)
}
