import type { Contradiction } from '../model/contradiction.ts'
import type { RegistryContext } from '../target/context.ts'
import { kindOf } from './known.ts'
import type { Found } from './minimise.ts'
import { partsOf, withParts } from './parts.ts'
import { perform, type Performed } from './repeat.ts'
import type { Sequence, Step } from './sequence.ts'
import { settling, showing } from './settled.ts'

/** How many kinds of contradiction are looked at ahead in a run. */
const most = 8

/** A repetition that has stopped before the step that showed it. */
interface Look {
  /** Carries that step out, once a registry has had its time to come right; whether it shows the same. */
  goOn: () => Promise<boolean>
}

const looksOf = (t: RegistryContext): Map<string, Look> =>
  t.gathered('looks ahead', () => new Map<string, Look>())

/**
 * Repeats what may come right by itself as soon as it is seen, up to the step that shows it: the time that a registry has for that
 * passes while other sequences are carried out.
 */
export function lookAhead(
  t: RegistryContext,
  { sequence, found }: Performed,
  isKnown: (contradiction: Contradiction) => boolean,
): void {
  const looks = looksOf(t)
  for (const each of found) {
    const { contradiction, retried } = each
    const kind = kindOf(contradiction)
    if (contradiction.maySettle !== true || contradiction.mayBeOfOthers === true || retried === true) continue
    if (!looks.has(kind) && looks.size < most && !isKnown(contradiction))
      looks.set(kind, lookAt(t, sequence, each))
  }
}

const nothing = (): void => undefined

function lookAt(t: RegistryContext, sequence: Sequence, { step, contradiction }: Found): Look {
  const repeated = until(sequence, step)
  const last = showing(repeated, step)
  let ask = nothing
  const isAsked = new Promise<void>((resolve) => (ask = resolve))
  const shown = perform(t, repeated, {
    failures: false,
    before: (each) =>
      each === last ? Promise.all([t.pause(settling), isAsked]).then(() => undefined) : undefined,
  }).then(
    ({ found }) =>
      found.some((each) => each.step === step && kindOf(each.contradiction) === kindOf(contradiction)),
    // The run ends, or a registry that is far from right does not get there: then nothing was seen.
    () => false,
  )
  return {
    goOn() {
      ask()
      return shown
    },
  }
}

/** A sequence to one of its steps. */
function until(sequence: Sequence, step: Step): Sequence {
  const parts = partsOf(sequence)
  return withParts(sequence, parts.slice(0, 1 + parts.findIndex((part) => part.step === step)))
}

/** Whether what was looked at ahead of this kind is so after that time; false where nothing was. */
export const isStillSo = async (t: RegistryContext, contradiction: Contradiction): Promise<boolean> =>
  (await looksOf(t).get(kindOf(contradiction))?.goOn()) ?? false
