import type { Rule } from '../rule.ts'
import { closingOfUpload } from './upload-closings.ts'
import { cancellationOfUpload, chunkOfUpload, statusOfUpload } from './upload-requests.ts'

/** Requests about one upload, by the state that it is in when they reach it (Pushing blobs). */
export const requestsOfUploads: Rule<'upload'> = (observed, history) => {
  const found = history.sessionOf(observed)
  if (found === undefined) return []
  const { method } = observed.operation
  if (method === 'PATCH') return chunkOfUpload(observed, found)
  if (method === 'GET') return statusOfUpload(observed, found)
  if (method === 'DELETE') return cancellationOfUpload(observed, found)
  return closingOfUpload(observed, found, history)
}
