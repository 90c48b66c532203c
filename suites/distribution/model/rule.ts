import type { Contradiction } from './contradiction.ts'
import type { History } from './history.ts'
import type { Observed } from './observed.ts'
import type { Operation, OperationOn } from './operation.ts'

/** Judges one kind of operation: what the history of the registry requires of the response, per statement. */
export type Rule<On extends Operation['on']> = (
  observed: Observed<OperationOn<On>>,
  history: History,
) => Contradiction[]

/** A GET or HEAD of a manifest. */
export type ReadOfManifest = Observed<OperationOn<'manifest'>>

/** A GET, HEAD or DELETE of a blob. */
export type RequestOfBlob = Observed<OperationOn<'blob'>>
