import { hasFailed } from '../../../src/registry/transport/failure/failure.ts'
import type { Contradiction } from '../model/contradiction.ts'
import type { RegistryContext } from '../target/context.ts'
import { requestAgain } from './again.ts'
import { contradictionsIn } from './judge.ts'
import { kindOf } from './known.ts'
import type { Found, Minimal } from './minimise.ts'
import { isReading } from './parts.ts'
import { perform, type Performed } from './repeat.ts'
import type { Sequence, Step } from './sequence.ts'

/** Milliseconds that a registry has to come right by itself; about what scripted tests wait for. */
export const settling = 4000

/** How often more what others may have brought about has to be seen, and a failure, which may be that of a moment. */
const [times, timesOfFailures] = [2, 4]

/**
 * Whether the same is seen whenever the sequence is carried out: others do not remove the same content each time at the same moment, and a
 * registry that fails now and then does not fail over the same request each time. Of a step of many requests, one of them fails often.
 */
export async function isSeenEachTime(
  t: RegistryContext,
  { trial, contradiction, step, retried }: Minimal<Performed>,
): Promise<boolean> {
  const failures = retried === true
  const hadFailed = hasFailed(contradiction.observed.exchange)
  const position = positionIn(trial, step, contradiction)
  for (let time = 0; time < (hadFailed ? timesOfFailures : times); time += 1) {
    const again = await perform(t, trial.sequence, { alone: true, failures })
    const isAgain = again.found.some(
      (each) =>
        each.step === step && (!hadFailed || positionIn(again, step, each.contradiction) === position),
    )
    if (!isAgain) return false
  }
  return true
}

/** Which of the requests of a step it was that was answered so. */
const positionIn = ({ sent }: Performed, step: Step, { observed }: Contradiction): number =>
  sent
    .filter((each) => each.step === step)
    .findIndex(
      ({ exchange: { id, via } }) => id === observed.exchange.id || via.includes(observed.exchange.id),
    )

/** Whether it is more than a registry that is late: it is so after some time, too. */
export async function staysSo(t: RegistryContext, minimal: Minimal<Performed>): Promise<boolean> {
  const [later, again] = await Promise.all([
    persists(t, minimal.trial.sequence, minimal),
    isReadLater(t, minimal),
  ])
  return later !== undefined || again
}

/** The step itself, or those that overlap with it. */
export const showing = ({ steps }: Sequence, step: Step): Step | undefined =>
  steps.find((each) => each === step || (each.do === 'at-once' && each.steps.includes(step)))

/** The same, where it is seen when there is time before the step that shows it, and before what overlaps with that. */
export async function persists(
  t: RegistryContext,
  sequence: Sequence,
  { step, contradiction, retried }: Pick<Found, 'step' | 'contradiction' | 'retried'>,
): Promise<{ trial: Performed; contradiction: Contradiction } | undefined> {
  const first = showing(sequence, step)
  const trial = await perform(t, sequence, {
    alone: true,
    failures: retried === true,
    before: (each) => (each === first ? t.pause(settling) : undefined),
  })
  const found = trial.found.find(
    (each) => each.step === step && kindOf(each.contradiction) === kindOf(contradiction),
  )
  return found && { trial, contradiction: found.contradiction }
}

/** Whether the same is read later, of the same content: what a list leaves out may depend on how its tags are named. */
async function isReadLater(
  t: RegistryContext,
  { trial, contradiction, step }: Minimal<Performed>,
): Promise<boolean> {
  if (!isReading(step)) return false
  await t.pause(settling)
  return isReadAgain(t, trial, { contradiction, step })
}

/** Whether what was read is wrong, too, when it is read again. */
export async function isReadAgain(
  t: RegistryContext,
  { sequence, materials, sent }: Performed,
  { contradiction, step }: Found,
): Promise<boolean> {
  const exchange = await t.send({ ...requestAgain(contradiction.observed.exchange), repeatsItself: true })
  return contradictionsIn(t, sequence, materials, [...sent, { exchange, step }]).some(
    (each) =>
      each.contradiction.observed.exchange === exchange &&
      kindOf(each.contradiction) === kindOf(contradiction),
  )
}
