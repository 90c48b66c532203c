import { refused } from '../../../../src/reference/context.ts'
import { bare } from '../../../../src/reference/effects/alter.ts'
import type { Refusal } from '../../../../src/reference/refusals.ts'
import { headerOf, withBody, withHeader, withoutHeader, type Reply } from '../../../../src/reference/reply.ts'
import type { Strike } from '../base-effect.ts'
import type { Occasion } from '../occasion.ts'

/** Changes of replies of which the effects consist. */

type Change = (reply: Reply, occasion: Occasion) => Reply | undefined

const succeeded = ({ status }: Reply): boolean => status >= 200 && status < 300

/** Changes the replies with which requests succeed. */
export const onSuccess = (change: Change) => (): Strike => ({
  after: (reply, occasion) => (succeeded(reply) ? change(reply, occasion) : undefined),
})

/** Changes what is replied where the thing is not there. */
export const onMissing = (change: Change) => (): Strike => ({
  after: (reply, occasion) => (reply.status === 404 ? change(reply, occasion) : undefined),
})

/** A refusal as the registry itself sends it. */
export function refusal(occasion: Occasion, reason: Refusal): Reply {
  const reply = refused(occasion.ctx, reason)
  return withHeader(reply, 'Content-Length', String(reply.body.length))
}

/** In place of a success, this status and nothing else. */
export const failing = (status: number) => onSuccess(() => bare(status))

/** In place of a success, a refusal. */
export const refusing = (reason: Refusal) => onSuccess((_, occasion) => refusal(occasion, reason))

/** The request is answered with this status before anything is done. */
export const notDoing = (status: number) => (): Strike => ({ before: () => bare(status) })

export const withStatus = (status: number) => onSuccess((reply) => ({ ...reply, status }))

/** Without one header field. */
export const lacking = (name: string) =>
  onSuccess((reply) => (headerOf(reply, name) === undefined ? undefined : withoutHeader(reply, name)))

/** With another value of one header field, where it has one. */
export const altering = (name: string, alter: (value: string, occasion: Occasion) => string) =>
  onSuccess((reply, occasion) => {
    const value = headerOf(reply, name)
    return value === undefined ? undefined : withHeader(reply, name, alter(value, occasion))
  })

/** With another body, where it has one; HEAD shows nothing of it but the length. */
export const rewriting = (alter: (bytes: Uint8Array, occasion: Occasion) => Uint8Array | string) =>
  onSuccess((reply, occasion) =>
    reply.body.length === 0 ? undefined : withBody(reply, alter(reply.body, occasion)),
  )

/** The last byte replaced. */
export const bitFlipped = (bytes: Uint8Array): Uint8Array => {
  const changed = Uint8Array.from(bytes)
  changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1
  return changed
}
