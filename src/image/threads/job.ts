import type { BlobRequest } from '../decode/blob.ts'
import type { FileRange } from '../file-range.ts'

/** One blob to inspect, and where its bytes are. */
export interface Job {
  request: BlobRequest
  range: FileRange
}
