import { holds, violated, type Judgement } from '../../../src/engine/judgement.ts'
import type { Difference, Passage } from './passage.ts'

/** Judges of what clients made of an image: pure functions of what was seen. */

/** `crane, pulling what oras pushed`. */
export const nameOfPassage = ({ client, operation, pushedBy }: Passage): string =>
  operation === 'push' ? `${client}, pushing` : `${client}, pulling what ${pushedBy ?? 'oci-assay'} pushed`

/** The command succeeded. */
export function completed(passage: Passage): Judgement {
  if (passage.outcome !== 'failed') return holds()
  const { command = passage.client, reason = 'without a message' } = passage
  return violated(`${nameOfPassage(passage)}: failed`, `${command} succeeds`, reason)
}

/** Everything is there. */
export const isWhole = (passage: Passage): Judgement =>
  without(passage, (difference) => difference.change === 'lost' || difference.change === 'one-platform')

/** Everything has its bytes. */
export const isUnchanged = (passage: Passage): Judgement =>
  without(passage, (difference) => difference.change !== 'lost' && difference.change !== 'one-platform')

function without(passage: Passage, concerns: (difference: Difference) => boolean): Judgement {
  const found = passage.differences.filter(concerns)
  const [first] = found
  if (!first) return holds()
  const what = found.map(({ title }) => title).join('; ')
  if (passage.outcome === 'converted') return holds(`${nameOfPassage(passage)}: ${what} (${passage.reason})`)
  const more = found.length > 1 ? `, and ${found.length - 1} more` : ''
  return violated(`${nameOfPassage(passage)}: ${first.title}${more}`, first.expected, first.received)
}
