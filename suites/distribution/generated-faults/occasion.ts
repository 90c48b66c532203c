import type { RequestContext } from '../../../src/reference/context.ts'
import { digestOf } from '../../../src/reference/digest.ts'
import { documentIn } from '../../../src/reference/effects/requests.ts'
import { contentOf, isMount, isSinglePost, sessionOf } from '../../../src/reference/effects/uploads.ts'
import type { History, KeyKind, Knowledge } from './history.ts'

/** What a request wants, by endpoint and method; requests that none of these is are left alone. */
export type Operation =
  | 'manifest-get'
  | 'manifest-head'
  | 'manifest-put'
  | 'manifest-delete'
  | 'blob-get'
  | 'blob-head'
  | 'blob-delete'
  | 'upload-start'
  | 'upload-chunk'
  | 'upload-status'
  | 'upload-close'
  | 'upload-cancel'
  | 'single-post'
  | 'mount'
  | 'tags-list'
  | 'referrers-list'

/** A manifest that a request is about: the pushed one, or the one that its reference leads to. */
export interface ManifestFacts {
  digest: string
  mediaType: string
  bytes: Uint8Array
  /** Its fields; none where it is not a JSON object. */
  readonly document: Record<string, unknown>
}

/** An upload session before the request. */
export interface SessionFacts {
  id: string
  size: number
  chunks: number
}

/** A request on its way, with what was known before it was handled. */
export interface Occasion {
  readonly ctx: RequestContext
  readonly operation: Operation
  readonly repository: string
  /** Tag, digest, session id or subject; empty for what concerns the repository. */
  readonly reference: string
  readonly kind: KeyKind
  readonly history: Readonly<History>
  readonly manifest: ManifestFacts | undefined
  /** The blob that is read, deleted, mounted, or pushed by this request. */
  readonly blob: (() => Uint8Array) | undefined
  readonly session: SessionFacts | undefined
  /** Another request about the same thing or content has been handled since anything could have been answered. */
  readonly overlaps: boolean
  readonly known: Knowledge
}

const methods: Readonly<Record<string, Operation>> = {
  'manifest GET': 'manifest-get',
  'manifest HEAD': 'manifest-head',
  'manifest PUT': 'manifest-put',
  'manifest DELETE': 'manifest-delete',
  'blob GET': 'blob-get',
  'blob HEAD': 'blob-head',
  'blob DELETE': 'blob-delete',
  'upload GET': 'upload-status',
  'upload PATCH': 'upload-chunk',
  'upload PUT': 'upload-close',
  'upload DELETE': 'upload-cancel',
  'tags GET': 'tags-list',
  'referrers GET': 'referrers-list',
}

export function operationOf(ctx: RequestContext): Operation | undefined {
  if (ctx.route.endpoint === 'uploads' && ctx.method === 'POST')
    return isMount(ctx) ? 'mount' : isSinglePost(ctx) ? 'single-post' : 'upload-start'
  return methods[`${ctx.route.endpoint} ${ctx.method}`]
}

/** Kinds of keys that requests of an operation can have. */
export const kindsOf = (operation: Operation): readonly KeyKind[] => {
  if (operation.startsWith('manifest-')) return ['tag', 'manifest']
  if (operation === 'tags-list') return ['tags']
  if (operation === 'referrers-list') return ['referrers']
  if (operation === 'upload-start') return ['uploads']
  return ['upload-chunk', 'upload-status', 'upload-cancel'].includes(operation) ? ['upload'] : ['blob']
}

/** What the request is about. */
export function keyOf(
  { route, query }: RequestContext,
  operation: Operation,
): { kind: KeyKind; reference: string } {
  const [kind = 'blob', other = kind] = kindsOf(operation)
  if (kind === 'tags' || kind === 'uploads') return { kind, reference: '' }
  if (operation === 'mount') return { kind, reference: query.get('mount') ?? '' }
  if (operation === 'single-post' || operation === 'upload-close')
    return { kind, reference: query.get('digest') ?? '' }
  const reference = 'reference' in route ? route.reference : ''
  return { kind: reference.includes(':') ? other : kind, reference }
}

/** The manifest that the request pushes, or that its reference leads to. */
export function manifestOf(ctx: RequestContext, repository: string): ManifestFacts | undefined {
  if (ctx.route.endpoint !== 'manifest') return undefined
  const { reference } = ctx.route
  const stored = ctx.method === 'PUT' ? undefined : ctx.policy.findManifest(ctx.store, repository, reference)
  if (stored === undefined && ctx.method !== 'PUT') return undefined
  const bytes = stored?.bytes ?? ctx.body
  let document: Record<string, unknown> | undefined
  return {
    bytes,
    mediaType: stored?.mediaType ?? ctx.headers['content-type']?.split(';')[0]?.trim() ?? '',
    digest: stored?.digest ?? (reference.includes(':') ? reference : digestOf(bytes)),
    get document() {
      document ??= documentIn({ ...ctx, body: bytes })
      return document
    },
  }
}

/** The bytes of the blob, made only where they are looked at. */
export function blobOf(
  ctx: RequestContext,
  operation: Operation,
  repository: string,
  digest: string,
): (() => Uint8Array) | undefined {
  if (operation === 'single-post') return () => ctx.body
  if (operation === 'upload-close') {
    const session = sessionOf(ctx)
    if (session === undefined) return undefined
    const content = contentOf(ctx)
    return () => content
  }
  const from = operation === 'mount' ? (ctx.query.get('from') ?? repository) : repository
  const bytes = ctx.policy.findBlob(ctx.store, from, digest)
  return bytes && (() => bytes)
}

/** The session that the request goes to. */
export function sessionFactsOf(ctx: RequestContext): SessionFacts | undefined {
  const session = sessionOf(ctx)
  return session && { id: session.id, size: session.size, chunks: session.chunks.length }
}
