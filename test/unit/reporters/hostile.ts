import type { RunResult } from '../../../src/results/result.ts'
import { isExchange } from '../../../src/results/record.ts'
import { fixtureResult, hostile } from './fixture.ts'

/** A result in which everything that a target can write is the same hostile text. */
export function hostileResult(text = hostile): RunResult {
  const result = fixtureResult()
  return {
    ...result,
    target: { ...result.target, name: text },
    capabilities: result.capabilities.map((each) => ({ ...each, detail: text })),
    leftovers: result.leftovers.map((each) => ({ ...each, reference: text, reason: text })),
    requirements: result.requirements.map((each) => ({
      ...each,
      ...(each.reason === undefined ? {} : { reason: text }),
      notes: each.notes.map((note) => ({ ...note, text })),
      findings: each.findings.map((finding) => ({
        ...finding,
        title: text,
        expected: [text, text],
        received: text,
      })),
    })),
    evidence: result.evidence.map((record) =>
      isExchange(record)
        ? { ...record, request: { ...record.request, url: `http://registry.example/${text}` } }
        : record,
    ),
  }
}
