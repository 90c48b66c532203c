import type { Endpoint, RequestContext } from './context.ts'
import { getToken, postToken } from './auth/token-endpoint.ts'
import { determineSupport } from './endpoints/base.ts'
import { deleteBlob, getBlob, getStorage } from './endpoints/blobs.ts'
import { discoverExtensions } from './endpoints/extensions.ts'
import { putManifest } from './endpoints/manifest-push.ts'
import { deleteManifest, getManifest } from './endpoints/manifests.ts'
import { listReferrers } from './endpoints/referrers.ts'
import { listTags } from './endpoints/tags.ts'
import { beginUpload, cancelUpload, closeUpload, takeChunk, uploadStatus } from './endpoints/uploads.ts'
import type { Reply } from './reply.ts'
import type { EndpointName } from './routing.ts'

type Methods<Name extends EndpointName> = Readonly<Record<string, Endpoint<Name>>>

/** The handler of each method; HEAD is handled as GET, without the body. */
const endpoints: { readonly [Name in EndpointName]: Methods<Name> } = {
  base: { GET: determineSupport },
  token: { GET: getToken, POST: postToken },
  storage: { GET: getStorage },
  discover: { GET: discoverExtensions },
  uploads: { POST: beginUpload },
  upload: { GET: uploadStatus, PATCH: takeChunk, PUT: closeUpload, DELETE: cancelUpload },
  blob: { GET: getBlob, DELETE: deleteBlob },
  manifest: { GET: getManifest, PUT: putManifest, DELETE: deleteManifest },
  tags: { GET: listTags },
  referrers: { GET: listReferrers },
  unknown: {},
}

const allowed = new Map<string, readonly string[]>(
  Object.entries(endpoints).map(([endpoint, methods]) => [
    endpoint,
    Object.keys(methods).flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])),
  ]),
)

/** The methods that an endpoint takes, as Allow names them. */
export const allowedMethods = (endpoint: EndpointName): readonly string[] => allowed.get(endpoint) ?? []

/** The reply of the endpoint; undefined where it does not support the method. */
export function dispatch(ctx: RequestContext): Reply | undefined {
  // The table pairs every endpoint with its own kind of route, which the compiler cannot follow through a lookup.
  const methods = endpoints[ctx.route.endpoint] as Readonly<Record<string, (ctx: RequestContext) => Reply>>
  return methods[ctx.method === 'HEAD' ? 'GET' : ctx.method]?.(ctx)
}
