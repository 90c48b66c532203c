import type { RequestContext } from './context.ts'
import { addHeader, headerOf, withHeader, type Reply } from './reply.ts'

const mostWarningBytes = 4096

/** Warning fields (section Warnings): printable ASCII, and no more than all of them together may have. */
export function warningFields(texts: readonly string[]): string[] {
  const fields = texts.map((text) => {
    const printable = text.replaceAll(/[^\x20-\x7e]/g, '?').replaceAll(/["\\]/g, '\\$&')
    return `299 - "${printable}"`
  })
  let size = 0
  return fields.filter((field) => (size += field.length) <= mostWarningBytes)
}

const mayHaveNamespace = /^[A-Za-z0-9.:_[\]-]{1,255}$/

/** Adds what every reply has: its length, the warnings, and the source host that was requested. */
export function completeReply(
  from: Reply,
  ctx: Pick<RequestContext, 'options' | 'query' | 'route' | 'method'>,
): Reply {
  let done = from
  const hasBody = from.status >= 200 && from.status !== 204 && from.status !== 304
  if (hasBody && headerOf(from, 'content-length') === undefined) {
    done = withHeader(done, 'Content-Length', String(from.body.length))
  }
  for (const field of warningFields(ctx.options.warnings)) done = addHeader(done, 'Warning', field)
  const source = ctx.options.namespaces ? ctx.query.get('ns') : null
  const pulls = ctx.method === 'GET' || ctx.method === 'HEAD'
  if (source !== null && pulls && mayHaveNamespace.test(source))
    done = withHeader(done, 'OCI-Namespace', source)
  return done
}
