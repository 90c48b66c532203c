import { holds, warning } from '../../../src/engine/judgement.ts'
import { seenIn } from '../../../src/registry/record/exchange.ts'
import type { Contradiction } from '../model/contradiction.ts'
import type { RegistryContext } from '../target/context.ts'
import { isKnown, kindOf, titleOf } from './known.ts'
import { minimise, type Found, type Minimal } from './minimise.ts'
import { contradictionsIn } from './judge.ts'
import { isReading } from './parts.ts'
import { perform, type Performed } from './repeat.ts'
import type { Sequence, Step } from './sequence.ts'

/** How often all of a run are: a registry that is wrong in many ways must not make the run take hours. */
const mostOfRun = 300
/** Milliseconds that a registry has to come right by itself; about what scripted tests wait for. */
const settling = 4000

/** What was reported by any sequence of the run, and the turn of repetitions, which nothing else is to disturb. */
interface Reported {
  titles: Set<string>
  turn: Promise<void>
  /** Repetitions that are left. */
  left: number
}

const reportedBy = (t: RegistryContext): Reported =>
  t.gathered('findings of sequences', () => ({
    titles: new Set<string>(),
    turn: Promise.resolve(),
    left: mostOfRun,
  }))

/**
 * Repeats by itself what contradicted its history, reduces it to the fewest steps, and reports it: one finding for each cause.
 * What is not seen again, alone, is reported as it was seen.
 */
export async function reportFindings(t: RegistryContext, all: readonly Performed[]): Promise<void> {
  const reported = reportedBy(t)
  const reduced: Reduced[] = []
  const mine = reported.turn.then(async () => {
    for (const performed of all)
      for (const found of performed.found) {
        const minimal = await reduce(t, performed, found, reported)
        if (minimal) reduced.push(minimal)
      }
  })
  reported.turn = mine.catch(() => undefined)
  await mine
  await Promise.all(
    reduced.map(async ({ trial, contradiction, step }) => {
      const stays = contradiction.maySettle !== true || (await persists(t, trial.sequence, step))
      checkBy(t, stays ? contradiction : forAWhile(contradiction), trial)
    }),
  )
}

type Reduced = Minimal<Performed>

/** The fewest steps that show a contradiction; undefined where it is reported already, or was reported as it was seen. */
async function reduce(
  t: RegistryContext,
  performed: Performed,
  { contradiction, step }: Found,
  reported: Reported,
): Promise<Reduced | undefined> {
  const { sequence } = performed
  const { titles } = reported
  const isReported = (each: Contradiction) => isKnown(t, each) || titles.has(titleOf(each))
  if (isReported(contradiction)) return undefined
  const kind = kindOf(contradiction)
  const repeat = (candidate: Sequence): Promise<Performed> => {
    reported.left -= 1
    return perform(t, candidate, { alone: true })
  }
  const minimal = await minimise(repeat, {
    sequence,
    step,
    isIt: (each) => each.requirement === contradiction.requirement || kindOf(each) === kind,
    isReported,
    most: Math.min(t.repetitions, reported.left),
  })
  titles.add(titleOf(contradiction))
  if (minimal === undefined) {
    await reportAsSeen(t, performed, contradiction, step)
    return undefined
  }
  const { trial, contradiction: seen } = minimal
  const [first] = trial.found.filter((each) => !isKnown(t, each.contradiction))
  // What came before it in the fewest steps is the cause, and is reported by itself.
  if (first?.step !== minimal.step) return undefined
  if (titleOf(seen) !== titleOf(contradiction) && isReported(seen)) return undefined
  titles.add(titleOf(seen))
  return minimal
}

/** Whether the same is seen when there is time before the step that shows it. */
async function persists(t: RegistryContext, sequence: Sequence, step: Step): Promise<boolean> {
  const { found } = await perform(t, sequence, {
    alone: true,
    before: (each) => (each === step ? t.pause(settling) : undefined),
  })
  return found.some((each) => each.step === step)
}

/** What came right by itself is a warning: no text says how long a change may take to show. */
const forAWhile = (seen: Contradiction): Contradiction => ({
  ...seen,
  judgement: { ...seen.judgement, title: `${seen.judgement.title} for a while`, severity: 'warn' },
})

function checkBy(
  t: RegistryContext,
  { requirement, judgement }: Contradiction,
  { sent, sequence }: Performed,
): void {
  const evidence = sent.map(({ exchange }) => ({ ...seenIn(exchange), sequence: sequence.id }))
  t.check(requirement, judgement, ...evidence)
}

/**
 * What happened once, while other requests were in flight, and not again alone. A refused push did no harm, and is a note; what
 * is lost or wrong is looked at again, and counts where it stays so.
 */
async function reportAsSeen(
  t: RegistryContext,
  performed: Performed,
  contradiction: Contradiction,
  step: Step,
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
  const { method, url, headers } = observed.request
  const exchange = await t.send({ method, path: url, headers, judgesTransport: true, repeatsItself: true })
  const sent = [...performed.sent, { exchange, step }]
  const stays = contradictionsIn(t, sequence, performed.materials, sent).some(
    (each) => each.contradiction.observed.exchange === exchange,
  )
  const found = { ...judgement, title: stays ? title : `${title}, for a while` }
  t.check(requirement, stays ? found : warning(found), ...evidence, seenIn(exchange))
}
