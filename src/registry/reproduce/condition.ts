import type { Condition as AnyCondition, Judgement, Violated } from '../../engine/judgement.ts'

/**
 * What a response has to satisfy, in the few kinds that a script with curl can compare. `exchange` is the exchange that it is
 * about, by its number; the last of a finding's evidence where it is absent.
 */
export type Condition = ConditionKind & { readonly exchange?: number }

type ConditionKind =
  /** A whole response arrives. */
  | { readonly kind: 'answered' }
  /** The status is one of these; `4xx` stands for all of a class. */
  | { readonly kind: 'status'; readonly in: readonly string[]; readonly not?: true }
  | HeaderCondition
  /** The field has the same value as in another response, or another one. */
  | { readonly kind: 'same-header'; readonly name: string; readonly as: number; readonly not?: true }
  /** The body is content with one of these digests. */
  | { readonly kind: 'content'; readonly digests: readonly string[] }
  /** The body is these bytes of content, both places inclusive. */
  | { readonly kind: 'part'; readonly digest: string; readonly first: number; readonly last: number }
  /** The body, without white space, matches this extended regular expression, or does not. */
  | { readonly kind: 'text'; readonly matches: string; readonly not?: true }
  | ListCondition
  /** The entry of a referrers list for a digest has, or lacks, what this extended regular expression matches. */
  | {
      readonly kind: 'entry'
      readonly digest: string
      readonly matches: string
      readonly not?: true
    }
  /** It was violated while other requests were in flight, and not when the same was repeated alone. */
  | { readonly kind: 'beside-others' }
  /** One of these lists of conditions is satisfied. */
  | { readonly kind: 'any'; readonly of: readonly (readonly Condition[])[] }

export interface HeaderCondition {
  readonly kind: 'header'
  readonly name: string
  /** Its value is one of these. */
  readonly is?: readonly string[]
  /** Its value matches this extended regular expression, without case. */
  readonly matches?: string
  /** Its value does not match. */
  readonly not?: true
  /** All its values together have at most this many bytes. */
  readonly longest?: number
  /** It may be absent. */
  readonly optional?: true
  /** It has to be absent. */
  readonly absent?: true
  /** Its values are the same where there are several. */
  readonly once?: true
}

/** What a list of tags, or of the digests of referrers, has to contain. */
export interface ListCondition {
  readonly kind: 'list'
  readonly of: 'tags' | 'referrers'
  /** All pages from the response on, and not the response alone. */
  readonly pages?: true
  /** Each Link, from the first page on, leads to a page that lists something. */
  readonly further?: true
  readonly includes?: readonly string[]
  readonly excludes?: readonly string[]
  /** Nothing else than these. */
  readonly only?: readonly string[]
  /** As many, at least as many, at most as many. */
  readonly count?: readonly ['eq' | 'ge' | 'le', number]
  /** Nothing twice. */
  readonly unique?: true
  /** These come in this order, whatever else is listed. */
  readonly order?: readonly string[]
  /** Each comes after this one in one order at least: by bytes, or without case. */
  readonly after?: string
  /** These are the beginning of what another exchange lists. */
  readonly beginsAs?: number
  /** In the order in which another exchange lists them. */
  readonly ordersAs?: number
  /** `after` is the last one of all pages, from this exchange on: of what others have pushed too. */
  readonly endOf?: number
  /** In the lexical order without case; `ascii`: or by bytes. */
  readonly sorted?: 'lexical' | 'ascii'
  /** Each matches this extended regular expression. */
  readonly matches?: string
}

type Kinds = ConditionKind['kind']

const kinds: Readonly<Record<Kinds, true>> = {
  answered: true,
  status: true,
  header: true,
  'same-header': true,
  content: true,
  part: true,
  text: true,
  list: true,
  entry: true,
  'beside-others': true,
  any: true,
}

/** Those of a finding's conditions that are of this kind of target. */
export const isCondition = (condition: AnyCondition): condition is Condition =>
  Object.hasOwn(kinds, condition.kind)

export const statusIs = (...statuses: readonly (number | string)[]): Condition => ({
  kind: 'status',
  in: statuses.map(String),
})

export const answered: Condition = { kind: 'answered' }

/** A field is there; more is stated by `how`. */
export const headerIs = (name: string, how: Omit<HeaderCondition, 'kind' | 'name'> = {}): Condition => ({
  kind: 'header',
  name,
  ...how,
})

export const contentIs = (...digests: readonly string[]): Condition => ({ kind: 'content', digests })

export const textMatches = (matches: string): Condition => ({ kind: 'text', matches })
export const textLacks = (matches: string): Condition => ({ kind: 'text', matches, not: true })

export const tagsAre = (how: Omit<ListCondition, 'kind' | 'of'>): Condition => ({
  kind: 'list',
  of: 'tags',
  ...how,
})

export const referrersAre = (how: Omit<ListCondition, 'kind' | 'of'>): Condition => ({
  kind: 'list',
  of: 'referrers',
  ...how,
})

export const anyOf = (...of: readonly (readonly Condition[])[]): Condition => ({ kind: 'any', of })

/** A judgement that no repetition of its own requests shows again. */
export const besideOthers = (judgement: Violated): Violated => ({
  ...judgement,
  conditions: [...(judgement.conditions ?? []), { kind: 'beside-others' }],
})

/** The same condition about another exchange than the last of the evidence. */
export const onExchange = (id: number, condition: Condition): Condition => ({ ...condition, exchange: id })

/** A text as an extended regular expression that matches it alone. */
export const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** The field is the same as in another response. */
export const sameHeader = (name: string, as: number): Condition => ({ kind: 'same-header', name, as })
export const otherHeader = (name: string, as: number): Condition => ({
  kind: 'same-header',
  name,
  as,
  not: true,
})

/** The entry of a referrers list for a digest has what the expression matches, or lacks it. */
export const entryHas = (digest: string, matches: string): Condition => ({ kind: 'entry', digest, matches })
export const entryLacks = (digest: string, matches: string): Condition => ({
  kind: 'entry',
  digest,
  matches,
  not: true,
})

/** A judgement with conditions about the exchange that it was made of, where that is not the last of its evidence. */
export const judgedIn = ({ id }: { id: number }, judgement: Judgement): Judgement =>
  judgement.holds || judgement.conditions === undefined
    ? judgement
    : { ...judgement, conditions: judgement.conditions.map((each) => ({ exchange: id, ...each })) }

/** A judgement of what came of a request, which conforms as well where that is answered with one of these statuses. */
export const orAnswered = (
  { id }: { id: number },
  statuses: readonly (number | string)[],
  judgement: Judgement,
): Judgement =>
  judgement.holds || judgement.conditions === undefined
    ? judgement
    : {
        ...judgement,
        conditions: [
          anyOf(judgement.conditions.filter(isCondition), [onExchange(id, statusIs(...statuses))]),
        ],
      }

/** Tags and digests that conditions name. */
export const namedIn = (conditions: readonly Condition[]): string[] =>
  conditions.flatMap((condition) => {
    switch (condition.kind) {
      case 'list':
        return [
          ...(condition.includes ?? []),
          ...(condition.excludes ?? []),
          ...(condition.only ?? []),
          ...(condition.order ?? []),
          ...(condition.after === undefined ? [] : [condition.after]),
        ]
      case 'content':
        return [...condition.digests]
      case 'part':
      case 'entry':
        return [condition.digest]
      case 'any':
        return condition.of.flatMap(namedIn)
      default:
        return []
    }
  })
