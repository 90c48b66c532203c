import { isChange, succeeded, type Step, type Steps } from './step.ts'

/** No script is of use to anybody with more requests; a run may have thousands that bear on a list. */
export const mostSteps = 150

/** Of shared content that a list shows, as much is pushed anew. */
const mostListed = 12

export interface Slicing {
  /** What the finding rests on. */
  roots: readonly Step[]
  /** Tags and digests that the comparison names. */
  named: readonly string[]
  /** The roots are all that was sent to show it: of other requests only what they build on matters. */
  isWhole: boolean
}

/**
 * The steps of a run that lead to some of them, in order: what they depend on, by what changed it before. What a test did itself
 * comes first; what it found there was made by another one. Of reads those are kept that came before a change of what they
 * read, since a cache may have kept what they found.
 */
export function sliceTo({ roots, named, isWhole }: Slicing, { all }: Steps): Step[] {
  const kept = new Set<Step>()
  const tests = new Set(isWhole ? [] : roots.map(({ test }) => test))
  const last = Math.max(...roots.map(({ first }) => first.id))
  const earlier = all.filter(({ first }) => first.id <= last)
  const index = createIndex(earlier)
  const isOwn = (step: Step): boolean => (isWhole ? roots.includes(step) : tests.has(step.test))

  const keep = (step: Step): void => {
    if (kept.has(step) || kept.size > mostSteps) return
    kept.add(step)
    if (step.source && (step.session || step.source.by === 'next' || roots.includes(step)))
      keep(step.source.step)
    if (step.session) for (const each of sessionBefore(step, earlier)) keep(each)
    for (const key of new Set([...step.operation.reads, ...step.operation.writes]))
      for (const each of writersOf(key, step)) keep(each)
  }

  /** What changed a key before a step: all that the tests concerned did, else the last that anybody did. */
  const writersOf = (key: string, step: Step): readonly Step[] => {
    const before = index.writers(key).filter(({ first }) => first.id < step.first.id)
    if (key.startsWith('referrers ')) return before.filter((each) => isOwn(each) || succeeded(each))
    const own = before.filter((each) => isOwn(each) || each.test === step.test)
    const mine = isWhole ? before.filter(isOwn) : own
    if (mine.some(succeeded) || key.startsWith('tags ')) return mine
    const other = before.findLast(isPush) ?? elsewhere(key, step)
    return other ? [...mine, other] : mine
  }

  /** Where it is in none of the places that were looked at, it is in another one. */
  const elsewhere = (key: string, step: Step): Step | undefined => {
    const [kind = '', , digest = ''] = key.split(' ')
    if (kind === 'tag' || !digest.includes(':')) return undefined
    const pushes = index.pushesOf(digest).filter(({ first }) => first.id < step.first.id)
    return pushes.find(isOwn) ?? pushes[0]
  }

  for (const root of roots) keep(root)
  for (const root of roots) {
    const { repository = '' } = root.operation
    const names = [...named, ...lastIn(root)]
    for (const each of names.flatMap((name) => index.named(name, repository, root))) keep(each)
  }
  for (const root of roots) for (const each of listed(root, index, kept)) keep(each)
  for (let size = 0; size < kept.size;) {
    size = kept.size
    if (!isWhole) for (const each of changesOfTheSame(kept, earlier, tests)) keep(each)
  }
  for (const root of roots) for (const each of existence(root, earlier, kept)) keep(each)
  if (!isWhole) for (const each of readsBefore(kept, earlier, tests)) keep(each)
  return earlier.filter((step) => kept.has(step))
}

const isDeletion = ({ first }: Step): boolean => first.request.method === 'DELETE'

const isPush = (step: Step): boolean => succeeded(step) && !isDeletion(step)

const add = (map: Map<string, Step[]>, key: string, step: Step) => {
  const known = map.get(key)
  if (known) known.push(step)
  else map.set(key, [step])
}

function createIndex(steps: readonly Step[]) {
  const writers = new Map<string, Step[]>()
  const pushes = new Map<string, Step[]>()
  for (const step of steps)
    for (const key of step.operation.writes) {
      add(writers, key, step)
      const name = key.slice(key.lastIndexOf(' ') + 1)
      if (name !== '' && isPush(step)) add(pushes, name, step)
    }
  const of = (key: string): readonly Step[] => writers.get(key) ?? []
  return {
    writers: of,
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

type Index = ReturnType<typeof createIndex>

/** The tag after which a list was requested. */
const lastIn = ({ first }: Step): string[] => {
  const last = URL.canParse(first.request.url) ? new URL(first.request.url).searchParams.get('last') : null
  return last === null ? [] : [last]
}

/** Of a list of tags that a test has not made itself: those that the response lists, with their like. */
function listed(root: Step, index: Index, kept: ReadonlySet<Step>): readonly Step[] {
  const key = root.operation.reads.find((each) => each.startsWith('tags '))
  if (key === undefined) return []
  const makers = index.writers(key).filter((step) => isPush(step) && step.first.id < root.first.id)
  if (makers.some((step) => step.test === root.test && kept.has(step))) return []
  const text = root.last.response?.body.text ?? ''
  const named = makers.filter(({ first }) => text.includes(`"${tagOf(first.request.url)}"`))
  const counts = new Map<string, number>()
  for (const { test } of named.length > 0 ? named : makers) counts.set(test, (counts.get(test) ?? 0) + 1)
  const [most] = [...counts].toSorted(([, one], [, other]) => other - one)
  const like = makers.filter(({ test }) => test === most?.[0])
  return [...new Set([...named.slice(0, mostListed), ...like])].slice(0, mostListed)
}

const tagOf = (url: string): string => url.split('?', 1)[0]?.split('/').at(-1) ?? ''

/** What was sent to the same session before. */
const sessionBefore = ({ session, first }: Step, earlier: readonly Step[]): readonly Step[] =>
  earlier.filter((each) => each.session === session && each.first.id < first.id)

/** A repository comes into being with its first push: what is read there may be answered otherwise before. */
function existence(root: Step, earlier: readonly Step[], kept: ReadonlySet<Step>): readonly Step[] {
  const { repository } = root.operation
  if (isChange(root) && !isDeletion(root)) return []
  const inIt = (step: Step): boolean =>
    isPush(step) && step.operation.repository === repository && step.operation.writes.length > 0
  if ([...kept].some(inIt)) return []
  const first = earlier.find((step) => step.first.id < root.first.id && inIt(step))
  return first ? [first] : []
}

/** Later changes of what is kept, such as the deletion of a manifest by its digest that a tag leads to. */
function changesOfTheSame(
  kept: ReadonlySet<Step>,
  earlier: readonly Step[],
  tests: ReadonlySet<string>,
): Step[] {
  const keys = new Set([...kept].flatMap(({ operation }) => operation.writes))
  return earlier.filter(
    (step) =>
      !kept.has(step) &&
      tests.has(step.test) &&
      step.operation.writes.some((key) => keys.has(key) && !key.startsWith('tags ')),
  )
}

/** Reads of what a step that is kept changed later, each once between two changes. */
function readsBefore(kept: ReadonlySet<Step>, earlier: readonly Step[], tests: ReadonlySet<string>): Step[] {
  const changed = new Map<string, number[]>()
  for (const step of kept)
    if (isChange(step))
      for (const key of step.operation.writes) changed.set(key, [...(changed.get(key) ?? []), step.first.id])
  // A tag changes with the manifest that it was pushed with.
  const manifestsOf = new Map<string, readonly string[]>()
  for (const { operation } of kept)
    for (const key of operation.writes)
      if (key.startsWith('tag '))
        manifestsOf.set(key, [
          ...(manifestsOf.get(key) ?? []),
          ...operation.writes.filter((each) => each.startsWith('manifest ')),
        ])
  const seen = new Set<string>()
  return earlier.filter((step) => {
    if (kept.has(step) || isChange(step) || !tests.has(step.test)) return false
    const next = step.operation.reads
      .flatMap((key) => [key, ...(manifestsOf.get(key) ?? [])])
      .flatMap((key) => changed.get(key) ?? [])
      .filter((id) => id > step.first.id)
    if (next.length === 0) return false
    const { method, url } = step.first.request
    const same = `${method} ${url} ${Math.min(...next)}`
    return seen.size !== seen.add(same).size
  })
}
