/** What to send with a request. */
export interface Authorization {
  /** The value of the field; absent where nothing is sent. */
  value?: string
  /** The token's key in the cache, and whether it was fetched for this very request. */
  token?: { key: string; fresh: boolean }
  /** Why there is no value although the registry requires one. */
  problem?: string
  /** True where the token server failed: it refused nothing. */
  failed?: boolean
  /** The exchanges with the token server that led to it. */
  via?: readonly number[]
}
