import type { RunResult } from '../../results/result.ts'
import type { ContentKindRecord } from '../../registry/record/content-kind.ts'
import { answerText } from './response-text.ts'
import { isContentKind } from '../../results/record.ts'

/** Kinds of content of one sort, those that are not taken first. */
export interface KindGroup {
  title: string
  kinds: readonly ContentKindRecord[]
}

const titles = {
  format: 'what tools push',
  document: 'how it is built',
  field: 'what stands in its fields',
} as const satisfies Record<ContentKindRecord['group'], string>

const gravity = ['refused', 'altered', 'taken'] as const satisfies readonly ContentKindRecord['outcome'][]

/** How each outcome is told. */
export const outcomeWords = {
  taken: 'taken',
  refused: 'refused',
  altered: 'not served as it was pushed',
} as const satisfies Record<ContentKindRecord['outcome'], string>

/**
 * Which kinds of content the registry takes, by sort; groups that nothing is known of are left out.
 * Where shards tried the same kind, the graver outcome is told.
 */
export function contentMatrix({ evidence }: RunResult): KindGroup[] {
  const byName = new Map<string, ContentKindRecord>()
  for (const record of evidence.filter(isContentKind)) {
    const known = byName.get(record.name)
    if (!known || rank(record) < rank(known)) byName.set(record.name, record)
  }
  const all = [...byName.values()].toSorted(
    (one, other) => rank(one) - rank(other) || (one.what < other.what ? -1 : 1),
  )
  return Object.entries(titles).flatMap(([group, title]) => {
    const kinds = all.filter((kind) => kind.group === group)
    return kinds.length === 0 ? [] : [{ title, kinds }]
  })
}

const rank = ({ outcome }: ContentKindRecord): number => gravity.indexOf(outcome)

/** Why a kind is not taken, for one line: the field, where one is to blame, and what was answered. */
export function refusalOf({ outcome, refusedFor, traits, answer }: ContentKindRecord): string | undefined {
  if (outcome === 'taken') return undefined
  const trait = traits.find(({ field }) => field === refusedFor)
  const blame = trait
    ? `for ${trait.field} ${trait.value}`
    : traits.length > 1
      ? `for ${traits.map(({ field }) => field).join(' and ')} together`
      : undefined
  const told = answer === undefined ? undefined : answerText(answer)
  return [outcome === 'refused' ? blame : undefined, told].filter((each) => each !== undefined).join(': ')
}
