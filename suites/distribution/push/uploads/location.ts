import type { Exchange } from '../../../../src/registry/record/exchange.ts'
import { pullableAt } from '../../judges/stored.ts'
import type { RegistryContext } from '../../target/context.ts'
import { sendsLocation } from '../judges/upload.ts'
import { pullAtLocation } from './upload.ts'

/** What the Location of a blob rests on, by the request that stored it. */
export const locationOf = {
  put: ['push.post-put.location', 'push.post-put.location-pullable'],
  chunks: ['push.chunked.close-location', 'push.chunked.close-location-pullable'],
  post: ['push.single-post.location', 'push.single-post.location-pullable'],
  mount: ['push.mount.location', 'push.mount.location-pullable'],
} as const

/**
 * Follows the Location of a blob that was stored in an unusual way: tests of the usual one do not see a Location that is wrong
 * for a digest of another algorithm or after a mount that was not performed.
 */
export async function checkLocation(
  t: RegistryContext,
  way: keyof typeof locationOf,
  created: Exchange,
  what: string,
  digest: string,
): Promise<void> {
  const [present, pullable] = locationOf[way]
  t.require(present, created, sendsLocation)
  t.check(pullable, await pullAtLocation(t, created), pullableAt(what, digest))
}
