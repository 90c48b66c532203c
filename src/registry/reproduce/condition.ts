import type { Judgement, Violated } from '../../engine/judgement.ts'
import { isCondition, type Condition, type HeaderCondition, type ListCondition } from './condition-kinds.ts'

/** The conditions as judges state them beside what they found. */

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
