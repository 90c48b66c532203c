import type { FoundIn } from '../../engine/judgement.ts'
import type { Finding, Statement } from '../../engine/verdict.ts'
import { namesIn } from '../text/finding-title.ts'
import { plural } from '../text/words.ts'
import type { FindingGroup, Gathering, ReasonGroup } from './gathering.ts'

/** Findings of one requirement that are listed; the rest is counted. */
const mostFindings = 50

/** Images that are named in a group. */
const mostNamed = 3

/** Images by their places: what refers to others has no place in the list, and is ordered by its name after it. */
export interface Names {
  /** In the list of the run. */
  listed: number
  /** Of what is in the list, then of the others. */
  names: readonly string[]
}

/** What a requirement amounts to over all images: the statements of the one test that reports them. */
export function statementsOf(
  requirement: string,
  test: string,
  gathering: Gathering,
  names: Names,
): Statement[] {
  const { passed, blocked, skipped } = gathering.of(requirement)
  const trouble = troubleOf(requirement, test, gathering, names)
  if (passed > 0) return [...trouble, { kind: 'passed' }]
  if (trouble.length > 0) return trouble
  if (gathering.passedEarlier(requirement)) {
    const text = 'was evaluated in an earlier run, of images that have not changed'
    return [{ kind: 'passed', note: { text, test, evidence: [] } }]
  }
  if (blocked?.by !== undefined) return [{ kind: 'blocked', by: blocked.by, reason: blocked.reason }]
  return [{ kind: 'skipped', reason: skipped?.reason ?? 'no image has anything to evaluate' }]
}

/** What was found so far: failures and what could not be evaluated, those that most images have first. */
export function troubleOf(
  requirement: string,
  test: string,
  gathering: Gathering,
  names: Names,
): Statement[] {
  const { findings, errors } = gathering.of(requirement)
  const groups = mostFirst(findings)
  const rest = groups.slice(mostFindings)
  return [
    ...groups.slice(0, mostFindings).map(({ finding, at }): Statement => ({
      kind: 'failed',
      finding: { ...finding, test, images: foundIn(at, names) },
    })),
    ...restOf(rest, test, names),
    ...mostFirst(errors).map(({ reason, at }): Statement => {
      const images = foundIn(at, names)
      const which = images.count === 1 ? namesIn(images) : `${images.count} images: ${namesIn(images)}`
      return { kind: 'error', reason: `${reason} (${which})` }
    }),
  ]
}

/** The groups that are not listed, as one finding. */
function restOf(rest: readonly FindingGroup[], test: string, names: Names): Statement[] {
  const [first] = rest
  if (!first) return []
  const title = `also has ${plural(rest.length, 'more different finding')}`
  const images = foundIn([...new Set(rest.flatMap(({ at }) => at))], names)
  const { conditions: _, ...like } = first.finding
  const received = 'what differs from all that is listed'
  const finding: Finding = { ...like, test, title, received, images }
  return [{ kind: 'failed', finding }]
}

/** Failures before warnings: what is not listed must not be graver than what is. */
const gravity = (group: FindingGroup | ReasonGroup): number =>
  'finding' in group && group.finding.verdict === 'fail' ? 0 : 1

const mostFirst = <Group extends FindingGroup | ReasonGroup>(groups: readonly Group[]): Group[] =>
  groups.toSorted(
    (one, other) =>
      gravity(one) - gravity(other) ||
      other.at.length - one.at.length ||
      (one.at[0] ?? 0) - (other.at[0] ?? 0),
  )

function foundIn(at: readonly number[], { listed, names }: Names): FoundIn {
  const inList = at.filter((place) => place < listed).toSorted((one, other) => one - other)
  const namesOf = (places: readonly number[]) => places.map((place) => names[place] ?? '')
  const others = namesOf(at.filter((place) => place >= listed)).toSorted()
  const first = [...namesOf(inList.slice(0, mostNamed)), ...others].slice(0, mostNamed)
  return { count: at.length, first }
}
