/** Why bytes that do not have the digest of a push must be refused, however they are pushed. */
export const mismatched =
  'The digest is defined as that of the uploaded blob and content is addressed by it, so other bytes must not be accepted under it; the endpoint table lists 400 and 404.'

/** Why nothing may be served under the digest of a push that was refused. */
export const otherBlob =
  'A blob is identified by the digest of its bytes, so rejected bytes with another digest are not that blob, and a GET of a blob that is not found must return 404.'
