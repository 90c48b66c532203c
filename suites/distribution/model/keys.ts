import type { Write } from './writes.ts'

/** Keys are the repository and the digest or tag. */
export const keyOf = (repository: string, name: string): string => `${repository} ${name}`

/** The names in one repository of the keys of a map. */
export const namesIn = (keys: ReadonlyMap<string, unknown>, repository: string): string[] =>
  [...keys.keys()].flatMap((key) =>
    key.startsWith(`${repository} `) ? [key.slice(repository.length + 1)] : [],
  )

/** Writes by what they change, in the order in which they were added. */
export function createWrites<Value>() {
  const map = new Map<string, Write<Value>[]>()
  const add = (key: string, write: Write<Value>) => {
    const known = map.get(key)
    if (known) known.push(write)
    else map.set(key, [write])
  }
  return { map, add }
}

/** Names by a key, each once, in the order in which they were added. */
export function createSets() {
  const sets = new Map<string, Set<string>>()
  return {
    add: (key: string, name: string) => void sets.set(key, (sets.get(key) ?? new Set()).add(name)),
    of: (key: string): readonly string[] => [...(sets.get(key) ?? [])],
  }
}
