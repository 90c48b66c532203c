import type { Usage } from '../../src/client/usage.ts'
import type { Judgement } from '../../src/engine/judgement.ts'
import type { Exchange } from '../../src/registry/record/exchange.ts'

/** One command that was run, and how it ended. */
export interface Invocation {
  command: readonly string[]
  status?: number
  stdout: string
  stderr: string
  timedOut: boolean
  /** Bytes that a client within this process has held. */
  held?: number
  unstarted?: string
  /** Milliseconds. */
  duration: number
}

/** What a registry holds once the client has ended. */
export interface Holdings {
  tags(repository: string): readonly string[]
  manifest(repository: string, reference: string): Kept | undefined
  blob(repository: string, digest: string): Uint8Array | undefined
}

export interface Kept {
  digest: string
  mediaType: string
  bytes: Uint8Array
}

/** All that is seen of a client in one scenario: what judges work on. */
export interface Seen<Facts = unknown> {
  /** What the scenario has prepared. */
  facts: Facts
  /** `host:port` of the registry, and of the other one. */
  registry: string
  other: string
  repository: string
  /** With both, in the order in which they began. */
  exchanges: readonly Exchange[]
  /** The same, for each time that the operation ran. */
  times: readonly (readonly Exchange[])[]
  invocations: readonly Invocation[]
  /** Each command ended with status 0. */
  succeeded: boolean
  /** What all commands wrote, both streams. */
  output: string
  /** What lies on the disk afterwards, by its sha256 digest. */
  files: ReadonlyMap<string, Uint8Array>
  /** Watched files that are there. */
  escaped: readonly string[]
  kept: Holdings
  copied: Holdings
  /** The most that the client used, where the scenario limits it. */
  usage?: Usage
}

/** A judgement, with the exchanges that show it; or why the client does not do what is judged. */
export type Found = (Judgement & { at?: readonly Exchange[] }) | { absent: string }

export type ClientJudge<Facts> = (seen: Seen<Facts>) => Found

export const absent = (reason: string): Found => ({ absent: reason })

/** The same judgement, with its evidence. */
export const seenAt = (at: readonly Exchange[], judgement: Judgement): Found => ({ ...judgement, at })
