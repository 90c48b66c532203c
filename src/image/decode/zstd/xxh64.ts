import xxhash, { type XXHashAPI } from 'xxhash-wasm'

/** XXH64, the checksum of zstd frames (RFC 8878, 3.1.1). */
export interface Xxh64 {
  update(bytes: Uint8Array): unknown
  digest(): bigint
}

let loading: Promise<XXHashAPI> | undefined

/** What makes a hash with the seed 0, which is the one that zstd uses. Its compiled code is loaded once. */
export async function loadXxh64(): Promise<() => Xxh64> {
  const hashes = await (loading ??= xxhash())
  return () => hashes.create64()
}
