import { violated, holds } from '../../../src/engine/judgement.ts'
import type { ImageContext } from '../target/context.ts'
import { defineTest, type Test } from '../define.ts'
import type { ImageFacts, Unread, UnreadKind } from '../facts/facts.ts'
import type { RequirementId } from '../requirements.ts'
import { notApplicable } from './docker-archive.ts'
import type { Check, JudgeOptions, Unevaluated } from './check.ts'

/** A test whose judge is a pure function of the facts of the image. */
export interface JudgedTest {
  id: string
  title: string
  evaluates: readonly RequirementId[]
  /** How many things there are to judge. */
  count: (image: ImageFacts) => number
  /** Why the requirements are skipped where there are none. */
  nothing: string
  /**
   * What it judges, each by itself. Where nothing of these could be read, what is not evaluated is blocked by the cause;
   * where something could, that is what is judged.
   */
  readsAnyOf?: readonly UnreadKind[]
  /** What it compares with each other: where one of these could not be read at all, what is not evaluated is blocked. */
  readsAllOf?: readonly UnreadKind[]
  /** Why nothing can be read of what only this test looks at. */
  unread?: (image: ImageFacts, options: JudgeOptions) => Unread | undefined
  /** Violations and notes. A requirement in `evaluates` without one is followed. */
  judge: (image: ImageFacts, options: JudgeOptions) => Iterable<Check | Unevaluated>
}

/** Findings and notes of one requirement that are listed one by one; of an image with more the rest is counted. */
const mostOfOne = 50

/** The kinds of which at least one thing could be judged. */
function kindsSeen({ violations, blobs }: ImageFacts): Set<UnreadKind> {
  const seen = new Set<UnreadKind>([...violations.keys()].map(({ kind }) => kind))
  for (const { facts, verified } of blobs.values()) if (facts && verified !== false) seen.add('layer')
  return seen
}

/** The test of a judge. */
export const judgedTest = ({ id, title, evaluates, ...test }: JudgedTest): Test =>
  defineTest({
    id,
    title,
    evaluates,
    async run(t) {
      const image = await t.facts()
      const applicable = evaluates.filter((requirement) => {
        const reason = notApplicable(image, requirement)
        if (reason !== undefined) t.skip(requirement, reason)
        return reason === undefined
      })
      if (applicable.length === 0) return
      const seen = test.count(image)
      const inconclusive = recordAll(t, applicable, test.judge(image, t))
      const unread = unreadBy(test, image, t, seen)
      if (unread && unread.by === undefined) {
        // A limit of this program: whatever else was seen, not everything was.
        for (const requirement of applicable) t.unevaluated(requirement, unread.reason)
        return
      }
      if (unread?.by !== undefined) t.blocked(unread.by, unread.reason)
      for (const requirement of inconclusive) {
        if (seen === 0) t.skip(requirement, test.nothing)
        else t.check(requirement, holds())
      }
    },
  })

/** Records judgements, up to a number for each requirement; returns the requirements of which there are none. */
function recordAll(
  t: ImageContext,
  evaluates: readonly RequirementId[],
  judgements: Iterable<Check | Unevaluated>,
): Set<RequirementId> {
  const inconclusive = new Set(evaluates)
  const counts = new Map<string, { count: number; last: Check | Unevaluated }>()
  for (const each of judgements) {
    const { requirement } = each
    if (!evaluates.includes(requirement)) continue
    inconclusive.delete(requirement)
    const form = formOf(each)
    const count = (counts.get(`${requirement} ${form}`)?.count ?? 0) + 1
    counts.set(`${requirement} ${form}`, { count, last: each })
    if (count > mostOfOne) continue
    if ('unevaluated' in each) t.unevaluated(requirement, each.unevaluated)
    else t.check(requirement, each.judgement, ...each.evidence)
  }
  for (const { count, last } of counts.values()) {
    if (count > mostOfOne) recordMore(t, last, count - mostOfOne)
  }
  return inconclusive
}

const formOf = (each: Check | Unevaluated): string => {
  if ('unevaluated' in each) return 'unevaluated'
  return each.judgement.holds ? 'holds' : (each.judgement.severity ?? 'fails')
}

/** What is only counted. */
function recordMore(t: ImageContext, last: Check | Unevaluated, more: number): void {
  const { requirement } = last
  if ('unevaluated' in last) t.unevaluated(requirement, `${more} more could not be evaluated`)
  else if (last.judgement.holds) t.check(requirement, holds(`${more} more such notes`))
  else {
    const { expected, severity } = last.judgement
    const judgement = violated(`also in ${more} more places`, expected, 'not listed one by one')
    // With a place, since what has none concerns the whole image, and would explain what is wrong elsewhere.
    t.check(requirement, severity === undefined ? judgement : { ...judgement, severity }, ...last.evidence)
  }
}

/** What keeps a test from judging what it has not evaluated: a limit first, since that concerns what was seen too. */
function unreadBy(
  { readsAnyOf = [], readsAllOf = [], unread }: Pick<JudgedTest, 'readsAnyOf' | 'readsAllOf' | 'unread'>,
  image: ImageFacts,
  options: JudgeOptions,
  count: number,
): Unread | undefined {
  const seen = kindsSeen(image)
  const own = unread?.(image, options)
  const concerning = image.unread.filter(({ kinds }) =>
    kinds.some((kind) => readsAnyOf.includes(kind) || readsAllOf.includes(kind)),
  )
  const limited = [...concerning, ...(own ? [own] : [])].find(({ by }) => by === undefined)
  const lacks = readsAnyOf.some((kind) => seen.has(kind)) ? [] : readsAnyOf
  const lacking = [...lacks, ...readsAllOf.filter((kind) => !seen.has(kind))]
  const lacked = concerning.find(({ kinds }) => kinds.some((kind) => lacking.includes(kind)))
  // Of what was read there may be nothing that this is about.
  return limited ?? lacked ?? own ?? (count === 0 ? concerning[0] : undefined)
}
