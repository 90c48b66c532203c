import { withoutUndefined } from '../../engine/optional.ts'
import { changeCount, changesSince, isCovered } from '../comparison/changes.ts'
import type { Redefined, Step } from './history.ts'
import type { Remembered, RememberedRequirement } from './kept.ts'

/** What is known of a product before a result: the latest verdicts that were evaluated, not those of one run. */
interface Known {
  verdicts: ReadonlyMap<string, RememberedRequirement>
  /** Ids that the latest run that ended covered. */
  covered: ReadonlySet<string>
  /** The latest result whose run ended, whose list of requirements is whole. */
  ended: Remembered | undefined
}

/**
 * What changed from result to result of a series. A requirement that could not be evaluated keeps the verdict that it had:
 * so a violation that begins while a registry is down is a new failure once it is up again.
 */
export function stepsOf(results: readonly Remembered[]): Step[] {
  let known: Known = { verdicts: new Map(), covered: new Set(), ended: undefined }
  return results.flatMap((result, to) => {
    const before = results[to - 1]
    const step = before && stepTo({ result, to, before, known })
    known = learned(known, result)
    return step && isRelevant(step) ? [step] : []
  })
}

/** Whether its run came to its end, so that what it does not report was not planned. */
const hasEnded = ({ kept: { conclusion } }: Remembered): boolean => conclusion.name !== 'interrupted'

function learned(known: Known, result: Remembered): Known {
  const evaluated = result.requirements.filter((each) => isCovered(each) && !each.unevaluated)
  const verdicts = new Map([...known.verdicts, ...evaluated.map((each) => [each.id, each] as const)])
  if (!hasEnded(result)) return { ...known, verdicts }
  return {
    verdicts,
    covered: new Set(result.requirements.filter(isCovered).map(({ id }) => id)),
    ended: result,
  }
}

interface StepOptions {
  result: Remembered
  to: number
  before: Remembered
  known: Known
}

function stepTo({ result, to, before, known }: StepOptions): Step {
  const now = evaluatedIn(result, known)
  const ids = new Set(now.map(({ id }) => id))
  const redefined = now.flatMap((each) => redefinition(known.verdicts.get(each.id), each))
  const apart = new Set(redefined.map(({ id }) => id))
  const was = [...known.verdicts.values()].filter(({ id }) => ids.has(id) || known.covered.has(id))
  const comparable = ({ id }: RememberedRequirement) => !apart.has(id)
  const changes = changesSince(
    { ...before, requirements: was.filter(comparable) },
    { ...result, requirements: now.filter(comparable) },
  )
  const requirements = hasEnded(result) ? planned(known.ended, result) : undefined
  return {
    from: to - 1,
    to,
    conclusion: { was: before.kept.conclusion.name, is: result.kept.conclusion.name },
    ...withoutUndefined({ version: versions(before, result), tool: tools(before, result), requirements }),
    redefined,
    changes,
  }
}

/** The requirements of a result; where one could not be evaluated, what is known of it. */
function evaluatedIn(result: Remembered, { verdicts, covered }: Known): RememberedRequirement[] {
  const own = result.requirements
    .filter(isCovered)
    .flatMap((each) => (each.unevaluated ? (verdicts.get(each.id) ?? []) : each))
  if (hasEnded(result)) return own
  const reported = new Set(own.map(({ id }) => id))
  const missing = [...covered].filter((id) => !reported.has(id))
  return [...own, ...missing.flatMap((id) => verdicts.get(id) ?? [])]
}

function redefinition(was: RememberedRequirement | undefined, is: RememberedRequirement): Redefined[] {
  if (!was || was.level === is.level) return []
  const { id, title } = is
  return [
    { id, title, level: { was: was.level, is: is.level }, verdict: { was: was.verdict, is: is.verdict } },
  ]
}

function versions(before: Remembered, { kept }: Remembered): Step['version'] {
  const [was, is] = [before.kept.version, kept.version]
  return was === is ? undefined : withoutUndefined({ was, is })
}

function tools({ tool: was }: Remembered, { tool: is }: Remembered): Step['tool'] {
  const [earlier, later] = [`${was.name} ${was.version}`, `${is.name} ${is.version}`]
  return earlier === later ? undefined : { was: earlier, is: later }
}

function planned(before: Remembered | undefined, after: Remembered): Step['requirements'] {
  if (!before || before.kept.requirements === after.kept.requirements) return undefined
  const [was, is] = [before, after].map(({ requirements }) => new Set(requirements.map(({ id }) => id)))
  if (!was || !is) return undefined
  return {
    added: [...is].filter((id) => !was.has(id)).length,
    removed: [...was].filter((id) => !is.has(id)).length,
  }
}

const isRelevant = ({ conclusion, version, tool, requirements, redefined, changes }: Step): boolean =>
  conclusion.was !== conclusion.is ||
  changeCount(changes) + redefined.length > 0 ||
  [version, tool, requirements].some((each) => each !== undefined)
