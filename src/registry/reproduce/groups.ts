import { isChange, type Step } from './step.ts'

/** Changes of the same thing that were in flight at the same time belong together. */
export function groupsOf(steps: readonly Step[]): Step[][] {
  const groups: Step[][] = []
  for (const step of steps) {
    const group = groups.at(-1)
    if (group && group.every((other) => meet(other, step))) group.push(step)
    else groups.push([step])
  }
  return groups
}

const endOf = ({ last }: Step): number => last.startedAt + last.duration

const isSimultaneous = (one: Step, other: Step): boolean =>
  one.first.startedAt < endOf(other) && other.first.startedAt < endOf(one)

function meet(one: Step, other: Step): boolean {
  if (one.test !== other.test || !isSimultaneous(one, other)) return false
  if (other.source?.step === one || (other.session !== undefined && other.session === one.session))
    return (
      other.session !== undefined && other.session === one.session && other.source?.step === one.source?.step
    )
  if (/at-once/.test(one.test)) return true
  return (
    isChange(one) &&
    isChange(other) &&
    one.operation.writes.some(
      (key) => /^(?:tag|manifest|blob) /.test(key) && other.operation.writes.includes(key),
    )
  )
}

/** Those of the same group that wanted the same as a step: which of them the registry treats otherwise is chance. */
export function rivalsOf(step: Step, groups: readonly (readonly Step[])[]): readonly Step[] {
  const group = groups.find((each) => each.includes(step)) ?? [step]
  const { method } = step.first.request
  return group.filter((each) => each.first.request.method === method)
}
