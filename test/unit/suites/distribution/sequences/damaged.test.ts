import { expect, it } from 'vitest'
import { createRandom } from '../../../../../src/content/random.ts'
import { createMaterials } from '../../../../../suites/distribution/sequences/materials.ts'
import { requestOf } from '../../../../../suites/distribution/sequences/request.ts'
import type { Sequence, WrittenForm } from '../../../../../suites/distribution/sequences/sequence.ts'

const forms: readonly WrittenForm[] = [
  'compact',
  'indented',
  'trailing-newline',
  'reordered',
  'unicode',
  'unknown-fields',
]

it.each(forms)('damages a manifest that is written %s, so that it is no JSON', (written) => {
  const sequence: Sequence = {
    id: '1',
    blobs: {},
    manifests: {
      m1: {
        kind: 'index',
        written,
        algorithm: 'sha256',
        mediaType: true,
        config: 'empty',
        layers: [],
        manifests: [],
      },
    },
    tags: { t1: { form: 'plain' } },
    steps: [],
  }
  const materials = createMaterials(sequence, createRandom('damaged'))
  const { body } = requestOf(
    { do: 'push-damaged-manifest', manifest: 'm1', at: 'home', tag: 't1' },
    { materials, tagged: new Map(), repositoryAt: () => 'run/home' },
  )
  expect(() => JSON.parse(new TextDecoder().decode(body as Uint8Array)) as unknown).toThrow(SyntaxError)
})
