import { holds, violated, type Judgement } from '../../../src/engine/judgement.ts'
import { header, type Exchange } from '../../../src/registry/record/exchange.ts'
import type { Seen } from '../seen.ts'

const mebibyte = 1024 * 1024

/** What a client may use for a few bytes that become very many; its own programs and their buffers are far below. */
export const allowed = { memory: 256 * mebibyte, disk: 64 * mebibyte } as const

/** What a scenario with such bytes ends: this machine has other work to do. */
export const limits = { memory: 384 * mebibyte, disk: 512 * mebibyte } as const

const mebibytes = (bytes: number): string => `${Math.round(bytes / mebibyte)} MiB`

/** What the client used beyond what is allowed; undefined where it did not. */
export function excess({ usage }: Pick<Seen, 'usage'>): string | undefined {
  const { memory = 0, disk = 0 } = usage ?? {}
  if (memory > allowed.memory) return `${mebibytes(memory)} of memory`
  return disk > allowed.disk ? `${mebibytes(disk)} on the disk` : undefined
}

/** It uses far more than what it was sent. */
export function within(seen: Pick<Seen, 'usage'>, what: string): Judgement {
  const used = excess(seen)
  if (used === undefined) return holds()
  const most = `at most ${mebibytes(allowed.memory)} of memory, and ${mebibytes(allowed.disk)} on the disk`
  return violated(`decompresses ${what}`, most, used)
}

/** Responses in gzip, which a registry sends to those that accept them. */
export const compressed = ({ exchanges }: Pick<Seen, 'exchanges'>): Exchange[] =>
  exchanges.filter(({ response }) => header(response?.headers ?? [], 'Content-Encoding') === 'gzip')
