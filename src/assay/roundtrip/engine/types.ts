import type { Started } from '../../../../suites/roundtrip/start/started.ts'
import type { RunCommand } from '../../../client/run-command.ts'

export interface StartOptions {
  /** `host[:port]/repository:tag` */
  reference: string
  /** Milliseconds that the program may run. */
  timeout: number
  /** The registry speaks HTTP. */
  plainHttp: boolean
  /** User of the image configuration: runtimes show numbers. */
  user: string
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
  /** Writes the image of this machine's platform into a layout, under the tag `image`, for engines without a client; returns its digest. Throws. */
  pull: (reference: string, layout: string) => Promise<string>
}
