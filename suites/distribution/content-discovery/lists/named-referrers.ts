import type { Descriptor } from '../../../../src/content/content.ts'
import { manifestTypes, mediaTypes } from '../../../../src/content/media-types.ts'
import type { Exchange } from '../../../../src/registry/record/exchange.ts'
import { getReferrers, type ReferrersList } from './known-referrers.ts'
import type { RegistryContext } from '../../target/context.ts'
import { isContentOf } from '../../judges/digest.ts'
import { answerOf, jsonOf, succeeded } from '../../judges/response.ts'
import { manifestPath } from '../../requests/paths.ts'

/** The referrers of one manifest that the user named, or that it leads to. */
export interface NamedReferrers extends ReferrersList {
  subject: string
}

/** A referrer that could be pulled, beside what the list contains about it. */
export interface PulledReferrer {
  subject: string
  entry: Descriptor
  /** The list, and the manifest. */
  list: Exchange
  got: Exchange
  kind: 'manifest' | 'index'
  document: Record<string, unknown>
}

/** An index may lead to hundreds of manifests, and a manifest may have thousands of referrers. */
const mostSubjects = 8
const mostReferrers = 16

/** The lists of referrers of the named manifests, once for all tests. */
export const namedReferrers = (t: RegistryContext): Promise<readonly NamedReferrers[]> =>
  t.once('read-only/named-referrers', async () => {
    const known = (await t.specimens.manifests()).filter(({ digest }) => digest !== '').slice(0, mostSubjects)
    return Promise.all(
      known.map(async ({ digest }) => ({ subject: digest, ...(await getReferrers(t, digest)) })),
    )
  })

const kinds: Readonly<Record<string, PulledReferrer['kind']>> = {
  [mediaTypes.manifest]: 'manifest',
  [mediaTypes.index]: 'index',
}

/**
 * Some of the listed referrers with their manifests, once for all tests. One that is not returned, or not with the bytes of
 * its digest, is left out: pulls are judged by themselves, and a list may be seconds behind a deletion.
 */
export const pulledReferrers = (t: RegistryContext): Promise<readonly PulledReferrer[]> =>
  t.once('read-only/pulled-referrers', async () => {
    const listed = (await namedReferrers(t)).flatMap(({ subject, first, entries }) =>
      entries.map((entry) => ({ subject, entry, list: first })),
    )
    const pulled = await Promise.all(
      listed.slice(0, mostReferrers).map(async (each) => {
        const { digest } = each.entry
        const got = await t.send({
          method: 'GET',
          path: manifestPath(t.repository, digest),
          headers: { Accept: manifestTypes.join(', ') },
        })
        return { ...each, got }
      }),
    )
    return pulled.flatMap((each) => {
      if (each.got.error || !succeeded(each.got)) return []
      if (!isContentOf('a referrer', each.entry.digest)(each.got).holds) return []
      const document = jsonOf(each.got)
      if (typeof document !== 'object' || document === null) return []
      const fields = document as Record<string, unknown>
      const { mediaType = each.entry.mediaType } = fields
      const kind = typeof mediaType === 'string' ? kinds[mediaType] : undefined
      return kind === undefined ? [] : [{ ...each, kind, document: fields }]
    })
  })

/** Bytes of a pulled referrer. */
export const sizeOf = ({ got }: PulledReferrer): number => answerOf(got).body.size
