import { createHmac } from 'node:crypto'
import type { Parts, RequestContext } from './context.ts'
import type { UploadSession } from './sessions.ts'

const base = ({ options, origin }: RequestContext): string =>
  (options.absoluteLocations ? origin : '') + options.pathPrefix

/** Where a blob or a manifest is pulled from. */
export const contentLocation = (
  ctx: RequestContext,
  repository: string,
  kind: 'blobs' | 'manifests',
  digest: string,
): string => `${base(ctx)}/v2/${repository}/${kind}/${digest}`

const sign = (secret: string, text: string): string =>
  createHmac('sha256', secret).update(text).digest('hex').slice(0, 32)

/** The critical parameter of an upload's location, where the registry uses one. */
export const uploadState = (secret: string, session: UploadSession): string =>
  sign(secret, `upload ${session.id}`)

/** Where an upload goes on. */
export function uploadLocation(ctx: RequestContext, session: UploadSession): string {
  const path = `${base(ctx)}/v2/${session.repository}/blobs/uploads/${session.id}`
  return ctx.options.uploadState ? `${path}?_state=${uploadState(ctx.secret, session)}` : path
}

export const storageSignature = (secret: string, repository: string, digest: string): string =>
  sign(secret, `storage ${repository} ${digest}`)

/** Where a redirected blob is fetched: a signed URL that needs no further authorization. */
export function storageLocation(ctx: RequestContext, repository: string, digest: string): string {
  const { redirectBlobs = '', pathPrefix } = ctx.options
  const host = redirectBlobs === 'path' ? '' : redirectBlobs.replace(/(?<!\/)\/+$/, '')
  return `${host}${pathPrefix}/storage/${storageSignature(ctx.secret, repository, digest)}/${repository}/${digest}`
}

/** Path of a request's own resource, for a Link. */
export const listPath = ({ options }: Pick<Parts, 'options'>, repository: string, rest: string): string =>
  `${options.pathPrefix}/v2/${repository}/${rest}`
