import type { Condition as AnyCondition } from '../../engine/judgement.ts'

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
