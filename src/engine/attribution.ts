import type { Question, Evaluation } from './evaluation.ts'
import { overlap, subjectsOf, type Subject } from './subject.ts'
import { isAsGrave, type Finding, type Statement } from './verdict.ts'

/** What caused a block: the requirement at its root, or why there is none. */
export type BlockCause =
  | { kind: 'cause'; id: string }
  /** The root is optional and absent. */
  | { kind: 'unsupported' }
  /** The root only warns, which keeps no MUST from being evaluated. */
  | { kind: 'warns' }
  | { kind: 'holds' }

/** Finds what the failures and blocks of a run follow from. */
export interface Attribution {
  /** The requirement that a finding follows from; undefined where it is independent. */
  ofFinding(finding: Finding): string | undefined
  /** What caused a test to end at requirement `by`, for a requirement of this gravity. */
  ofBlock(by: string, test: string, gravity: Gravity): BlockCause
  /** The requirement that explains why a test could not evaluate this one; undefined where none does. */
  ofError(requirement: string, test: string): string | undefined
}

type Gravity = Finding['verdict']

interface Made {
  test: string
  statement: Statement
}

/**
 * Follows dependencies between requirements (`dependsOn`), directly or through a chain. A finding follows from one that is at
 * least as grave and has the same subject, or one that contains it. The subject of a registry test is the content that it made
 * itself: where it judged the other requirement on that content, that judgement counts; where it did not, a failure of the same
 * operation (read blobs, PUT manifests) elsewhere in the run does. Variants of one duty (`variantOf`) that fail alike have one cause.
 */
export function attribution(
  { requirements, wanted }: Question,
  evaluations: ReadonlyMap<string, readonly Evaluation[]>,
): Attribution {
  const planned = new Map(requirements.map((each) => [each.id, each]))
  const made = new Map(
    [...evaluations].map(([id, all]) => [
      id,
      all.flatMap(({ test, statements }) => statements.map((statement): Made => ({ test, statement }))),
    ]),
  )
  const madeOf = (id: string): readonly Made[] => made.get(id) ?? []
  const findingsOf = (id: string): Finding[] =>
    madeOf(id).flatMap(({ statement }) => (statement.kind === 'failed' ? [statement.finding] : []))
  const gravityOf = (id: string): Gravity => (planned.get(id)?.level === 'MUST' ? 'fail' : 'warn')
  const isJudgedBy = (id: string, test: string): boolean =>
    madeOf(id).some(
      (each) => each.test === test && (each.statement.kind === 'passed' || each.statement.kind === 'failed'),
    )

  const subjects = new Map<Finding, readonly Subject[]>()
  const subjectsFor = (finding: Finding): readonly Subject[] => {
    const found = subjects.get(finding) ?? subjectsOf(finding)
    subjects.set(finding, found)
    return found
  }
  const isRelated = (effect: Finding, cause: Finding): boolean =>
    overlap(subjectsFor(effect), subjectsFor(cause)) ||
    (isOnWire(effect) &&
      !isOfSequence(cause) &&
      isAlike(effect, cause) &&
      !isJudgedBy(cause.requirement, effect.test))

  const known = new Map<string | Finding, string | undefined>()
  /** Remembers an answer, and takes what is still being looked for as unexplained. */
  const once = (key: string | Finding, find: () => string | undefined): string | undefined => {
    if (known.has(key)) return known.get(key)
    known.set(key, undefined)
    const found = find()
    known.set(key, found)
    return found
  }

  /** A finding that can explain one of this gravity, by itself or by what it follows from: a warning explains no failure. */
  const isGrave = (finding: Finding, gravity: Gravity): boolean => {
    if (isAsGrave(finding.verdict, gravity)) return true
    const cause = ofFinding(finding)
    return cause !== undefined && findingsOf(cause).some(({ verdict }) => isAsGrave(verdict, gravity))
  }

  /** The first dependency of a requirement that explains something of this gravity. */
  const causeOf = (
    requirement: string,
    test: string,
    gravity: Gravity,
    isRoot: (cause: Finding) => boolean,
  ): string | undefined => {
    for (const id of planned.get(requirement)?.dependsOn ?? []) {
      const root = findingsOf(id).find((each) => isGrave(each, gravity) && isRoot(each))
      const cause = root ? (ofFinding(root) ?? id) : unfinished(id, test, gravity, isRoot)
      if (cause !== undefined && cause !== requirement) return cause
    }
    return undefined
  }

  /** A cause without findings, which could not be evaluated itself, cannot be ruled out. */
  const isShown = (id: string, isRoot: (cause: Finding) => boolean): boolean =>
    findingsOf(id).length === 0 || findingsOf(id).some(isRoot)

  /** Why a requirement was not evaluated, in this test or, where it did not judge it, in another one. */
  const unfinished = (
    id: string,
    test: string,
    gravity: Gravity,
    isRoot: (cause: Finding) => boolean,
  ): string | undefined => {
    const judged = isJudgedBy(id, test)
    for (const each of madeOf(id).filter((one) => one.test === test || !judged)) {
      const { statement } = each
      if (statement.kind === 'blocked') {
        const cause = ofBlock(statement.by, each.test, gravity)
        if (cause.kind === 'cause' && isShown(cause.id, isRoot)) return cause.id
      } else if (statement.kind === 'error' && isOpen(statement) && isAsGrave(gravityOf(id), gravity)) {
        const cause = ofError(id, each.test)
        if (cause !== undefined && isShown(cause, isRoot)) return cause
      }
    }
    return undefined
  }

  const ofFinding = (finding: Finding): string | undefined =>
    once(
      finding,
      () =>
        causeOf(finding.requirement, finding.test, finding.verdict, (cause) => isRelated(finding, cause)) ??
        variantOf(finding),
    )

  /** The plainest requirement of the same duty, or the first variant of it, that fails alike. */
  const variantOf = (finding: Finding): string | undefined => {
    const plain = planned.get(finding.requirement)?.variantOf
    if (plain === undefined) return undefined
    const variants = requirements.filter((each) => each.variantOf === plain).map(({ id }) => id)
    for (const id of [plain, ...variants.slice(0, variants.indexOf(finding.requirement))]) {
      const root = findingsOf(id).find(
        (each) => isAsGrave(each.verdict, finding.verdict) && showsTheSame(each, finding),
      )
      const cause = root && (ofFinding(root) ?? id)
      if (cause !== undefined && cause !== finding.requirement) return cause
    }
    return undefined
  }

  const ofError = (requirement: string, test: string): string | undefined =>
    once(`${requirement} ${test}`, () =>
      causeOf(
        requirement,
        test,
        gravityOf(requirement),
        (cause) => cause.test === test || !isJudgedBy(cause.requirement, test),
      ),
    )

  const ofBlock = (by: string, test: string, gravity: Gravity, seen: readonly string[] = []): BlockCause => {
    const findings = findingsOf(by)
    const grave = findings.filter((each) => isGrave(each, gravity))
    const root = grave.find((each) => each.test === test) ?? grave[0]
    if (root) return { kind: 'cause', id: ofFinding(root) ?? by }
    if (findings.length > 0) return { kind: 'warns' }
    const block = madeOf(by).find(({ statement }) => statement.kind === 'blocked')?.statement
    if (block?.kind === 'blocked' && !seen.includes(block.by))
      return ofBlock(block.by, test, gravity, [...seen, by])
    const error = madeOf(by).find(({ statement }) => statement.kind === 'error')
    if (error?.statement.kind === 'error') {
      return { kind: 'cause', id: (isOpen(error.statement) ? ofError(by, error.test) : undefined) ?? by }
    }
    const isLeftOut = !wanted.has(by) || madeOf(by).some(({ statement }) => statement.kind === 'skipped')
    if (isLeftOut) return { kind: 'cause', id: by }
    return {
      kind: madeOf(by).some(({ statement }) => statement.kind === 'unsupported') ? 'unsupported' : 'holds',
    }
  }

  return { ofFinding, ofBlock, ofError }
}

/** Whether something that failed may explain an error. */
const isOpen = ({ bug, denied }: Extract<Statement, { kind: 'error' }>): boolean => !bug && !denied

const operationsOf = ({ evidence }: Finding): (string | undefined)[] =>
  evidence.flatMap((each) => (each.kind === 'exchange' ? [each.operation] : []))

/** Seen in the same kind of request, as far as that is known: a response to one kind shows nothing about another. */
function isAlike(effect: Finding, cause: Finding): boolean {
  const others = operationsOf(cause)
  return operationsOf(effect).some(
    (one) => one === undefined || others.some((other) => other === undefined || other === one),
  )
}

/** What was received is what counts of it, and then, behind a comma, details such as its size. */
const gist = ({ expected, received }: Finding): string => JSON.stringify([expected, received.split(',')[0]])

/** The same was received where the same was expected: another response has another cause. */
const showsTheSame = (one: Finding, other: Finding): boolean => gist(one) === gist(other)

/** Seen after operations on content of their own, which show nothing of what is done elsewhere. */
const isOfSequence = ({ evidence }: Finding): boolean =>
  evidence.some((each) => each.kind === 'exchange' && each.sequence !== undefined)

/** Seen in exchanges with a registry, and not in the content of an image. */
const isOnWire = ({ evidence }: Finding): boolean => evidence.some(({ kind }) => kind === 'exchange')
