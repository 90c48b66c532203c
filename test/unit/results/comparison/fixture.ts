import type { RequirementResult } from '../../../../src/engine/events.ts'
import type { RunResult } from '../../../../src/results/result.ts'
import { type Verdict, count } from '../../../../src/engine/verdict.ts'
import { fixtureResult } from '../../reporters/fixture.ts'

export interface Sketch {
  label?: string
  target?: string
  spec?: RunResult['profile']['spec']
  startedAt?: string
  /** Requirements whose verdict is another than in the fixture; null takes one away. */
  verdicts?: Readonly<Record<string, Verdict | null>>
  tool?: string
}

let runs = 0

/** A run like the fixture's, with some verdicts changed; no two are the same run. */
export function resultWith(sketch: Sketch = {}): RunResult {
  const result = fixtureResult()
  const { label, target = result.target.name, spec = '1.1', startedAt, verdicts = {}, tool } = sketch
  runs += 1
  const requirements = result.requirements.flatMap((each): RequirementResult[] => {
    const verdict = verdicts[each.id]
    if (verdict === null) return []
    return [verdict === undefined ? each : changed(each, verdict)]
  })
  return {
    ...result,
    requirements,
    target: { ...result.target, name: target, details: label === undefined ? {} : { label } },
    profile: { ...result.profile, spec },
    startedAt: startedAt ?? result.startedAt,
    seed: runs.toString(16).padStart(8, '0'),
    tool: { ...result.tool, version: tool ?? result.tool.version },
    totals: { ...result.totals, requirements: count(requirements.map((each) => each.verdict)) },
  }
}

function changed(requirement: RequirementResult, verdict: Verdict): RequirementResult {
  const { blockedBy: _by, capability: _capability, reason: _reason, ...rest } = requirement
  const isFinding = verdict === 'fail' || verdict === 'warn'
  const finding = {
    requirement: requirement.id,
    test: 'test',
    verdict: verdict === 'warn' ? ('warn' as const) : ('fail' as const),
    title: `does otherwise in ${requirement.id}`,
    expected: ['this'],
    received: 'that',
    evidence: [{ kind: 'exchange' as const, exchange: 3 }],
  }
  return {
    ...rest,
    verdict,
    findings: isFinding ? [finding] : [],
    ...(isFinding || verdict === 'pass' ? {} : { reason: `${verdict} for a reason` }),
  }
}
