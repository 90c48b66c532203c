import { holds, type Violated } from '../../../src/engine/judgement.ts'
import { requestAgain } from './again.ts'
import { seenIn } from '../../../src/registry/record/exchange.ts'
import type { Contradiction } from '../model/contradiction.ts'
import type { RegistryContext } from '../target/context.ts'
import { isAsGraveAs, kindOf } from './known.ts'
import { minimise, type Found, type Minimal } from './minimise.ts'
import { contradictionsIn } from './judge.ts'
import { isReading } from './parts.ts'
import { perform, type Performed } from './repeat.ts'
import type { Reported } from './reported.ts'
import type { Sequence } from './sequence.ts'
import type { Turn } from './turns.ts'
import { judgedIn } from '../../../src/registry/reproduce/condition.ts'

/** Milliseconds that a registry has to come right by itself; about what scripted tests wait for. */
const settling = 4000
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
  await turn.take(async () => {
    for (const performed of all)
      for (const found of performed.found) {
        const { contradiction } = found
        if (reported.isKnown(contradiction)) continue
        const stays = reported.reportOf(contradiction)
        if (stays === undefined) {
          const minimal = await reduce(t, performed, found, reported)
          if (minimal === undefined) continue
          if (minimal.contradiction.maySettle) unsettled.push(later(minimal, reported))
          else {
            reported.add(minimal.contradiction, true)
            checkBy(t, minimal.contradiction, minimal.trial)
          }
        } else if (stays !== true) further.push({ performed, found, stays })
      }
  })
  turn.end()
  await Promise.all(
    unsettled.map(async ({ minimal: { trial, contradiction, step }, settle }) => {
      try {
        const stays = (await persists(t, trial.sequence, { contradiction, step })) !== undefined
        settle(stays)
        checkBy(t, stays ? contradiction : forAWhile(contradiction), trial)
      } finally {
        // Others wait for it, however it ended.
        settle(true)
      }
    }),
  )
  await reportFurther(t, further)
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
  { contradiction, step }: Found,
  reported: Reported,
): Promise<Minimal<Performed> | undefined> {
  if (reported.isHopeless(contradiction)) return undefined
  const { sequence } = performed
  const isReported = (each: Contradiction) => reported.isKnown(each) || reported.reportOf(each) !== undefined
  const kind = kindOf(contradiction)
  const repeat = (candidate: Sequence): Promise<Performed> => {
    reported.repeats()
    return perform(t, candidate, { alone: true })
  }
  const minimal = await minimise(repeat, {
    sequence,
    step,
    isIt: (each) =>
      (each.requirement === contradiction.requirement || kindOf(each) === kind) &&
      isAsGraveAs(t.spec, each, contradiction),
    isReported,
    most: Math.max(fewest, Math.min(t.repetitions, reported.left())),
  })
  if (minimal === undefined) {
    reported.inVain(contradiction)
    await reportAsSeen(t, performed, { contradiction, step }, reported)
    return undefined
  }
  // What came before it in the fewest steps is the cause.
  const { trial, contradiction: last } = minimal
  const cause =
    trial.found.find(
      (each) => !reported.isKnown(each.contradiction) && isAsGraveAs(t.spec, each.contradiction, last),
    ) ?? minimal
  if (!isReported(cause.contradiction)) return { ...cause, trial }
  reported.inVain(contradiction)
  return undefined
}

/** The same, where it is seen when there is time before the step that shows it. */
async function persists(
  t: RegistryContext,
  sequence: Sequence,
  { step, contradiction }: Found,
): Promise<{ trial: Performed; contradiction: Contradiction } | undefined> {
  const trial = await perform(t, sequence, {
    alone: true,
    before: (each) => (each === step ? t.pause(settling) : undefined),
  })
  const found = trial.found.find(
    (each) => each.step === step && kindOf(each.contradiction) === kindOf(contradiction),
  )
  return found && { trial, contradiction: found.contradiction }
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

/**
 * What happened once, while other requests were in flight, and not again alone. A refused push did no harm, and is a note; what
 * is lost or wrong is looked at again, and counts where it stays so.
 */
async function reportAsSeen(
  t: RegistryContext,
  performed: Performed,
  { contradiction, step }: Found,
  reported: Reported,
): Promise<void> {
  const { sequence } = performed
  const { requirement, judgement, because, observed } = contradiction
  const evidence = [...because, observed].map(({ exchange }) => ({
    ...seenIn(exchange),
    sequence: sequence.id,
  }))
  const title = `${judgement.title}, while other requests were in flight`
  if (!isReading(step)) {
    t.check(requirement, holds(title), ...evidence)
    return
  }
  const exchange = await t.send({ ...requestAgain(observed.exchange), repeatsItself: true })
  const sent = [...performed.sent, { exchange, step }]
  const stays = contradictionsIn(t, sequence, performed.materials, sent).some(
    (each) =>
      each.contradiction.observed.exchange === exchange &&
      kindOf(each.contradiction) === kindOf(contradiction),
  )
  const found: Violated = stays
    ? { ...judgement, title }
    : { ...judgement, title: `${title}, for a while`, severity: 'warn' }
  reported.add({ ...contradiction, judgement: found }, true)
  t.check(requirement, found, ...evidence, seenIn(exchange))
}
