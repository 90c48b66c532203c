import { headerOf, withBody, withHeader, withoutHeader, type Reply } from '../reply.ts'
import { decide, onReply, type Fault } from './fault.ts'

/** Changes the JSON object that a reply holds. */
const editJson = (reply: Reply, edit: (document: Record<string, unknown>) => object): Reply =>
  withBody(
    reply,
    JSON.stringify(edit(JSON.parse(Buffer.from(reply.body).toString('utf8')) as Record<string, unknown>)),
  )

const listed = { endpoint: 'tags', status: 200 } as const

/** Faults in listing tags and referrers. */
export const discoveryFaults: readonly Fault[] = [
  {
    id: 'tags-backwards',
    breaks: 'discovery.tags.order',
    title: 'lists tags backwards',
    seenIn: 'MetaHub 0.4.8',
    effects: () => decide((honest) => ({ compareTags: (left, right) => honest.compareTags(right, left) })),
  },
  {
    id: 'tags-last-ignored',
    breaks: 'discovery.tags.last',
    title: 'starts every page of tags at the first tag',
    seenIn: 'OpenRegistry 0.1.0',
    effects: () =>
      decide((honest) => ({
        pageOfTags: (sorted, { last: _ignored, ...query }) => honest.pageOfTags(sorted, query),
      })),
  },
  {
    id: 'tags-n-zero-all',
    breaks: 'discovery.tags.n-zero',
    title: 'lists all tags for n=0',
    effects: () =>
      decide((honest) => ({
        pageOfTags(sorted, query) {
          if (query.n !== 0) return honest.pageOfTags(sorted, query)
          return { tags: sorted, more: false }
        },
      })),
  },
  {
    id: 'tags-name-shortened',
    breaks: 'discovery.tags.name',
    title: 'gives only the last part of the repository name',
    seenIn: 'Artifactory 7.93.0, Cloudsmith 1.630.6',
    effects: () =>
      onReply(listed, (reply) =>
        editJson(reply, (list) => ({ ...list, name: String(list['name']).split('/').at(-1) })),
      ),
  },
  {
    id: 'tags-link-bare',
    breaks: 'discovery.tags.link-form',
    title: 'sends the target of Link without angle brackets',
    seenIn: 'zot 1.4.1',
    effects: () =>
      onReply(listed, (reply) => {
        const link = headerOf(reply, 'link')
        return link === undefined ? reply : withHeader(reply, 'Link', link.replaceAll(/[<>]/g, ''))
      }),
  },
  {
    id: 'referrers-typed-json',
    breaks: 'discovery.referrers.content-type',
    title: 'sends referrers as plain JSON',
    seenIn: 'Harbor 2.9.1',
    effects: () =>
      onReply({ endpoint: 'referrers', status: 200 }, (reply) =>
        withHeader(reply, 'Content-Type', 'application/json'),
      ),
  },
  {
    id: 'referrers-type-missing',
    breaks: 'discovery.referrers.artifact-type-config',
    title: 'leaves out the artifactType that comes from the config',
    seenIn: 'Azure Container Registry',
    effects: () =>
      decide((honest) => ({
        describeReferrer(manifest) {
          const { artifactType, ...rest } = honest.describeReferrer(manifest)
          const { artifactType: own } = JSON.parse(Buffer.from(manifest.bytes).toString('utf8')) as {
            artifactType?: unknown
          }
          return artifactType !== undefined && own === artifactType ? { ...rest, artifactType } : rest
        },
      })),
  },
  {
    id: 'referrers-filter-untold',
    breaks: 'discovery.referrers.filter-header',
    title: 'filters referrers without saying so',
    effects: () => onReply({ endpoint: 'referrers' }, (reply) => withoutHeader(reply, 'OCI-Filters-Applied')),
  },
  {
    id: 'referrers-twice',
    breaks: 'discovery.referrers.unique',
    title: 'lists each referrer twice',
    seenIn: 'zot before 2025-11',
    effects: () =>
      decide((honest) => ({
        referrersOf: (store, repository, subject) =>
          honest.referrersOf(store, repository, subject).flatMap((manifest) => [manifest, manifest]),
      })),
  },
  {
    id: 'referrers-of-other-repository',
    breaks: 'discovery.referrers.other-repository',
    title: 'lists referrers of every repository in each of them',
    effects: () =>
      decide((honest) => ({
        referrersOf: (store, _repository, subject) =>
          [...store.repositories.keys()].flatMap((name) => honest.referrersOf(store, name, subject)),
      })),
  },
]
