import type { RequestContext } from '../../../../src/reference/context.ts'
import { headerOf, withHeader } from '../../../../src/reference/reply.ts'
import { bare, ending, together, without } from '../../../../src/reference/effects/alter.ts'
import type { Fault } from '../../fault.ts'
import { changePolicy, onReply, type Effects } from '../../../../src/reference/effects/effects.ts'
import { listed, filtered } from './referrers.ts'

/** A registry whose list comes two entries at a time. */
const small: Effects = { options: { referrersPageLimit: 2 } }
const linked = (change: (link: string, ctx: RequestContext) => string): Effects =>
  onReply(listed, (answer, ctx) => {
    const link = headerOf(answer, 'link')
    return link === undefined ? answer : withHeader(answer, 'Link', change(link, ctx))
  })

/** Faults in paging and filtering referrers. */
export const referrerPageFaults: readonly Fault[] = [
  {
    id: 'referrers-cut',
    violates: 'discovery.referrers.link',
    title: 'ends the list of referrers at a limit without a Link',
    effects: () =>
      together(small, without({ ...listed, when: ({ query }) => !query.has('artifactType') }, 'Link')),
  },
  {
    id: 'referrers-link-bare',
    violates: 'discovery.referrers.link-form',
    title: 'sends the Link of referrers without angle brackets',
    effects: () =>
      together(
        small,
        linked((link) => link.replaceAll(/[<>]/g, '')),
      ),
  },
  {
    id: 'referrers-link-bare-on-second-page',
    violates: 'discovery.referrers.link-form',
    title: 'sends the Link of the second page of referrers without rel',
    effects: () =>
      together(
        { options: { referrersPageLimit: 1 } },
        linked((link, { query }) => (query.has('after') ? (link.split(';')[0] ?? '') : link)),
      ),
  },
  {
    id: 'referrers-pages-repeated',
    violates: 'discovery.referrers.pages',
    title: 'sends the first page of referrers again and again',
    effects: () =>
      together(
        small,
        linked((link, { query }) =>
          link.replace(/after=[^&>]*/, `after=0&again=${Number(query.get('again') ?? 0) + 1}`),
        ),
      ),
  },
  {
    id: 'referrers-pages-404',
    violates: 'discovery.referrers.pages',
    title: 'returns 404 for the second page of referrers',
    effects: () =>
      together(small, ending({ endpoint: 'referrers', when: ({ query }) => query.has('after') }, 404)),
  },
  {
    id: 'referrers-unfiltered',
    violates: 'discovery.referrers.filter',
    title: 'lists all referrers regardless of the requested type',
    effects: () => ({ options: { referrersFilter: false } }),
  },
  {
    id: 'referrers-filter-400',
    violates: 'discovery.referrers.filter',
    title: 'returns 400 for a filter',
    effects: () => ending({ endpoint: 'referrers', when: ({ query }) => query.has('artifactType') }, 400),
  },
  {
    id: 'referrers-filter-untold',
    violates: 'discovery.referrers.filter-header',
    title: 'filters referrers without OCI-Filters-Applied',
    effects: () => without({ endpoint: 'referrers' }, 'OCI-Filters-Applied'),
  },
  {
    id: 'referrers-filter-untold-further',
    violates: 'discovery.referrers.filter-header',
    title: 'sends OCI-Filters-Applied with the first page of referrers alone',
    verdict: 'warn',
    depth: 'standard',
    effects: () =>
      together(
        small,
        without({ endpoint: 'referrers', when: ({ query }) => query.has('after') }, 'OCI-Filters-Applied'),
      ),
  },
  {
    id: 'referrers-filter-too-much',
    violates: 'discovery.referrers.filter-exact',
    title: 'takes a part of the artifactType for the whole',
    effects: () =>
      changePolicy(() => ({
        hasArtifactType: ({ artifactType }, wanted) =>
          artifactType?.slice(0, 24) === wanted.slice(0, 24) &&
          !wanted.includes('nothing') &&
          !wanted.includes('.config.'),
      })),
  },
  {
    id: 'referrers-filter-pretended',
    violates: 'discovery.referrers.filter-exact',
    title: 'sends OCI-Filters-Applied and lists all referrers',
    effects: () => changePolicy(() => ({ hasArtifactType: () => true })),
  },
  {
    id: 'referrers-filter-without-config',
    violates: 'discovery.referrers.filter-config-type',
    title: 'finds no manifest by the media type of its config',
    effects: () =>
      changePolicy((honest) => ({
        hasArtifactType: (descriptor, wanted) =>
          // Types of configs are recognised by their names here.
          !wanted.includes('.config.') && honest.hasArtifactType(descriptor, wanted),
      })),
  },
  {
    id: 'referrers-filter-without-image-config',
    violates: 'discovery.referrers.filter-config-type',
    title: 'finds no image by the media type of its config',
    depth: 'standard',
    effects: () =>
      changePolicy((honest) => ({
        hasArtifactType: (descriptor, wanted) =>
          wanted !== 'application/vnd.oci.image.config.v1+json' && honest.hasArtifactType(descriptor, wanted),
      })),
  },
  {
    id: 'referrers-filter-empty-404',
    violates: 'discovery.referrers.filter-empty',
    title: 'returns 404 if no referrer has the requested type',
    effects: () =>
      onReply(filtered, (answer) =>
        Buffer.from(answer.body).toString('utf8').endsWith('"manifests":[]}') ? bare(404) : answer,
      ),
  },
]
