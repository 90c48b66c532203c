import { expect, it } from 'vitest'
import { overlap, subjectsOf } from '../../../src/engine/subject.ts'
import type { Evidence } from '../../../src/engine/verdict.ts'

const at = (source: string, pointer?: string): Evidence =>
  pointer === undefined ? { kind: 'content', source } : { kind: 'content', source, pointer }
const sent = (exchange: number): Evidence => ({ kind: 'exchange', exchange })
const inSequence = (exchange: number): Evidence => ({ kind: 'exchange', exchange, sequence: '7' })
const hex = 'ab'.repeat(32)

it.each<[string, Evidence[], Evidence[], boolean]>([
  ['a document and a place in it', [at('index.json')], [at('index.json', '/manifests/0')], true],
  ['a place and the document', [at('index.json', '/manifests/0')], [at('index.json')], true],
  ['two places of a document', [at('index.json', '/manifests/0')], [at('index.json', '/manifests/1')], false],
  [
    'places whose names begin alike',
    [at('index.json', '/manifests/1')],
    [at('index.json', '/manifests/10')],
    false,
  ],
  ['a blob by digest and by file', [at(`sha256:${hex}`)], [at(`blobs/sha256/${hex}`)], true],
  ['a blob and the folder of blobs', [at('blobs')], [at(`sha256:${hex}`, '/config')], true],
  ['two blobs', [at(`sha256:${hex}`)], [at(`sha256:${'cd'.repeat(32)}`)], false],
  ['any of several places', [at('a'), at('b')], [at('c'), at('b', '/d')], true],
  ['the whole target and anything', [], [at('index.json')], true],
  ['exchanges of one test', [sent(1)], [sent(2)], true],
  ['other exchanges of one sequence', [inSequence(1), inSequence(2)], [inSequence(3)], false],
  ['a shared exchange of a sequence', [inSequence(1), inSequence(2)], [inSequence(3), inSequence(2)], true],
  ['an exchange and content', [sent(1)], [at('index.json')], false],
])('%s: %#', (_, one, other, expected) => {
  const [some, others] = [one, other].map((evidence) => subjectsOf({ test: 'a', evidence }))
  expect(overlap(some!, others!)).toBe(expected)
})

it('keeps tests apart', () => {
  const [one, other] = ['a', 'b'].map((test) => subjectsOf({ test, evidence: [sent(1)] }))
  expect(overlap(one!, other!)).toBe(false)
})
