import type { Invocation } from '../../../src/registry/record/invocation.ts'

/** What the configuration of an image specifies for its process. */
export interface ProcessConfig {
  user?: string
  workingDir?: string
  env?: readonly string[]
  entrypoint?: readonly string[]
  cmd?: readonly string[]
  stopSignal?: string
}

/** How one command of an engine ended. */
export interface Step {
  ok: boolean
  /** What it printed, standard error first. */
  output: string
}

/** A command of an engine, and the step that it belongs to. */
export interface StepInvocation extends Invocation {
  step: 'pull' | 'create' | 'start'
}

/** What an engine made of an image. Each part is there where the one before it succeeded. */
export interface Started {
  /** Its name and version, for people. */
  engine: string
  /** The reference that it pulled. */
  reference: string
  pull: Step
  create?: Step
  /** What the container is started with. `command` has the words of both Entrypoint and Cmd. */
  process?: {
    /** Absent where the engine does not show it. */
    user?: string
    workingDir: string
    env: readonly string[]
    command: readonly string[]
    stopSignal?: string
  }
  start?: Step
  /** How the program ended; absent where it was still running when the time was over, and was stopped. */
  exitStatus?: number
  /** What the program printed, standard output and standard error together; bounded. */
  output?: string
  /** Seconds that it was observed. */
  seconds?: number
  /** By the health check of the image, where the engine has one: `healthy`, `unhealthy`, `starting`. */
  health?: string
  /** The commands that show it. */
  invocations?: readonly StepInvocation[]
}

/** What the user expects of the program. */
export interface Expected {
  exitStatus?: number
  output?: string
}
