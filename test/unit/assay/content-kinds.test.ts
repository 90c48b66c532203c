import type { RunResult } from '../../../src/results/result.ts'
import { beforeAll, describe, expect, it } from 'vitest'
import { isContentKind, isExchange } from '../../../src/results/record.ts'
import { assayReference, troubles } from './fixture.ts'
import { effectsOf } from '../../../suites/distribution/faults.ts'

const only = ['push.accepts.*', 'push.subject.*', 'push.sha512.manifest']

const kindsOf = ({ evidence }: RunResult) =>
  new Map(evidence.filter(isContentKind).map((record) => [record.name, record]))

describe('a run that pushes', () => {
  let result: RunResult
  beforeAll(async () => void (result = await assayReference({}, { only })))

  it('reports how each kind of content was received', () => {
    const kinds = kindsOf(result)
    expect([...kinds.values()].filter(({ outcome }) => outcome !== 'accepted')).toEqual([])
    const named = ['helm', 'wasm', 'cosign', 'zstd', 'nested-index', 'subject', 'unknown-fields', 'no-layers']
    expect([...kinds.keys()]).toEqual(expect.arrayContaining([...named, 'sha512-manifest', 'artifact']))
  })

  it('points to the exchanges where it was seen', () => {
    const numbers = new Set(result.evidence.filter(isExchange).map(({ id }) => id))
    for (const { exchanges } of kindsOf(result).values()) {
      expect(exchanges.length).toBeGreaterThan(0)
      expect(exchanges.filter((id) => !numbers.has(id))).toEqual([])
    }
  })
})

// Two fields of a chart are unusual; pushed one by one, they show which of them is refused.
it.each([
  ['helm-refused', 'helm', 'config.mediaType', 'push.accepts.unknown-config-type'],
  ['sbom-refused', 'sbom', 'artifactType', 'push.accepts.artifact'],
  ['zstd-refused', 'zstd', 'layers[].mediaType', 'push.accepts.unknown-layer-type'],
])('finds the field at which %s refuses', async (fault, name, rejectedFor, violated) => {
  const result = await assayReference({ effects: effectsOf(fault) }, { only })
  expect(kindsOf(result).get(name)).toMatchObject({ outcome: 'rejected', rejectedFor })
  expect(kindsOf(result).get('unknown-config-type')).toMatchObject({ outcome: 'accepted' })
  expect(troubles(result)).toEqual([expect.stringContaining(`warn ${violated}: returned 415 for`)])
})

// The push is answered with success, and something else is stored.
it('reports what was accepted and altered', async () => {
  const result = await assayReference({ effects: effectsOf('unknown-fields-dropped') }, { only })
  expect(kindsOf(result).get('unknown-fields')).toMatchObject({ outcome: 'altered' })
})
