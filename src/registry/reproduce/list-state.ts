import { isChange, succeeded, type Step } from './step.ts'
import { isDeletion, type StepIndex } from './step-index.ts'

/** As many reads of the same that came before count. */
export const mostReads = 2

type Change = 'addition' | 'repetition' | 'move' | 'removal'

export const isListKey = (key: string): boolean => /^(?:tags|referrers) /.test(key)

/**
 * What brings a list into the state in which a step read it: its last change, by anybody, where that is of another kind than the last
 * one that is kept, and reads of it since then.
 */
export function stateOfLists(root: Step, index: StepIndex, kept: ReadonlySet<Step>): readonly Step[] {
  if (isChange(root)) return []
  const isBefore = (step: Step): boolean => succeeded(step) && step.first.id < root.first.id
  return root.operation.reads.filter(isListKey).flatMap((key) => {
    const changes = index.writers(key).filter(isBefore)
    const last = changes.at(-1)
    if (last === undefined) return []
    const own = changes.findLast((step) => kept.has(step))
    const isOther = own === undefined || changeBy(last, index) !== changeBy(own, index)
    const reads = index
      .readers(key)
      .filter((step) => isBefore(step) && step.first.id > last.first.id && step.source?.by !== 'next')
    return [...(isOther ? [last] : []), ...reads.slice(-mostReads)]
  })
}

/** What a change was for the list, by the changes of the same tag or manifest before it. */
function changeBy(step: Step, index: StepIndex): Change {
  if (isDeletion(step)) return 'removal'
  const [name] = ['tag ', 'manifest '].flatMap(
    (kind) => step.operation.writes.find((key) => key.startsWith(kind)) ?? [],
  )
  const before = index
    .writers(name ?? '')
    .findLast((each) => succeeded(each) && each.first.id < step.first.id)
  if (before === undefined || isDeletion(before)) return 'addition'
  return before.first.request.body?.sha256 === step.first.request.body?.sha256 ? 'repetition' : 'move'
}
