import { isAsGrave } from '../../../src/engine/verdict.ts'
import type { Contradiction } from '../model/contradiction.ts'
import type { RequirementId } from '../requirements.ts'
import type { RegistryContext } from '../target/context.ts'
import { judgedRequirements } from './judged.ts'
import { aboutOf, explaining, gravityOf, isKnown, kindOf, type Gravity } from './known.ts'
import { createTurns, type Turn } from './turns.ts'

/** How often all of a run are: a registry that is wrong in many ways must not make the run take hours. */
const mostOfRun = 300
/** Milliseconds from the first on in which sequences are reduced: a registry that is slow must not either. */
const timeOfRun = 240_000
/** How often a requirement is looked at whose contradictions are not seen again, or follow from others. */
const mostInVain = 4

/** Whether what was reported stays so; false where it came right by itself. */
export type Stays = true | Promise<boolean>

/**
 * What the sequences of a run have reported: a requirement once, and again where something graver is found. What the scripted
 * tests found is that of their end, so that it makes no difference which sequences end first.
 */
export interface Reported {
  /** Whether the scripted tests have found it, or what explains it, and that at least as grave. */
  isKnown: (contradiction: Contradiction) => boolean
  /**
   * Whether it stays so, where a sequence has reported something of the requirement, or of one that explains it, that is at least
   * as grave.
   */
  reportOf: (contradiction: Contradiction) => Stays | undefined
  add: (contradiction: Contradiction, stays: Stays) => void
  /**
   * Takes note that a contradiction was reduced to another one, which was reported: it explains what the first one would. Others like the
   * first are looked at themselves, since they may have another cause.
   */
  becomes: (contradiction: Contradiction, other: Contradiction) => void
  /** Whether another report that explains one that was added stays so; the one that was added counts no more then. */
  explanationOf: (contradiction: Contradiction) => Stays | undefined
  /** Whether a failure was reported that it may come from: also one that the same of another sequence was reduced to. */
  hasFailureFor: (contradiction: Contradiction) => boolean
  /** Whether it is still worth looking at; `inVain` counts once. */
  isHopeless: (contradiction: Contradiction) => boolean
  inVain: (contradiction: Contradiction) => void
  /** Whether another sequence has shown it too, and no repetition alone; takes note that this one has. */
  isSeenElsewhere: (contradiction: Contradiction, sequence: string) => boolean
  /** Repetitions that are left to reduce sequences. */
  left: () => number
  repeats: () => void
}

interface Report {
  part: string
  requirement: RequirementId
  gravity: Gravity
  stays: Stays
  /** It is not reported itself, see `becomes`. */
  explainsOnly?: true
  /** What is reported in its place: of that it is no explanation. */
  source?: Report
}

interface State {
  turns: ReturnType<typeof createTurns>
  scripted: ReadonlySet<string>
  reports: Report[]
  vain: Map<string, number>
  /** The sequence that has shown what no repetition has, by its kind. */
  passing: Map<string, string>
  repetitions: number
  started: number | undefined
}

const keyOf = (requirement: string, gravity: Gravity): string => `${gravity} ${requirement}`

const findingsBefore = (t: RegistryContext): Set<string> =>
  new Set(
    judgedRequirements.flatMap((id) =>
      (['fail', 'warn'] as const).flatMap((gravity) => (t.failed(id, gravity) ? [keyOf(id, gravity)] : [])),
    ),
  )

/** What the sequences of the run have reported so far. */
const stateOf = (t: RegistryContext): State =>
  t.gathered('findings of sequences', (): State => ({
    turns: createTurns(),
    scripted: findingsBefore(t),
    reports: [],
    vain: new Map(),
    passing: new Map(),
    repetitions: 0,
    started: undefined,
  }))

/** Whether what was reduced to another contradiction explains one that no sequence made, see `becomes`. */
export const isExplainedBySequences = (t: RegistryContext, contradiction: Contradiction): boolean =>
  stateOf(t).reports.some(
    ({ requirement, gravity, explainsOnly }) =>
      explainsOnly === true &&
      explaining(contradiction).includes(requirement) &&
      !aboutOf(contradiction).includes(requirement) &&
      isAsGrave(gravity, gravityOf(t.spec, contradiction)),
  )

/** What a test that carries out a part of the sequences reports by. What it reported in an earlier round does not count. */
export function reportedBy(t: RegistryContext, part: number): { reported: Reported; turn: Turn } {
  const state = stateOf(t)
  state.reports = state.reports.filter((each) => each.part !== t.test)
  const before = {
    spec: t.spec,
    failed: (id: string, gravity: Gravity = 'warn') => state.scripted.has(keyOf(id, gravity)),
  }
  const keyOfContradiction = (contradiction: Contradiction) =>
    keyOf(contradiction.requirement, gravityOf(t.spec, contradiction))
  const lastReport = (contradiction: Contradiction): Report | undefined =>
    state.reports.findLast(
      ({ requirement, gravity, explainsOnly }) =>
        explaining(contradiction).includes(requirement) &&
        !(explainsOnly && aboutOf(contradiction).includes(requirement)) &&
        isAsGrave(gravity, gravityOf(t.spec, contradiction)),
    )
  const reported: Reported = {
    isKnown: (contradiction) => isKnown(before, contradiction),
    reportOf: (contradiction) => lastReport(contradiction)?.stays,
    add: (contradiction, stays) => {
      const { requirement } = contradiction
      state.reports.push({ part: t.test, requirement, gravity: gravityOf(t.spec, contradiction), stays })
    },
    becomes: (contradiction, other) => {
      const report = reported.isKnown(other) ? undefined : lastReport(other)
      const stays = reported.isKnown(other) ? true : report?.stays
      if (stays === undefined) return
      const source = report?.source ?? report
      const gravity = gravityOf(t.spec, contradiction)
      for (const requirement of aboutOf(contradiction))
        if (requirement !== other.requirement)
          state.reports.push({
            part: t.test,
            requirement,
            gravity,
            stays,
            explainsOnly: true,
            ...(source ? { source } : {}),
          })
    },
    explanationOf: (contradiction) => {
      const gravity = gravityOf(t.spec, contradiction)
      const others = (contradiction.explainedBy ?? []).filter((id) => id !== contradiction.requirement)
      const explanation = state.reports.find(
        (each) =>
          others.includes(each.requirement) &&
          each.source?.requirement !== contradiction.requirement &&
          !(each.explainsOnly && aboutOf(contradiction).includes(each.requirement)) &&
          isAsGrave(each.gravity, gravity),
      )
      if (explanation)
        state.reports = state.reports.filter(
          (each) =>
            each.explainsOnly || each.requirement !== contradiction.requirement || each.gravity !== gravity,
        )
      return explanation?.stays
    },
    hasFailureFor: (contradiction) =>
      state.reports.some(
        ({ requirement, gravity }) => gravity === 'fail' && explaining(contradiction).includes(requirement),
      ),
    isHopeless: (contradiction) => (state.vain.get(keyOfContradiction(contradiction)) ?? 0) >= mostInVain,
    inVain: (contradiction) => {
      const key = keyOfContradiction(contradiction)
      state.vain.set(key, (state.vain.get(key) ?? 0) + 1)
    },
    isSeenElsewhere: (contradiction, sequence) => {
      const kind = kindOf(contradiction)
      const before = state.passing.get(kind)
      state.passing.set(kind, before ?? sequence)
      return before !== undefined && before !== sequence
    },
    left: () =>
      performance.now() - (state.started ?? performance.now()) > timeOfRun
        ? 0
        : mostOfRun - state.repetitions,
    repeats: () => {
      state.started ??= performance.now()
      state.repetitions += 1
    },
  }
  return { reported, turn: state.turns.enter(part) }
}
