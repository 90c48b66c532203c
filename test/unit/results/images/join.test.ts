import { describe, expect, it } from 'vitest'
import type { Finding } from '../../../../src/engine/verdict.ts'
import type { ImageOutcome } from '../../../../src/image/model/outcome.ts'
import { joinImages } from '../../../../src/results/images/join.ts'
import type { ImagesOfShard } from '../../../../src/results/images/record.ts'
import { statementsOf } from '../../../../src/results/images/statements.ts'

const requirement = 'content.digest.matches'

const finding = (title: string): Finding => ({
  requirement,
  test: 'content',
  verdict: 'fail',
  title,
  expected: ['one'],
  received: 'another',
  evidence: [],
})

/** A shard with these images, of which some have a finding. */
function shard(list: Record<string, string>, own: readonly string[], found: Record<string, string> = {}) {
  const names = Object.keys(list)
  const placesOf = (title: string) =>
    own.filter((name) => found[name] === title).map((name) => names.indexOf(name))
  const record: ImagesOfShard = {
    kind: 'images-of-shard',
    named: false,
    list: names.map((name) => ({ name, digest: list[name] ?? '' })),
    own: own.map((name) => names.indexOf(name)),
    referring: [],
    gathered: [
      {
        requirement,
        passed: 1,
        findings: [...new Set(Object.values(found))].map((title) => ({
          finding: finding(title),
          at: placesOf(title),
        })),
        errors: [],
      },
    ],
  }
  const outcomes = own.map((name): ImageOutcome => ({
    kind: 'image-outcome',
    name,
    conclusion: name in found ? 'nonconformant' : 'conformant',
    failed: name in found ? [requirement] : [],
    warned: [],
    digest: list[name] ?? '',
  }))
  return { evidence: [...outcomes, record] }
}

describe('images of shards', () => {
  it('have one finding with the number of all images, and the first of them by the list', () => {
    const list = { a: '1', b: '2', c: '3', d: '4' }
    const found = { a: 'is wrong', b: 'is wrong', d: 'is wrong' }
    const joined = joinImages([shard(list, ['b', 'd'], found), shard(list, ['a', 'c'], found)])
    const [statement] = statementsOf(requirement, 'images', joined!.gathering, joined!.names)
    expect(statement).toMatchObject({
      kind: 'failed',
      finding: { images: { count: 3, first: ['a', 'b', 'd'] } },
    })
    expect(joined?.moved).toEqual([])
  })

  it('count once where two shards have validated one, with what the first of them found', () => {
    const one = shard({ a: '1', b: '2' }, ['a'], { a: 'is wrong' })
    const other = shard({ a: 'moved', b: '2' }, ['a', 'b'], { a: 'is wrong otherwise' })
    const joined = joinImages([one, other])
    expect(joined?.outcomes.map(({ name, digest }) => [name, digest])).toEqual([
      ['a', '1'],
      ['b', '2'],
    ])
    const statements = statementsOf(requirement, 'images', joined!.gathering, joined!.names)
    expect(statements.flatMap((each) => (each.kind === 'failed' ? [each.finding.title] : []))).toEqual([
      'is wrong',
    ])
    expect(joined?.moved).toEqual(['a'])
  })

  it('are not tested where no shard has validated one', () => {
    const joined = joinImages([shard({ a: '1', b: '2' }, ['a']), shard({ a: '1', c: '3' }, ['c'])])
    expect(joined?.outcomes.map(({ name, conclusion }) => [name, conclusion])).toEqual([
      ['a', 'conformant'],
      ['c', 'conformant'],
      ['b', 'not-tested'],
    ])
    expect(joined?.moved).toEqual(['b', 'c'])
    const [statement] = statementsOf('content.reachable', 'images', joined!.gathering, joined!.names)
    expect(statement).toMatchObject({
      kind: 'error',
      reason: expect.stringMatching(/^no shard.*\(b\)$/) as string,
    })
  })

  it('are not joined where one of the shards has none', () => {
    expect(joinImages([shard({ a: '1' }, ['a']), { evidence: [] }])).toBeUndefined()
  })
})

describe('findings that are not listed', () => {
  it('are never graver than those that are', () => {
    const titles = Array.from({ length: 60 }, (_, at) => `${at}`)
    const names = titles.flatMap((title) => [`${title}-one`, `${title}-two`])
    const list = Object.fromEntries([...names, 'failing'].map((name) => [name, name]))
    const { evidence } = shard(
      list,
      names,
      Object.fromEntries(names.map((name) => [name, name.split('-')[0]!])),
    )
    const record = evidence.at(-1) as ImagesOfShard
    const gathered = record.gathered.map((each) => ({
      ...each,
      findings: [
        ...each.findings.map((group) => ({
          ...group,
          finding: { ...group.finding, verdict: 'warn' as const },
        })),
        { finding: finding('fails'), at: [120] },
      ],
    }))
    const joined = joinImages([{ evidence: [{ ...record, own: [...record.own, 120], gathered }] }])
    const [first, ...others] = statementsOf(requirement, 'images', joined!.gathering, joined!.names)
    expect(first).toMatchObject({ kind: 'failed', finding: { verdict: 'fail', title: 'fails' } })
    expect(others).toHaveLength(51)
    expect(others.at(-2)).toMatchObject({
      finding: { title: 'also has 11 more different findings', images: { count: 22 } },
    })
  })
})
