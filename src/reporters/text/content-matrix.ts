import type { RunResult } from '../../results/result.ts'
import type { ContentKindRecord } from '../../registry/record/content-kind.ts'
import { describeResponse } from './response-text.ts'
import { isContentKind } from '../../results/record.ts'

/** Kinds of content of one sort, those that are not accepted first. */
export interface KindGroup {
  title: string
  kinds: readonly ContentKindRecord[]
}

const titles = {
  format: 'formats that tools push',
  document: 'document structures',
  field: 'field variants',
} as const satisfies Record<ContentKindRecord['group'], string>

const gravity = ['rejected', 'altered', 'accepted'] as const satisfies readonly ContentKindRecord['outcome'][]

/** How reports name each outcome. */
export const outcomeWords = {
  accepted: 'accepted',
  rejected: 'rejected',
  altered: 'returned content that differs from what was pushed',
} as const satisfies Record<ContentKindRecord['outcome'], string>

/**
 * Which kinds of content the registry accepts, by sort; groups without records are left out.
 * Where shards pushed the same kind, the graver outcome counts.
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

/** Why a kind is not accepted, for one line: the field, where one is the reason, and the response. */
export function refusalOf({ outcome, rejectedFor, traits, response }: ContentKindRecord): string | undefined {
  if (outcome === 'accepted') return undefined
  const trait = traits.find(({ field }) => field === rejectedFor)
  const field = trait
    ? `for ${trait.field} ${trait.value}`
    : traits.length > 1
      ? `for ${traits.map(({ field }) => field).join(' and ')} together`
      : undefined
  const described = response === undefined ? undefined : describeResponse(response)
  return [outcome === 'rejected' ? field : undefined, described]
    .filter((each) => each !== undefined)
    .join(': ')
}
