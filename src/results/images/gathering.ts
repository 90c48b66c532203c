import type { RequirementResult } from '../../engine/events.ts'
import type { Finding } from '../../engine/verdict.ts'

/** The same finding, in one image or in many. */
export interface FindingGroup {
  /** As the first of the images has it. */
  finding: Finding
  /** Places of the images that have it, in their order. */
  at: number[]
}

/** Why something could not be evaluated, in one image or in many. */
export interface ReasonGroup {
  reason: string
  /** The requirement that keeps it from being evaluated. */
  by?: string
  /** Places of the images, in their order. */
  at: number[]
}

/** What one image shows of a requirement, as far as it is gathered. */
export type Shown = Pick<RequirementResult, 'id' | 'verdict' | 'findings' | 'reason' | 'blockedBy'>

/** What all images show of one requirement. */
export interface Gathered {
  /** Images in which it passed. */
  passed: number
  findings: FindingGroup[]
  errors: ReasonGroup[]
  /** Of the first image in which it was neither evaluated nor in error. */
  blocked?: ReasonGroup
  skipped?: ReasonGroup
}

/** Groups of one requirement: beyond them the rest is counted. */
const mostGroups = 2000

/** What makes findings of different images the same: what happened, with what was expected and received. */
const keyOf = ({ verdict, title, expected, received }: Finding): string =>
  JSON.stringify([verdict, title, expected, received])

/** A group with the least of its places, which need not be the first that was added. */
type Growing<Group> = Group & { least: number }

interface Groups extends Omit<Gathered, 'findings' | 'errors'> {
  findings: Map<string, Growing<FindingGroup>>
  errors: Map<string, Growing<ReasonGroup>>
}

/** Adds places to a group; returns it where the first of all its images is among them. */
function addTo<Group extends { at: number[] }>(
  groups: Map<string, Growing<Group>>,
  key: string,
  group: Group,
): Growing<Group> | undefined {
  const least = firstOf(group.at)
  const known = groups.get(key)
  if (!known) {
    if (groups.size < mostGroups) groups.set(key, { ...group, at: [...group.at], least })
    return undefined
  }
  // An image may have a finding in several places.
  for (const at of group.at) if (known.at.at(-1) !== at) known.at.push(at)
  if (least >= known.least) return undefined
  known.least = least
  return known
}

/**
 * Gathers the verdicts of images, requirement by requirement: the same cause is one finding, however many images have it.
 * Images are named by their places, and may come in any order: what is gathered does not depend on it.
 */
export interface Gathering {
  /** What the images show of a requirement so far. */
  of(requirement: string): Gathered
  /** Adds what images show of a requirement. */
  add(shown: Shown, at: number): void
  addFinding(requirement: string, finding: Finding, at: readonly number[]): void
  addReason(requirement: string, kind: 'errors' | 'blocked' | 'skipped', group: ReasonGroup): void
  addPassed(requirement: string, images: number): void
  /** Takes note of images that are taken over from an earlier result, and of what passed in it: nothing failed in them. */
  addEarlier(passed: readonly string[]): void
  /** Whether a requirement passed where images that are taken over were read. */
  passedEarlier(requirement: string): boolean
  /** Ids of requirements of which something is gathered. */
  requirements(): string[]
}

export function createGathering(): Gathering {
  const all = new Map<string, Groups>()
  const earlier = new Set<string>()
  const groupsOf = (id: string): Groups => {
    const found = all.get(id) ?? { passed: 0, findings: new Map(), errors: new Map() }
    all.set(id, found)
    return found
  }

  const gathering: Gathering = {
    of(id) {
      const { findings, errors, ...rest } = groupsOf(id)
      return {
        ...rest,
        findings: [...findings.values()].map(inOrder),
        errors: [...errors.values()].map(inOrder),
      }
    },
    add({ id, verdict, findings, reason = '', blockedBy }, at) {
      for (const finding of findings) gathering.addFinding(id, finding, [at])
      if (verdict === 'pass') gathering.addPassed(id, 1)
      if (verdict === 'error') gathering.addReason(id, 'errors', { reason, at: [at] })
      if (verdict === 'blocked' && blockedBy !== undefined)
        gathering.addReason(id, 'blocked', { reason, by: blockedBy, at: [at] })
      if (verdict === 'skipped') gathering.addReason(id, 'skipped', { reason, at: [at] })
    },
    addFinding(id, finding, at) {
      const known = addTo(groupsOf(id).findings, keyOf(finding), { finding, at: [...at] })
      if (known) known.finding = finding
    },
    addReason(id, kind, group) {
      const groups = groupsOf(id)
      if (kind === 'errors') addTo(groups.errors, group.reason, group)
      else if (firstOf(group.at) < firstOf(groups[kind]?.at ?? []))
        groups[kind] = { ...group, at: [firstOf(group.at)] }
    },
    addPassed(id, images) {
      groupsOf(id).passed += images
    },
    addEarlier(passed) {
      for (const id of passed) earlier.add(id)
    },
    passedEarlier: (id) => earlier.has(id),
    requirements: () => [...new Set([...all.keys(), ...earlier])],
  }
  return gathering
}

const firstOf = (at: readonly number[]): number => at.reduce((least, each) => Math.min(least, each), Infinity)

const inOrder = <Group extends { at: number[] }>(group: Growing<Group>): Group => {
  const { least: _least, ...rest } = group
  return { ...(rest as unknown as Group), at: [...new Set(group.at)].toSorted((one, other) => one - other) }
}
