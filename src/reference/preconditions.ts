import { refused, type RequestContext } from './context.ts'
import { reply, type Reply } from './reply.ts'

export const etagOf = (digest: string): string => `"${digest}"`

/** Whether a list of entity tags names the digest; the comparison is weak where `weak` is set. */
function names(field: string, digest: string | undefined, weak: boolean): boolean {
  if (field.trim() === '*') return digest !== undefined
  if (digest === undefined) return false
  const wanted = etagOf(digest)
  return field
    .split(',')
    .map((tag) => tag.trim())
    .some((tag) => tag === wanted || (weak && tag === `W/${wanted}`))
}

/**
 * Judges If-Match and If-None-Match (RFC 9110, section 13) against what the URL holds now: a reply where the
 * request ends here, 304 for reading or 412.
 */
export function precondition(ctx: RequestContext, current: string | undefined): Reply | undefined {
  if (!ctx.options.etags) return undefined
  const match = ctx.headers['if-match']
  if (match !== undefined && !names(match, current, false)) return refused(ctx, 'precondition-failed')
  const noneMatch = ctx.headers['if-none-match']
  if (noneMatch === undefined || !names(noneMatch, current, true)) return undefined
  if (ctx.method !== 'GET' && ctx.method !== 'HEAD') return refused(ctx, 'precondition-failed')
  return reply(304, current === undefined ? {} : { ETag: etagOf(current), 'Docker-Content-Digest': current })
}
