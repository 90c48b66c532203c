import type { RunResult } from '../../../src/results/result.ts'
import { PassThrough } from 'node:stream'
import { expect, it } from 'vitest'
import { foldEvents } from '../../../src/results/fold.ts'
import type { ContentKindRecord } from '../../../src/registry/record/content-kind.ts'
import { contentMatrix, refusalOf } from '../../../src/reporters/text/content-matrix.ts'
import { page } from '../../../src/reporters/html/page.ts'
import { markdownText } from '../../../src/reporters/markdown/markdown.ts'
import { replay } from '../../../src/results/replay.ts'
import { resultsText } from '../../../src/results/file/results-text.ts'
import { terminal } from '../../../src/reporters/terminal/terminal.ts'
import { fixtureResult, hostile } from './fixture.ts'

const kind = (name: string, more: Partial<ContentKindRecord> = {}): ContentKindRecord => ({
  kind: 'content-kind',
  name,
  what: `a ${name}`,
  group: 'format',
  traits: [
    { field: 'config.mediaType', value: `application/${name}.config` },
    { field: 'layers[].mediaType', value: `application/${name}` },
  ],
  outcome: 'accepted',
  exchanges: [4],
  ...more,
})

const refused = kind('chart', {
  outcome: 'rejected',
  rejectedFor: 'config.mediaType',
  response: '415 {"errors":[{"code":"UNSUPPORTED","message":"no such type"}]}',
})

const resultWith = (...records: ContentKindRecord[]): RunResult => {
  const result = fixtureResult()
  return foldEvents(replay({ ...result, evidence: [...result.evidence, ...records] }))
}

it('lists what is not accepted first, and of shards the graver outcome', () => {
  const field = kind('thing', { group: 'field' })
  const groups = contentMatrix(resultWith(kind('aaa'), kind('chart'), refused, field))
  expect(
    groups.map(({ title, kinds }) => [title, kinds.map(({ name, outcome }) => `${name} ${outcome}`)]),
  ).toEqual([
    ['formats that tools push', ['chart rejected', 'aaa accepted']],
    ['field variants', ['thing accepted']],
  ])
})

it.for([
  [refused, 'for config.mediaType application/chart.config: 415 UNSUPPORTED: no such type'],
  [
    kind('b', { outcome: 'rejected', response: '400' }),
    'for config.mediaType and layers[].mediaType together: 400',
  ],
  [kind('c', { outcome: 'altered', response: '404' }), '404'],
  [kind('d'), undefined],
] as const)('gives the reason why %j is not accepted', ([record, why]) => {
  expect(refusalOf(record)).toBe(why)
})

it('is in each report for people', async () => {
  const result = resultWith(kind('aaa'), refused)
  const document = page(result)
  expect(document).toContain('1 of 2 artifact types were accepted')
  expect(document).toMatch(/rejected for\s*<\/span>\s*<code\s*>config\.mediaType</)
  expect(document).toContain('415 UNSUPPORTED: no such type')
  expect(markdownText(result)).toContain(
    '| a chart | rejected | for config.mediaType application/chart.config: 415 UNSUPPORTED: no such type |',
  )
  const shown = async (verbose: boolean) => {
    const stream = new PassThrough()
    await terminal({ stream, colour: false, verbose }).onEnd?.(result)
    return String(stream.read())
  }
  const brief = await shown(false)
  expect(brief).toContain('artifacts    1 of 2 types accepted, not a chart\n')
  const details = await shown(true)
  expect(details).toContain('1 of 2 artifact types accepted\n✗ a chart: rejected\n')
  expect(details).toContain('✓ a aaa\n')
})

it('survives its file, and is text whatever the registry returned', () => {
  const result = resultWith(kind('x', { outcome: 'rejected', response: hostile }))
  expect(JSON.parse(resultsText(result)).evidence).toHaveLength(result.evidence.length)
  expect(page(result)).not.toMatch(/<img|<\/script><script>document/)
})

it('prints the exchanges at a terminal with --verbose', async () => {
  const stream = new PassThrough()
  await terminal({ stream, colour: false, verbose: true }).onEnd?.(fixtureResult())
  const output = String(stream.read())
  expect(output).toContain('  #5\n    GET http://registry.example:5000/v2/assay/a/manifests/exact\n')
  expect(output).toContain('      "schemaVersion": 2,\n')
  expect(output).not.toMatch(/[^\P{C}\n]/u)
})
