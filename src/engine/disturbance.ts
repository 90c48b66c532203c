import type { Statement } from './verdict.ts'

/**
 * Something on the way to what a test found that may explain it, and that may pass: the target failed over a request, a
 * connection was lost. Such a test is repeated before what it found counts.
 */
export interface Disturbance {
  /** The same for all that probably has one cause: `PUT manifests: 500`. */
  kind: string
  /** One line for people. */
  reason: string
  /** From this round on what the test found counts although this happened; the first round is 1, and Infinity is never. */
  countsFrom: number
  /** Milliseconds to wait before the next round; default 0. */
  pause?: number
}

/** How often a test is run, at most, until what it found is not disturbed. */
export const mostRounds = 4

/** What a test or a probe found, and what disturbed it. */
interface Disturbed {
  statements: ReadonlyMap<string, readonly Statement[]>
  disturbances: readonly Disturbance[]
}

const isHeld = ({ kind }: Statement): boolean => kind === 'passed'

/** What was left out stays so: in each round for the same reason. */
const stays = ({ kind }: Statement): boolean => kind === 'passed' || kind === 'skipped'

/** Whether something disturbed this round that takes away what was found. */
export const isDisturbed = (disturbances: readonly Disturbance[], round: number): boolean =>
  disturbances.some(({ countsFrom }) => countsFrom > round)

/**
 * Whether what was found in this round may come of what disturbed it: what holds needs no explanation. What a probe leaves
 * out does not need one either (`leavesOut`), where the feature is there.
 */
export const isUnsettled = (
  { statements, disturbances }: Disturbed,
  round: number,
  leavesOut = false,
): boolean =>
  isDisturbed(disturbances, round) && ![...statements.values()].flat().every(leavesOut ? stays : isHeld)

/** What a round found, so that it can be compared with that of another one. */
export const foundIn = ({ statements }: Pick<Disturbed, 'statements'>): Set<string> =>
  new Set(
    [...statements].flatMap(([requirement, made]) =>
      made
        .filter((each) => !stays(each))
        .map((each) => `${requirement} ${each.kind === 'failed' ? each.finding.title : each.kind}`),
    ),
  )

/**
 * Whether this round found only what each round before it found, where a write failed that cannot be sent again: a target that rejects
 * it does so in each round, and one that fails at random fails over different writes.
 */
export const isFoundEachTime = (attempted: Disturbed, before: ReadonlySet<string>): boolean =>
  !attempted.disturbances.some(({ countsFrom }) => countsFrom === mostRounds) ||
  [...foundIn(attempted)].every((each) => before.has(each))

/** Milliseconds to wait before the next round. */
export const pauseAfter = (disturbances: readonly Disturbance[]): number =>
  Math.max(0, ...disturbances.map(({ pause = 0 }) => pause))

/** Why something is not evaluated that was disturbed in every round. */
export const whyUnsettled = ({ disturbances }: Disturbed): string => {
  const [most] = disturbances.toSorted((a, b) => b.countsFrom - a.countsFrom)
  return `not settled in ${mostRounds} attempts: ${most?.reason ?? 'disturbed'}`
}

/** The same with an error in place of all that was disturbed in every round. */
export function withoutUnsettled<Evaluation extends Disturbed>(attempted: Evaluation): Evaluation {
  const error: Statement = { kind: 'error', reason: whyUnsettled(attempted) }
  const statements = new Map(
    [...attempted.statements].map(([requirement, made]) => [
      requirement,
      made.every(stays) ? made : [...made.filter(stays), error],
    ]),
  )
  return { ...attempted, statements }
}

/**
 * Which kinds of disturbance persist: enough tests had them again each time they were repeated, and none passed without
 * them. What only they disturbed needs no repetition.
 */
export interface Persistence {
  /** Takes note of a test that was repeated, and of what had disturbed it before. */
  observe(before: readonly Disturbance[], after: readonly Disturbance[]): void
  isProven(disturbances: readonly Disturbance[]): boolean
  /** Whether enough tests of this round had them again that may have been disturbed by one outage: the others are as well left to the next. */
  isLeftToNextRound(disturbances: readonly Disturbance[]): boolean
  nextRound(): void
}

const enough = 5

const count = (counts: Map<string, number>, kind: string): void =>
  void counts.set(kind, (counts.get(kind) ?? 0) + 1)

export function createPersistence(): Persistence {
  const again = new Map<string, number>()
  const ofOutage = new Map<string, number>()
  const passed = new Set<string>()
  const isEnough = (counts: ReadonlyMap<string, number>, disturbances: readonly Disturbance[]): boolean =>
    disturbances.every(({ kind }) => (counts.get(kind) ?? 0) >= enough && !passed.has(kind))
  return {
    observe(before, after) {
      const lasting = after.filter(({ countsFrom }) => countsFrom <= mostRounds)
      for (const kind of new Set(before.map((each) => each.kind))) {
        const all = lasting.filter((each) => each.kind === kind)
        if (all.length === 0) passed.add(kind)
        else count(pauseAfter(all) > 0 ? ofOutage : again, kind)
      }
    },
    isProven: (disturbances) => isEnough(again, disturbances),
    isLeftToNextRound: (disturbances) => isEnough(ofOutage, disturbances),
    nextRound: () => ofOutage.clear(),
  }
}
