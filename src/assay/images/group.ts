import type { RequirementResult } from '../../engine/events.ts'
import type { Finding } from '../../engine/verdict.ts'

/** The same finding, in one image or in many. */
export interface FindingGroup {
  finding: Finding
  /** Images that have it. */
  count: number
  /** The first of them. */
  first: string[]
  /** The one that was added last. */
  last: string
}

/** Why something could not be evaluated, in one image or in many. */
export interface ReasonGroup {
  reason: string
  count: number
  first: string[]
}

/** What one image shows of a requirement, as far as it is gathered. */
export type Shown = Pick<RequirementResult, 'id' | 'verdict' | 'findings' | 'reason' | 'blockedBy'>

/** What all images show of one requirement. */
export interface Gathered {
  passed: number
  findings: Map<string, FindingGroup>
  errors: Map<string, ReasonGroup>
  /** Of an image in which it was neither evaluated nor in error. */
  blocked?: { by: string; reason: string }
  skipped?: string
}

/** Images that are named in a group. */
const mostNamed = 3

/** Groups of one requirement: beyond them the rest is counted. */
const mostGroups = 2000

/** What makes findings of different images the same: what happened, with what was expected and received. */
const keyOf = ({ verdict, title, expected, received }: Finding): string =>
  JSON.stringify([verdict, title, expected, received])

/** Gathers the verdicts of images, requirement by requirement: the same cause is one finding, however many images have it. */
export function createGathering() {
  const all = new Map<string, Gathered>()
  let earlier = 0
  const of = (id: string): Gathered => {
    const found = all.get(id) ?? { passed: 0, findings: new Map(), errors: new Map() }
    all.set(id, found)
    return found
  }
  function addFinding(gathered: Gathered, finding: Finding, image: string): void {
    const key = keyOf(finding)
    const group = gathered.findings.get(key)
    if (!group) {
      if (gathered.findings.size < mostGroups)
        gathered.findings.set(key, { finding, count: 1, first: [image], last: image })
      return
    }
    // An image may have a finding in several places.
    if (group.last === image) return
    group.last = image
    group.count += 1
    if (group.first.length < mostNamed) group.first.push(image)
  }
  function addError(gathered: Gathered, reason: string, image: string): void {
    const group = gathered.errors.get(reason)
    if (group) {
      group.count += 1
      if (group.first.length < mostNamed) group.first.push(image)
    } else if (gathered.errors.size < mostGroups) {
      gathered.errors.set(reason, { reason, count: 1, first: [image] })
    }
  }
  return {
    of,
    /** Adds what one image shows of a requirement. */
    add({ id, verdict, findings, reason = '', blockedBy }: Shown, image: string): void {
      const gathered = of(id)
      for (const finding of findings) addFinding(gathered, finding, image)
      if (verdict === 'pass') gathered.passed += 1
      if (verdict === 'error') addError(gathered, reason, image)
      if (verdict === 'blocked' && blockedBy !== undefined) gathered.blocked ??= { by: blockedBy, reason }
      if (verdict === 'skipped') gathered.skipped ??= reason
    },
    /** Takes note of an image that is taken over from an earlier result, in which nothing failed. */
    addEarlier(): void {
      earlier += 1
    },
    /** Images that were taken over. */
    get earlier() {
      return earlier
    },
    /** Adds an image that could not be opened. */
    addUnopened(id: string, reason: string, image: string): void {
      addError(of(id), reason, image)
    },
  }
}

export type Gathering = ReturnType<typeof createGathering>

/** `app:1.0, app:1.1 and 212 more`. */
export const namesOf = ({ first, count }: { first: readonly string[]; count: number }): string =>
  `${first.join(', ')}${count > first.length ? ` and ${count - first.length} more` : ''}`
