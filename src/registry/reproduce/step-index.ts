import { isChange, succeeded, type Step } from './step.ts'

export const isDeletion = ({ first }: Step): boolean => first.request.method === 'DELETE'

export const isPush = (step: Step): boolean => succeeded(step) && !isDeletion(step)

const add = (map: Map<string, Step[]>, key: string, step: Step) => {
  const known = map.get(key)
  if (known) known.push(step)
  else map.set(key, [step])
}

/** The steps of a run by what they change and read. */
export function createIndex(steps: readonly Step[]) {
  const writers = new Map<string, Step[]>()
  const readers = new Map<string, Step[]>()
  const pushes = new Map<string, Step[]>()
  for (const step of steps) {
    if (!isChange(step)) for (const key of step.operation.reads) add(readers, key, step)
    for (const key of step.operation.writes) {
      add(writers, key, step)
      const name = key.slice(key.lastIndexOf(' ') + 1)
      if (name !== '' && isPush(step)) add(pushes, name, step)
    }
  }
  const of = (key: string): readonly Step[] => writers.get(key) ?? []
  return {
    writers: of,
    readers: (key: string): readonly Step[] => readers.get(key) ?? [],
    pushesOf: (digest: string): readonly Step[] => pushes.get(digest) ?? [],
    /** The changes of a tag or of content in a repository. */
    named(name: string, repository: string, before: Step): readonly Step[] {
      const changes = ['tag', 'manifest', 'blob']
        .flatMap((kind) => of(`${kind} ${repository} ${name}`))
        .filter(({ first }) => first.id < before.first.id)
      const own = changes.filter(({ test }) => test === before.test)
      if (changes.length > 0) return own.some(isPush) ? own : [...own, ...changes.filter(isPush).slice(-1)]
      // What is not to be here may be in another repository.
      const elsewhere = (pushes.get(name) ?? []).filter(({ first }) => first.id < before.first.id)
      return elsewhere.slice(0, 1)
    },
  }
}

export type StepIndex = ReturnType<typeof createIndex>
