import type { Value } from '../dimension.ts'
import { reading } from '../dimension.ts'
import type { Occasion, Operation } from '../occasion.ts'

/** Conditions on how a request is written. */

const value = (
  id: string,
  title: string,
  operations: readonly Operation[],
  holds: (occasion: Occasion) => boolean,
): Value => ({ id, title, operations, holds: (each) => operations.includes(each.operation) && holds(each) })

const queried = ['upload-close', 'single-post', 'mount', 'referrers-list'] as const
const manifestReads = reading.filter((operation) => operation.startsWith('manifest'))
const acceptOf = ({ ctx }: Occasion): string | undefined => ctx.headers.accept

/** Lines of the Accept field as they came. */
const linesOf = ({ ctx }: Occasion): number =>
  ctx.rawHeaders.filter((name, at) => at % 2 === 0 && name.toLowerCase() === 'accept').length

export const acceptForms: readonly Value[] = [
  value('accept-absent', 'without Accept', manifestReads, (each) => acceptOf(each) === undefined),
  value(
    'accept-any',
    'with Accept for anything',
    manifestReads,
    (each) => acceptOf(each)?.includes('*/*') === true,
  ),
  {
    ...value(
      'accept-exact',
      'with Accept for the stored type alone',
      manifestReads,
      (each) => each.manifest !== undefined && acceptOf(each) === each.manifest.mediaType,
    ),
    present: true,
  },
  value(
    'accept-list',
    'with several types in one line of Accept',
    manifestReads,
    (each) => linesOf(each) === 1 && acceptOf(each)?.includes(',') === true,
  ),
  value('accept-lines', 'with several lines of Accept', manifestReads, (each) => linesOf(each) > 1),
  value(
    'if-none-match',
    'with If-None-Match',
    manifestReads,
    ({ ctx }) => ctx.headers['if-none-match'] !== undefined,
  ),
]

/** As it was sent. */
const queryOf = ({ target }: Occasion['ctx']): string => target.split('?', 2)[1] ?? ''

/** Names of the parameters, in the order in which they came. */
const parametersOf = (occasion: Occasion): string[] => [...occasion.ctx.query.keys()]

/** Two parameters in the order in which the specification lists them, and in the other one. */
const orders = (operation: 'mount' | 'tags-list', first: string, second: string): readonly Value[] => {
  const both = (each: Occasion): readonly [number, number] | undefined => {
    const names = parametersOf(each)
    const places = [names.indexOf(first), names.indexOf(second)] as const
    return Math.min(...places) < 0 ? undefined : places
  }
  return [
    value(`${second}-after-${first}`, `with ${second} after ${first}`, [operation], (each) => {
      const places = both(each)
      return places !== undefined && places[0] < places[1]
    }),
    value(`${second}-before-${first}`, `with ${second} before ${first}`, [operation], (each) => {
      const places = both(each)
      return places !== undefined && places[0] > places[1]
    }),
  ]
}

/** Reserved characters in the query, as most libraries write them and as few people do; and the order of its parameters. */
export const queries: readonly Value[] = [
  value('query-escaped', 'with escapes in the query', queried, ({ ctx }) => /%3A|%2F/i.test(queryOf(ctx))),
  value('query-unescaped', 'without escapes in the query', queried, ({ ctx }) => /[:/]/.test(queryOf(ctx))),
  ...orders('mount', 'mount', 'from'),
]

const rangeOf = ({ ctx }: Occasion): string => ctx.headers.range ?? ''

export const rangeForms: readonly Value[] = [
  value('range-from-start', 'with a range from the start', ['blob-get'], (each) =>
    /^bytes=0-\d+$/.test(rangeOf(each)),
  ),
  value('range-in-middle', 'with a range from a position to another one', ['blob-get'], (each) =>
    /^bytes=[1-9]\d*-\d+$/.test(rangeOf(each)),
  ),
  value('range-open-ended', 'with a range without an end', ['blob-get'], (each) =>
    /^bytes=\d+-$/.test(rangeOf(each)),
  ),
  value('range-suffix', 'with a range of the last bytes', ['blob-get'], (each) =>
    /^bytes=-\d+$/.test(rangeOf(each)),
  ),
  value('range-of-last-byte', 'with a range of the last byte', ['blob-get'], (each) => {
    const last = (each.blob?.().length ?? 0) - 1
    return rangeOf(each) === `bytes=${last}-${last}` || rangeOf(each) === 'bytes=-1'
  }),
  value(
    'range-whole',
    'with a range of the whole blob',
    ['blob-get'],
    (each) => rangeOf(each) === `bytes=0-${(each.blob?.().length ?? 0) - 1}`,
  ),
]

const totalOf = ({ ctx, repository }: Occasion): number => ctx.store.find(repository)?.tags.size ?? 0
const n = ({ ctx }: Occasion): number | undefined =>
  ctx.query.has('n') ? Number(ctx.query.get('n')) : undefined

export const pages: readonly Value[] = [
  value('without-n', 'without n', ['tags-list'], (each) => n(each) === undefined),
  value('n-one', 'with n=1', ['tags-list'], (each) => n(each) === 1),
  value(
    'n-below-total',
    'with n below the number of tags',
    ['tags-list'],
    (each) => (n(each) ?? Infinity) < totalOf(each),
  ),
  value(
    'n-above-total',
    'with n above the number of tags',
    ['tags-list'],
    (each) => n(each) !== undefined && (n(each) ?? 0) >= totalOf(each),
  ),
  value('with-last', 'with last', ['tags-list'], ({ ctx }) => ctx.query.has('last')),
  value('without-last', 'without last', ['tags-list'], ({ ctx }) => !ctx.query.has('last')),
  ...orders('tags-list', 'n', 'last'),
]

const referrersIn = ({ ctx, repository, reference }: Occasion) =>
  ctx.policy.referrersOf(ctx.store, repository, reference)

export const referrerLists: readonly Value[] = [
  value('filtered', 'with a filter', ['referrers-list'], ({ ctx }) => ctx.query.has('artifactType')),
  value('unfiltered', 'without a filter', ['referrers-list'], ({ ctx }) => !ctx.query.has('artifactType')),
  value('one-referrer', 'with one referrer', ['referrers-list'], (each) => referrersIn(each).length === 1),
  value(
    'several-referrers',
    'with several referrers',
    ['referrers-list'],
    (each) => referrersIn(each).length > 1,
  ),
  value('referred-by-index', 'with an index among the referrers', ['referrers-list'], (each) =>
    referrersIn(each).some(({ mediaType }) => mediaType.includes('index')),
  ),
  value(
    'subject-missing',
    'where the subject does not exist',
    ['referrers-list'],
    ({ ctx, repository, reference }) => ctx.store.find(repository)?.manifests.has(reference) !== true,
  ),
  value('subject-sha512', 'where the subject is under sha512', ['referrers-list'], ({ reference }) =>
    reference.startsWith('sha512:'),
  ),
  ...queries,
]
