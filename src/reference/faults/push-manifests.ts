import { imageIndexType } from '../manifest.ts'
import { withHeader, withoutHeader, withStatus } from '../reply.ts'
import { decide, onReply, type Fault } from './fault.ts'

const pushed = { endpoint: 'manifest', method: 'PUT', status: 201 } as const

/** Faults in pushing manifests. */
export const pushManifestFaults: readonly Fault[] = [
  {
    id: 'manifest-push-200',
    breaks: 'push.manifest.by-tag',
    title: 'answers 200 to the push of a manifest by tag',
    effects: () =>
      onReply(
        { ...pushed, when: ({ route }) => route.endpoint === 'manifest' && !route.reference.includes(':') },
        (reply) => withStatus(reply, 200),
      ),
  },
  {
    id: 'manifest-too-large-reset',
    breaks: 'push.manifest.too-large',
    title: 'breaks the connection on a manifest that is too large',
    effects: () =>
      onReply({ refusal: 'manifest-too-large' }, (reply) => ({ ...reply, wire: 'reset' as const })),
  },
  {
    id: 'manifest-limit-one-megabyte',
    breaks: 'push.manifest.four-megabytes',
    title: 'takes no manifest above one megabyte',
    effects: () => ({ options: { manifestLimit: 1_000_000 } }),
  },
  {
    id: 'manifest-reference-other-code',
    breaks: 'push.manifest.missing-blob-code',
    title: 'gives another code for a manifest that names missing content',
    effects: () =>
      decide(({ refusals }) => ({
        refusals: {
          ...refusals,
          'manifest-reference-unknown': {
            ...refusals['manifest-reference-unknown'],
            code: 'MANIFEST_INVALID',
          },
        },
      })),
  },
  {
    id: 'tag-parameters-nine',
    breaks: 'push.tag-parameters.ten',
    title: 'sets only nine of the tags that a push names',
    effects: () => decide(() => ({ tagsToSet: (tags) => tags.slice(0, 9) })),
  },
  {
    id: 'tag-parameters-claimed',
    breaks: 'push.tag-parameters.header-honest',
    title: 'names tags in OCI-Tag that it did not set',
    effects: () => {
      const claimed = onReply({ ...pushed, when: ({ query }) => query.has('tag') }, (reply, ctx) =>
        withHeader(reply, 'OCI-Tag', ctx.query.getAll('tag').join(', ')),
      )
      return { ...claimed, ...decide(() => ({ tagsToSet: (tags) => tags.slice(0, 1) })) }
    },
  },
  {
    id: 'subject-unanswered',
    breaks: 'push.subject.header',
    title: 'leaves OCI-Subject out for an image manifest',
    effects: () =>
      onReply({ ...pushed, when: ({ headers }) => headers['content-type'] !== imageIndexType }, (reply) =>
        withoutHeader(reply, 'OCI-Subject'),
      ),
  },
  {
    id: 'subject-must-exist',
    breaks: 'push.subject.missing',
    title: 'refuses an image manifest whose subject does not exist',
    seenIn: 'Docker Hub in 2024',
    effects: () =>
      decide((honest) => ({
        missingReferences(store, repository, manifest) {
          const missing = honest.missingReferences(store, repository, manifest)
          const { subject, mediaType } = manifest
          const isThere = subject === undefined || store.find(repository)?.manifests.has(subject) === true
          return isThere || mediaType === imageIndexType
            ? missing
            : [...missing, { kind: 'manifest', digest: subject }]
        },
      })),
  },
]
