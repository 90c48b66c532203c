import type { Wording } from './compare.ts'
import type { Condition } from './condition-kinds.ts'
import type { Contents } from './content.ts'
import { rivalsOf, sendsSame } from './groups.ts'
import type { Names } from './names.ts'
import { namesWithEnd, type End } from './request-lines.ts'
import type { Step } from './step.ts'

/** The requests of a script in the order in which it sends them, by their numbers. */
export interface Numbered {
  kept: readonly Step[]
  /** What is sent at once. */
  groups: readonly (readonly Step[])[]
  numbers: ReadonlyMap<Step, number>
  /** The step of an exchange; what the finding is about where there is none. */
  stepOf: (exchange: number | undefined) => Step
}

const numberOf = ({ numbers, kept, stepOf }: Numbered, exchange: number | undefined): number =>
  numbers.get(stepOf(exchange)) ?? kept.length

/** How conditions of a run are about the requests of a script. */
export function wordingOf(
  requests: Numbered,
  { contents, names, end }: { contents: Contents; names: Names; end: End | undefined },
): Wording {
  const { kept, groups, numbers, stepOf } = requests
  return {
    numbersOf({ kind, exchange }) {
      const step = stepOf(exchange)
      const rivals = rivalsOf(step, groups)
      const alike =
        kind === 'status' || kind === 'answered' ? rivals : rivals.filter((each) => sendsSame(each, step))
      return alike.flatMap((each) => numbers.get(each) ?? [])
    },
    numberOf: (exchange) => numberOf(requests, exchange),
    pageBefore(number) {
      const source = kept[number - 1]?.source
      return source?.by === 'next' ? numbers.get(source.step) : undefined
    },
    firstPage(number) {
      let step = kept[number - 1]
      while (step?.source?.by === 'next' && numbers.has(step.source.step)) step = step.source.step
      return (step && numbers.get(step)) ?? number
    },
    template: (text) => namesWithEnd(names, end).template(text),
    fileOf: (digest) => contents.byDigest(digest)?.name,
  }
}

/** The list of which a compared request names the last one. */
export function endIn(conditions: readonly Condition[], requests: Numbered): End | undefined {
  for (const each of conditions)
    if (each.kind === 'list' && each.after !== undefined && each.endOf !== undefined)
      return {
        step: requests.stepOf(each.exchange),
        last: each.after,
        of: `${each.of}_in`,
        list: numberOf(requests, each.endOf),
      }
  return undefined
}
