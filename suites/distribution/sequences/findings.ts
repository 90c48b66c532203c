import { seenIn } from '../../../src/registry/record/exchange.ts'
import { hasFailed } from '../../../src/registry/transport/failure/failure.ts'
import type { Contradiction } from '../model/contradiction.ts'
import type { RegistryContext } from '../target/context.ts'
import { isStillSo } from './ahead.ts'
import { countsAsSeen, reportAsSeen } from './as-seen.ts'
import { inCompany } from './company.ts'
import { isAsGraveAs, isExplainedBy, kindOf, unexplainedFirst } from './known.ts'
import { minimise, type Found, type Minimal } from './minimise.ts'
import { perform, type Performed } from './repeat.ts'
import type { Reported } from './reported.ts'
import type { Sequence } from './sequence.ts'
import { isSeenEachTime, persists, staysSo } from './settled.ts'
import type { Turn } from './turns.ts'
import { judgedIn } from '../../../src/registry/reproduce/condition.ts'

/** How often a sequence is repeated, where no repetitions are left, to see whether it shows the same again. */
const fewest = 3
/** Of what was reported as what came right, as many more are looked at. */
const mostMore = 8

/** What is to be looked at again after a while, as what it is reported then. */
interface Unsettled {
  minimal: Minimal<Performed>
  settle: (stays: boolean) => void
}

/** What was seen of a requirement of which something was reported that may come right. */
interface Further {
  performed: Performed
  found: Found
  stays: Promise<boolean>
}

/**
 * Repeats by itself what contradicted its history, reduces it to the fewest steps, and reports it: one finding for each cause.
 * What is not seen again, alone, is reported as it was seen.
 */
export async function reportFindings(
  t: RegistryContext,
  all: readonly Performed[],
  { reported, turn }: { reported: Reported; turn: Turn },
): Promise<void> {
  const unsettled: Unsettled[] = []
  const further: Further[] = []
  const passing: (() => void)[] = []
  const certain: Minimal<Performed>[] = []
  const explained: { contradiction: Contradiction; trial: Performed; explanation: Promise<boolean> }[] = []
  await turn.take(async () => {
    const seen = all.flatMap((performed) => performed.found.map((found) => ({ performed, found })))
    for (const { performed, found } of unexplainedFirst(seen, (each) => each.found.contradiction)) {
      const { contradiction } = found
      if (reported.isKnown(contradiction)) continue
      const stays = reported.reportOf(contradiction)
      if (stays === undefined) {
        const minimal = await reduce(t, performed, found, reported, passing)
        if (minimal === undefined || !(await isOfRegistry(t, minimal))) continue
        if (minimal.contradiction.maySettle) unsettled.push(later(minimal, reported))
        else {
          reported.add(minimal.contradiction, true)
          certain.push(minimal)
        }
        reported.becomes(contradiction, minimal.contradiction)
      } else if (stays !== true) further.push({ performed, found, stays })
    }
  })
  turn.end()
  await turn.others()
  for (const report of passing) report()
  // What explains it may have been seen later, in another part too.
  for (const { contradiction, trial } of certain) {
    const explanation = reported.explanationOf(contradiction)
    if (explanation === undefined) checkBy(t, contradiction, trial)
    else if (explanation !== true) explained.push({ contradiction, trial, explanation })
  }
  await Promise.all(
    unsettled.map(async ({ minimal, settle }) => {
      const { trial, contradiction } = minimal
      try {
        // What others did meanwhile may have hidden it where all share one list.
        const stays =
          (await isStillSo(t, contradiction)) ||
          (await staysSo(t, minimal)) ||
          (minimal.step.do === 'list-tags' && (await turn.take(() => staysSo(t, minimal))))
        settle(stays)
        // What explains it may have been seen meanwhile; where both came right, one report is enough.
        const explanation = reported.explanationOf(contradiction)
        if (explanation !== undefined && ((await explanation) || !stays)) return
        checkBy(t, stays ? contradiction : forAWhile(contradiction), trial)
      } finally {
        // Others wait for it, however it ended.
        settle(true)
      }
    }),
  )
  for (const { contradiction, trial, explanation } of explained)
    if (!(await explanation)) checkBy(t, contradiction, trial)
  await reportFurther(t, further)
}

/** What others may have brought about, and failures, which may be those of a moment, have to be seen each time. */
const isOfRegistry = async (t: RegistryContext, minimal: Minimal<Performed>): Promise<boolean> => {
  const { mayBeOfOthers, observed } = minimal.contradiction
  return (mayBeOfOthers !== true && !hasFailed(observed.exchange)) || isSeenEachTime(t, minimal)
}

const nothing = (): void => undefined

function later(minimal: Minimal<Performed>, reported: Reported): Unsettled {
  const unsettled: Unsettled = { minimal, settle: nothing }
  reported.add(minimal.contradiction, new Promise((resolve) => (unsettled.settle = resolve)))
  return unsettled
}

/** The fewest steps that show a contradiction; undefined where it is reported already, or was reported as it was seen. */
async function reduce(
  t: RegistryContext,
  performed: Performed,
  found: Found,
  reported: Reported,
  passing: (() => void)[],
): Promise<Minimal<Performed> | undefined> {
  const { contradiction, step } = found
  const asSeen = async () => {
    const last = await reportAsSeen(t, performed, found, reported)
    if (last) passing.push(last)
  }
  if (reported.isHopeless(contradiction)) {
    if (countsAsSeen(found)) await asSeen()
    return undefined
  }
  const { sequence } = performed
  const isReported = (each: Contradiction) => reported.isKnown(each) || reported.reportOf(each) !== undefined
  const kind = kindOf(contradiction)
  const repeat = (candidate: Sequence): Promise<Performed> => {
    reported.repeats()
    return perform(t, candidate, { alone: true, failures: found.retried === true })
  }
  const ask = (candidate: Sequence, tries?: number): Promise<Minimal<Performed> | undefined> =>
    minimise(repeat, {
      sequence: candidate,
      step,
      // With fewer steps before it, something that was reported may explain it: of these it was independent.
      isIt: (each) =>
        (each.requirement === contradiction.requirement ? !isReported(each) : kindOf(each) === kind) &&
        isAsGraveAs(t.spec, each, contradiction),
      isReported,
      most: Math.max(fewest, Math.min(t.repetitions, reported.left())),
      ...(tries === undefined ? {} : { tries }),
    })
  let minimal = await ask(sequence)
  // It may depend on what others did in the repository just before.
  const variants = countsAsSeen(found) ? [] : inCompany(sequence, step, t.has('delete-tag'))
  for (const candidate of variants) if (reported.left() > 0) minimal ??= await ask(candidate, 1)
  if (minimal === undefined) {
    reported.inVain(contradiction)
    await asSeen()
    return undefined
  }
  // What came before it in the fewest steps is the cause, unless it only shows that sooner. These are not the fewest where it turned out
  // to be one that is reported.
  const { trial, contradiction: last } = minimal
  const before = isReported(last)
    ? undefined
    : trial.found.find(
        (each) =>
          !reported.isKnown(each.contradiction) &&
          !isExplainedBy(each.contradiction, last) &&
          isAsGraveAs(t.spec, each.contradiction, last),
      )
  const cause = before ?? minimal
  if (!isReported(cause.contradiction)) return { ...cause, trial }
  reported.becomes(contradiction, cause.contradiction)
  reported.inVain(contradiction)
  return undefined
}

/** Looks for what stays among what was taken for the same as something that came right by itself. */
async function reportFurther(t: RegistryContext, further: readonly Further[]): Promise<void> {
  const requirements = new Set(further.map(({ found }) => found.contradiction.requirement))
  await Promise.all(
    [...requirements].map(async (requirement) => {
      const own = further.filter(({ found }) => found.contradiction.requirement === requirement)
      const settled = await Promise.all(own.map(({ stays }) => stays))
      if (settled.some(Boolean)) return
      const again = await Promise.all(
        own.slice(0, mostMore).map(({ performed, found }) => persists(t, performed.sequence, found)),
      )
      const stays = again.find((each) => each?.contradiction.requirement === requirement)
      if (stays) checkBy(t, stays.contradiction, stays.trial)
    }),
  )
}

/** What came right by itself is a warning: no text says how long a change may take to show. */
const forAWhile = (seen: Contradiction): Contradiction => ({
  ...seen,
  judgement: { ...seen.judgement, title: `${seen.judgement.title} for a while`, severity: 'warn' },
})

function checkBy(
  t: RegistryContext,
  { requirement, judgement, observed }: Contradiction,
  { sent, sequence }: Performed,
): void {
  const evidence = sent.map(({ exchange }) => ({ ...seenIn(exchange), sequence: sequence.id }))
  t.check(requirement, judgedIn(observed.exchange, judgement), ...evidence)
}
