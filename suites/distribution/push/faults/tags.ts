import type { RequestContext } from '../../../../src/reference/context.ts'
import {
  ending,
  instead,
  restatus,
  setting,
  together,
  without,
} from '../../../../src/reference/effects/alter.ts'
import type { Fault } from '../../fault.ts'
import { changePolicy } from '../../../../src/reference/effects/effects.ts'
import { put } from '../../../../src/reference/effects/requests.ts'

const tagOf = ({ route }: RequestContext): string =>
  route.endpoint === 'manifest' && !route.reference.includes(':') ? route.reference : ''
const tooLong = {
  ...put,
  refusal: 'tag-invalid',
  when: (ctx: RequestContext) => tagOf(ctx).length > 128,
} as const
const outside = {
  ...put,
  refusal: 'tag-invalid',
  when: (ctx: RequestContext) => tagOf(ctx).length <= 128,
} as const
const withParameters = { ...put, status: 201, when: ({ query }: RequestContext) => query.has('tag') } as const

const grammarFaults: readonly Fault[] = [
  {
    id: 'tags-with-capitals-refused',
    violates: 'push.tag.characters',
    title: 'rejects tags with capital letters',
    effects: () => ending({ ...put, when: (ctx) => /[A-Z]/.test(tagOf(ctx)) }, 400),
  },
  {
    id: 'tags-in-small-letters',
    violates: 'push.tag.characters',
    title: 'keeps tags in small letters only',
    effects: () =>
      instead(
        { endpoint: 'manifest', method: 'GET', status: 200, when: (ctx) => /[A-Z]/.test(tagOf(ctx)) },
        404,
      ),
  },
  {
    id: 'tags-like-digests-unserved',
    violates: 'push.tag.characters',
    title: 'looks for a digest where a tag has 64 hexadecimal digits',
    effects: () =>
      instead(
        {
          endpoint: 'manifest',
          method: ['GET', 'HEAD'],
          status: 200,
          when: (ctx) => /^[0-9a-f]{64}$/.test(tagOf(ctx)),
        },
        404,
      ),
  },
  {
    id: 'tags-with-underscore-first-refused',
    violates: 'push.tag.characters',
    title: 'rejects tags that begin with an underscore',
    effects: () => ending({ ...put, when: (ctx) => tagOf(ctx).startsWith('_') }, 400),
  },
  {
    id: 'tags-above-hundred-refused',
    violates: 'push.tag.longest',
    title: 'rejects tags of more than a hundred characters',
    effects: () =>
      ending({ ...put, when: (ctx) => tagOf(ctx).length > 100 && tagOf(ctx).length <= 128 }, 400),
  },
  {
    id: 'tag-too-long-201',
    violates: 'push.tag.too-long',
    title: 'takes tags of any length',
    effects: () => instead(tooLong, 201),
  },
  {
    id: 'tag-too-long-500',
    violates: 'push.tag.too-long',
    title: 'returns 500 for a tag that is too long for its database',
    effects: () => instead(tooLong, 500),
  },
  {
    id: 'tag-too-long-414',
    violates: 'push.tag.too-long',
    title: 'returns 414 for a tag that is too long',
    verdict: 'warn',
    effects: () => instead(tooLong, 414),
  },
  {
    id: 'tag-outside-grammar-201',
    violates: 'push.tag.invalid',
    title: 'accepts tags that violate the grammar',
    effects: () => instead(outside, 201),
  },
  {
    id: 'tag-outside-grammar-500',
    violates: 'push.tag.invalid',
    title: 'returns 500 for a tag that violates the grammar',
    effects: () => instead(outside, 500),
  },
]

const parameterFaults: readonly Fault[] = [
  {
    id: 'tag-parameters-ignored',
    violates: 'push.tag-parameters.supported',
    title: 'ignores tag parameters',
    verdict: 'unsupported',
    effects: () => ({ options: { tagParameters: false } }),
  },
  {
    id: 'tag-parameters-200',
    violates: 'push.tag-parameters.created',
    title: 'returns 200 for a push with tag parameters',
    effects: () => restatus(withParameters, 200),
  },
  {
    id: 'tag-parameters-400',
    violates: 'push.tag-parameters.created',
    title: 'rejects a push with tag parameters',
    effects: () => ending({ ...put, when: ({ query }) => query.has('tag') }, 400),
  },
  {
    id: 'tag-parameters-untold',
    violates: 'push.tag-parameters.header',
    title: 'creates tags from parameters without naming them',
    effects: () => without(withParameters, 'OCI-Tag'),
  },
  {
    id: 'tag-parameters-first-only',
    violates: 'push.tag-parameters.header',
    title: 'names only the first of the tags that it created',
    effects: () => setting(withParameters, 'OCI-Tag', (_, { query }) => query.get('tag') ?? ''),
  },
  {
    id: 'tag-parameters-many-untold',
    violates: 'push.tag-parameters.header',
    title: 'creates more than four tags from parameters without naming them',
    effects: () =>
      without({ ...withParameters, when: ({ query }) => query.getAll('tag').length > 4 }, 'OCI-Tag'),
  },
  {
    id: 'tag-parameters-claimed',
    violates: 'push.tag-parameters.header-honest',
    title: 'names tags in OCI-Tag that it did not set',
    effects: () =>
      together(
        setting(withParameters, 'OCI-Tag', (_, { query }) => query.getAll('tag').join(', ')),
        changePolicy(() => ({ tagsToSet: (tags) => (tags.length === 10 ? tags : tags.slice(0, 1)) })),
      ),
  },
  {
    id: 'tag-parameters-nine',
    violates: 'push.tag-parameters.ten',
    title: 'sets only nine of the tags that a push names',
    effects: () => changePolicy(() => ({ tagsToSet: (tags) => tags.slice(0, 9) })),
  },
  {
    id: 'tag-parameters-ten-414',
    violates: 'push.tag-parameters.ten',
    title: 'takes at most five tag parameters',
    effects: () => ({ options: { maxTagParameters: 5 } }),
  },
  {
    id: 'tag-parameters-many-500',
    violates: 'push.tag-parameters.too-many',
    title: 'returns 500 for a hundred tag parameters',
    effects: () => instead({ ...put, when: ({ query }) => query.getAll('tag').length > 100 }, 500),
  },
]

/** Faults in which names and tags are valid, and in tags that come as parameters. */
export const tagFaults: readonly Fault[] = [...grammarFaults, ...parameterFaults]
