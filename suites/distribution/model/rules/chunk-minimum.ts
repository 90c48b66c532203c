import { header } from '../../../../src/registry/record/exchange.ts'
import { minimumOf } from '../../push/uploads/in-chunks.ts'
import type { SessionState } from '../session-state.ts'
import type { Session } from '../sessions.ts'

/** Bytes that chunks of the upload should have at least, as the start of it announced. */
export const minimumChunk = ({ opened }: Session): number =>
  minimumOf(header(opened.exchange.response?.headers ?? [], 'oci-chunk-min-length')) ?? 0

/** Of short chunks only the last one has to be taken: which one that was shows when another one follows. */
export const hasShortChunk = (session: Session, { chunks = [] }: SessionState): boolean =>
  chunks.some(({ size }) => size < minimumChunk(session))
