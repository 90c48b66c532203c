import { broken, holds, type Broken, type Judgement } from '../../src/engine/judgement.ts'
import type { SpecVersion } from '../../src/engine/requirement.ts'
import { defineTest, type Test } from '../../src/engine/suite.ts'
import type { Evidence } from '../../src/engine/verdict.ts'
import type { ImageContext } from './context.ts'
import type { ImageFacts, Unread, UnreadKind } from './facts/facts.ts'

/** A requirement that could not be evaluated, or not for all that it covers. */
export interface Unevaluated {
  requirement: string
  unevaluated: string
}

/** One thing that is said of one requirement, with the places where it can be seen. */
export interface Said {
  requirement: string
  judgement: Judgement
  evidence: readonly Evidence[]
}

export interface Asked {
  spec: SpecVersion
  /** Whether everything that the image refers to is promised to be in it. */
  closed: boolean
}

/** A test that judges what was found out about the image: a pure function of facts. */
export interface JudgedTest {
  id: string
  title: string
  decides: readonly string[]
  /** How many things there are to look at. With none, the requirements are skipped for this reason. */
  count: (image: ImageFacts) => number
  nothing: string
  /**
   * What it looks at. Where all of a kind could not be read, what is not seen broken is blocked; where
   * some of it could, that is what is judged, since the cause is told under its own requirement.
   */
  looksAt: readonly UnreadKind[]
  /** Why nothing can be read of what only this test looks at. */
  unread?: (image: ImageFacts) => Unread | undefined
  /** What is broken, and what is worth a note. What is not said of a requirement in `decides` holds. */
  judge: (image: ImageFacts, asked: Asked) => Iterable<Said | Unevaluated>
}

/** Findings of one requirement that are told one by one; of an image with more the rest is counted. */
const mostFindings = 50

/** The kinds of which at least one thing could be judged. */
function kindsSeen({ documents, blobs }: ImageFacts): Set<UnreadKind> {
  const seen = new Set<UnreadKind>(documents.filter(({ judged }) => judged).map(({ kind }) => kind))
  for (const { facts, verified } of blobs.values()) if (facts && verified !== false) seen.add('layer')
  return seen
}

/** A judge as a test for the engine. */
export const judged = ({ id, title, decides, ...test }: JudgedTest): Test<ImageContext> =>
  defineTest<ImageContext>({
    id,
    title,
    decides,
    async run(t) {
      const image = await t.facts()
      const seen = test.count(image)
      const undecided = new Set(decides)
      const findings = new Map<string, { count: number; last: Broken }>()
      for (const said of test.judge(image, t)) {
        const { requirement } = said
        undecided.delete(requirement)
        if ('unevaluated' in said) {
          t.unevaluated(requirement, said.unevaluated)
          continue
        }
        const { judgement, evidence } = said
        if (!judgement.holds) {
          const count = (findings.get(requirement)?.count ?? 0) + 1
          findings.set(requirement, { count, last: judgement })
          if (count > mostFindings) continue
        }
        t.check(requirement, judgement, ...evidence)
      }
      for (const [requirement, { count, last }] of findings) {
        if (count <= mostFindings) continue
        const more = broken(
          `does so in ${count - mostFindings} more places`,
          last.expected,
          'not told one by one',
        )
        t.check(requirement, last.severity === undefined ? more : { ...more, severity: last.severity })
      }
      const seenKinds = kindsSeen(image)
      const concerning = image.unread.filter(({ kinds }) => kinds.some((kind) => test.looksAt.includes(kind)))
      // A limit of this program: whatever else was seen, not everything was.
      const own = test.unread?.(image)
      const limited = [...concerning, ...(own ? [own] : [])].find(({ by }) => by === undefined)
      if (limited) {
        for (const requirement of decides) t.unevaluated(requirement, limited.reason)
        return
      }
      const unread = concerning.find(({ kinds }) =>
        kinds.some((kind) => test.looksAt.includes(kind) && !seenKinds.has(kind)),
      )
      const blocking = unread ?? own
      if (blocking?.by !== undefined) t.blocked(blocking.by, blocking.reason)
      for (const requirement of undecided) {
        if (seen === 0) t.skip(requirement, test.nothing)
        else t.check(requirement, holds())
      }
    },
  })

/** A place inside a document of the image. */
export const placeIn = (source: string, pointer?: string): Evidence =>
  pointer === undefined || pointer === '' ? { kind: 'content', source } : { kind: 'content', source, pointer }

/** Something that is told without being broken. */
export const noted = (requirement: string, note: string, ...evidence: Evidence[]): Said => ({
  requirement,
  judgement: holds(note),
  evidence,
})
