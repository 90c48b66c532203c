import { createHash } from 'node:crypto'
import type { BodyRecord } from '../record/exchange.ts'

/** The bytes of a body; undefined where the record has only their beginning. */
export const bytesOf = ({ text, base64, truncated }: BodyRecord): Buffer | undefined =>
  truncated ? undefined : text === undefined ? Buffer.from(base64 ?? '', 'base64') : Buffer.from(text)

export const digestOf = (algorithm: string, bytes: Uint8Array): string =>
  `${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}`
