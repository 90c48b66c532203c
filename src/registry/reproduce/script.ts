import type { Finding } from '../../engine/verdict.ts'
import { assemble, type ScriptSource } from './assemble.ts'
import { namedIn } from './judged.ts'
import { isCondition } from './condition-kinds.ts'
import type { About } from './head.ts'
import { comparedIn, exchangesIn, namedInResponse } from './judged.ts'
import { mostSteps, sliceTo } from './slice.ts'
import { stepsOf, type Steps } from './step.ts'

/** A script, or why there is none. */
export type Reproduction = { script: string } | { reason: string }

/** Scripts for the findings of one run. */
export interface Scripts {
  of(finding: Pick<Finding, 'title' | 'expected' | 'evidence' | 'conditions'>, about: About): Reproduction
}

export function createScripts(source: ScriptSource): Scripts {
  let known: Steps | undefined
  return {
    of(finding, about) {
      const steps = (known ??= stepsOf(source.exchanges))
      return scriptOf(finding, about, source, steps)
    },
  }
}

function scriptOf(
  finding: Pick<Finding, 'title' | 'expected' | 'evidence' | 'conditions'>,
  about: About,
  source: ScriptSource,
  steps: Steps,
): Reproduction {
  const evidence = finding.evidence.flatMap((each) => (each.kind === 'exchange' ? [each.exchange] : []))
  const conditions = (finding.conditions ?? []).filter(isCondition)
  const last = evidence.at(-1) ?? exchangesIn(conditions).at(-1)
  if (last === undefined) return { reason: 'it rests on no single request' }
  if (conditions.some(({ kind }) => kind === 'beside-others'))
    return {
      reason: 'it was seen while other requests were in flight, and not when the same was repeated alone',
    }
  if (conditions.length === 0) return { reason: 'no comparison of single responses shows it' }
  const rooted = [...evidence, ...exchangesIn(conditions)]
  const roots = [...new Set(rooted.flatMap((id) => steps.of(id) ?? []))]
  const judged = steps.of(last)
  if (judged === undefined) return { reason: 'its requests are not stored' }
  if (source.exchanges.get(last)?.response?.status === 429)
    return { reason: 'whether 429 is returned depends on how many requests came before, from anybody' }
  const isWhole = finding.evidence.some(
    (each) =>
      each.kind === 'exchange' &&
      each.sequence !== undefined &&
      each.sequence !== steps.of(each.exchange)?.test,
  )
  const names = [...namedIn(conditions), ...roots.flatMap(namedInResponse)]
  const all = sliceTo({ roots, named: names, isWhole }, steps)
  // Where a test did so much, what the last changes made has to be enough.
  const kept = all.length <= mostSteps ? all : sliceTo({ roots, named: names, isWhole: true }, steps)
  if (kept.length > mostSteps) return { reason: `it takes more than ${mostSteps} requests` }
  return {
    script: assemble({
      kept,
      judged,
      compared: comparedIn(conditions, last),
      finding,
      conditions,
      about,
      source,
      steps,
    }),
  }
}
