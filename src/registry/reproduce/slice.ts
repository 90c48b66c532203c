import { stateOfLists } from './list-state.ts'
import {
  changesOfTheSame,
  doneBefore,
  existence,
  lastIn,
  listed,
  openBeside,
  readsBefore,
  sessionBefore,
} from './related.ts'
import { endOf, succeeded, type Step, type Steps } from './step.ts'
import { createIndex, isPush } from './step-index.ts'

/** No script is of use to anybody with more requests; a run may have thousands that bear on a list. */
export const mostSteps = 150

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
  // Of a sequence nothing matters but what shows it.
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
    const { reads, writes } = step.operation
    for (const key of new Set([...reads, ...writes]))
      // What others have pushed before is pushed again by everybody who uses it, and once is enough.
      for (const each of writersOf(key, step, isOwn(step) || reads.includes(key))) keep(each)
  }

  /** What changed a key before a step: all that the tests concerned did, else the last that anybody did. */
  const writersOf = (key: string, step: Step, ofOthers: boolean): readonly Step[] => {
    if (key.startsWith('tags ') && !isOwn(step)) return []
    const before = index.writers(key).filter(({ first }) => first.id < step.first.id)
    if (key.startsWith('referrers ')) return before.filter((each) => isOwn(each) || succeeded(each))
    const own = before.filter((each) => isOwn(each) || each.test === step.test)
    const mine = isWhole ? before.filter(isOwn) : own
    if (mine.some(succeeded) || key.startsWith('tags ') || !ofOthers) return mine
    const other =
      before.findLast((each) => isPush(each) && endOf(each) <= step.first.startedAt) ?? elsewhere(key, step)
    return other ? [...mine, other] : mine
  }

  /** Where it is in none of the places that were looked at, it is in another one. */
  const elsewhere = (key: string, step: Step): Step | undefined => {
    const [kind = '', , digest = ''] = key.split(' ')
    if (kind === 'tag' || !digest.includes(':')) return undefined
    const pushes = index.pushesOf(digest).filter((each) => endOf(each) <= step.first.startedAt)
    return pushes.find(isOwn) ?? pushes[0]
  }

  const add = (steps: readonly Step[]): void => {
    for (const each of steps) keep(each)
  }
  const addOfRoots = (related: (root: Step) => readonly Step[]): void => {
    for (const root of roots) add(related(root))
  }

  add(roots)
  addOfRoots((root) =>
    [...named, ...lastIn(root)].flatMap((name) => index.named(name, root.operation.repository ?? '', root)),
  )
  addOfRoots((root) => listed(root, index, kept))
  if (!isWhole) addOfRoots((root) => doneBefore(root, earlier, kept))
  addOfRoots((root) => stateOfLists(root, index, kept))
  for (let size = -1; size < kept.size;) {
    size = kept.size
    add(changesOfTheSame(kept, earlier, tests))
  }
  addOfRoots((root) => existence(root, earlier, kept))
  add(openBeside(kept, earlier))
  add(readsBefore(kept, earlier, tests))
  return earlier.filter((step) => kept.has(step))
}
