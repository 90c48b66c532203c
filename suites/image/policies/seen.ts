import { violated, type Violated } from '../../../src/engine/judgement.ts'
import type { Evidence } from '../../../src/engine/verdict.ts'
import type { ImageFacts, UnreadKind } from '../facts/facts.ts'
import type { Image } from '../view/image.ts'
import type { UnreadFiles } from '../view/files.ts'

/** What a judge of policies is given. */
export interface Examined {
  image: Image
  facts: ImageFacts
}

/** What a judge of policies sees: something that is not as required, or that could not be evaluated. */
export type Seen = { judgement: Violated; evidence: readonly Evidence[] } | UnreadFiles

/** Something that is not as required. */
export const breach = (
  title: string,
  expected: string | readonly string[],
  received: string,
  ...evidence: readonly Evidence[]
): Seen => ({ judgement: violated(title, expected, received), evidence })

/** What keeps something of this kind from being evaluated, by what could not be read. */
export function unreadOf({ facts }: Examined, kind: UnreadKind, otherwise: string): UnreadFiles {
  const lost = facts.unread.find(({ kinds }) => kinds.includes(kind))
  return { unread: lost?.reason ?? otherwise, ...(lost?.by === undefined ? {} : { by: lost.by }) }
}
