import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { threadId } from 'node:worker_threads'
import type { Random } from '../../../src/content/random.ts'

/** The start of names of files out of any folder: no other run on this machine has the same ones. */
export const outside = (random: Random): string =>
  join(tmpdir(), `oci-assay-escaped-${random.hex(8)}-${process.pid}-${threadId}`)
