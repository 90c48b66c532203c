import type { Content } from '../../../../src/content/content.ts'
import { padded } from '../../../../src/content/padding.ts'
import { violated, holds, warning, type Judge } from '../../../../src/engine/judgement.ts'
import { defineTest, type Test } from '../../define.ts'
import { seenIn, type Exchange } from '../../../../src/registry/record/exchange.ts'
import type { RegistryContext } from '../../target/context.ts'
import { isConnectionError, succeeded, summarizeResponse } from '../../judges/response.ts'
import { ownManifest } from '../../content/own-manifests.ts'
import { manifestPath } from '../../requests/paths.ts'
import { sendUntilAnswered } from '../../requests/send-until-answered.ts'
import { answered, statusIs } from '../../../../src/registry/reproduce/condition.ts'

/** The least that should be taken. The text does not name 4 MiB, so a limit from here on breaks nothing. */
const megabytes = 4_000_000
/** Above the limit of each registry that is known to have one. */
const tooLarge = 9 * 1024 ** 2

/** A valid manifest of exactly this many bytes. */
const manifestOfSize = async (t: RegistryContext, size: number): Promise<Content> =>
  padded(await ownManifest(t, { annotations: { 'vnd.oci-assay.size': t.random.hex(24) } }), size)

/** Pushes by digest. A registry may answer early and hang up, which tears the connection now and then. */
const put = (t: RegistryContext, { bytes, digest, mediaType }: Content): Promise<Exchange> =>
  sendUntilAnswered(t, {
    method: 'PUT',
    path: manifestPath(t.repository, digest),
    headers: { 'Content-Type': mediaType },
    body: bytes,
    bodyDigest: digest,
  })

/** An answer arrived, even if the connection broke after it. */
const isTaken = (exchange: Exchange): boolean => exchange.error === undefined && succeeded(exchange)

/** Throws NotEvaluated where there is neither an answer nor a connection that was hung up: that may be the load. */
const received = (exchange: Exchange): string =>
  exchange.error && (exchange.response || isConnectionError(exchange))
    ? exchange.error.message
    : summarizeResponse(exchange)

const takes =
  (what: string): Judge<Exchange> =>
  (exchange) => {
    if (isTaken(exchange)) return holds()
    const status = exchange.response?.status
    const title =
      status === undefined
        ? `closed the connection without responding to ${what}`
        : `returned ${status} for ${what}`
    return violated(title, '201', received(exchange), answered, statusIs('2xx'))
  }

/** A registry may as well take it. */
const taken = statusIs('413', '2xx')

/** 413 names the reason; other 4xx only that there is one. */
export const refusesLargeManifest: Judge<Exchange> = (exchange) => {
  const { response } = exchange
  const what = 'a manifest that exceeds its limit'
  if (!response)
    return violated(
      `closed the connection without responding to ${what}`,
      '413',
      received(exchange),
      answered,
      taken,
    )
  if (response.status === 413) return holds()
  const judgement = violated(`returned ${response.status} for ${what}`, '413', received(exchange), taken)
  return response.status < 500 ? warning(judgement) : judgement
}

/** How large manifests may be. */
export const tests: readonly Test[] = [
  // Manifests of 4 megabytes should be taken; what is refused for its size should be answered with 413.
  defineTest({
    id: 'push.manifest.put-large',
    title: 'pushes manifests of 4 MB and of 9 MiB',
    evaluates: ['push.manifest.four-megabytes', 'push.manifest.too-large'],
    needs: ['push'],
    async run(t) {
      const inMegabytes = await put(t, await manifestOfSize(t, megabytes))
      const isLarge = t.check(
        'push.manifest.four-megabytes',
        inMegabytes,
        takes('a manifest of 4,000,000 bytes'),
      )
      const last = isLarge ? await put(t, await manifestOfSize(t, tooLarge)) : inMegabytes
      if (isTaken(last)) {
        return t.unsupported('push.manifest.too-large', 'a manifest of 9 MiB is accepted', seenIn(last))
      }
      t.check('push.manifest.too-large', last, refusesLargeManifest)
    },
  }),
]
