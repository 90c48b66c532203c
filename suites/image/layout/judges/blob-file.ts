import type { Entry } from '../../../../src/image/source/source.ts'

/** A file below blobs/, with the digest that its path is for. */
export interface BlobFile {
  entry: Entry
  /** Folder and name below blobs/; more parts where it lies deeper. */
  parts: readonly string[]
  /** Absent where folder and name follow no grammar of digests. */
  digest?: string
  /** True where a descriptor names it although its digest is malformed: then the finding is there. */
  named: boolean
}
