import type { Contradiction } from './contradiction.ts'
import { createHistory, type About } from './history.ts'
import { judgeHistory } from './judge.ts'
import { isOn, type Observed } from './observed.ts'
import type { Session } from './sessions.ts'

/** What nobody else can have had a part in: the exchange alone, and of an upload the requests to it before. */
function ownPartOf(observed: Observed, sessions: readonly Session[]): Observed[] {
  if (!isOn(observed, 'upload')) return [observed]
  const session = sessions.find(({ requests }) => requests.includes(observed))
  if (session === undefined) return [observed]
  return [session.opened, ...session.requests.filter(({ start }) => start <= observed.start)]
}

/**
 * Whether a response contradicts the text whatever the registry holds: a header field, the form of a body, what became of the
 * one upload. Others who use the repository do not explain it, nor does a registry that is slow.
 */
export function isEvident(
  { observed, requirement, judgement, maySettle }: Contradiction,
  about: Pick<About, 'spec' | 'features'>,
  sessions: readonly Session[],
): boolean {
  if (maySettle === true) return false
  const alone = createHistory(ownPartOf(observed, sessions), {
    ...about,
    isOwn: () => false,
    isShared: () => true,
  })
  return judgeHistory(alone).some(
    (each) =>
      each.observed === observed &&
      each.requirement === requirement &&
      each.judgement.severity === judgement.severity,
  )
}
