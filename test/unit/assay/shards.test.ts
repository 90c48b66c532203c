import type { AssayOptions } from '../../../src/assay/options.ts'
import type { RunResult } from '../../../src/results/result.ts'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { assay } from '../../../src/assay/assay.ts'
import { createReferenceRegistry, type ReferenceOptions } from '../../../src/reference/index.ts'
import { faults } from '../../../suites/distribution/faults.ts'
import { conclusionOf } from '../../../src/results/conclusion/conclusion.ts'
import { mergeResults } from '../../../src/results/shards/merge-results.ts'
import { isExchange } from '../../../src/results/record.ts'
import { readResults } from '../../../src/results/file/read.ts'
import { resultsText } from '../../../src/results/file/results-text.ts'
import { sample } from '../../sample.ts'
import { withFolder } from '../cli/command.ts'
import { assayReference, withReference } from './fixture.ts'
import { effectsOf } from '../../../suites/distribution/faults.ts'

/** The shards of a run, on one registry, one after the other or all at once. */
async function assayShards(
  registry: Partial<ReferenceOptions>,
  count: number,
  options: Partial<AssayOptions> = {},
  atOnce = false,
): Promise<RunResult[]> {
  const shards = Array.from({ length: count }, (_, index) => ({ index: index + 1, count }))
  return await withReference(createReferenceRegistry(registry), async (access) => {
    const runShard = async (shard: (typeof shards)[number]) =>
      (await assay({ ...access, spec: registry.spec ?? 'dev', depth: 'quick', ...options, shard })).result
    if (atOnce) return await Promise.all(shards.map(runShard))
    const results: RunResult[] = []
    for (const shard of shards) results.push(await runShard(shard))
    return results
  })
}

const named = (results: readonly RunResult[]) =>
  results.map((result, index) => ({ name: `${index}.json`, result }))

/** All that is concluded about each requirement. */
const conclusions = ({ requirements }: RunResult) =>
  Object.fromEntries(
    requirements.map(({ id, verdict, blockedBy = '', capability = '' }) => [
      id,
      [verdict, blockedBy, capability].filter(Boolean).join(' '),
    ]),
  )

const idsOf = ({ tests }: RunResult) => tests.map(({ id }) => id).toSorted()

describe('three shards merged equal one run', () => {
  it.each<[string, Partial<ReferenceOptions>, Partial<AssayOptions>]>([
    ['of a conformant registry', {}, {}],
    ['of version 1.0', { spec: '1.0' }, {}],
    [
      'of one without referrers and deletion',
      { referrers: false, deleteBlobs: false, deleteTags: false },
      {},
    ],
    ['of one that cannot be pushed to', { readOnly: true }, {}],
    ['where suites are claimed', { mount: false }, { suites: ['push', 'content-management'] }],
    ['where few requirements are selected', {}, { only: ['discovery.tags', 'categories.pull'] }],
    ['with one seed for all', { tagPageLimit: 3 }, { seed: '0123' }],
  ])('%s', async (_, registry, options) => {
    const whole = await assayReference(registry, options)
    const merged = mergeResults(named(await assayShards(registry, 3, options)))
    expect(conclusions(merged)).toEqual(conclusions(whole))
    expect(idsOf(merged)).toEqual(idsOf(whole))
    expect(merged.totals).toEqual(whole.totals)
    expect(conclusionOf(merged)).toEqual(conclusionOf(whole))
  })

  // Faults of each kind, some in one registry. OCI_ASSAY_ALL_FAULTS=1 takes all there are one by one, which takes minutes,
  // and differs for those that show by chance in one run too: sessions that are mixed, and lists cut at some digest.
  const some = [
    ['manifest-type-with-charset', 'chunk-201', 'tags-backwards', 'error-code-unlisted'],
    ['blob-range-wrong-bytes', 'put-wrong-digest-201', 'referrers-typed-json', 'tag-deletion-200'],
    ['session-counted', 'manifest-push-200', 'subject-unanswered'],
  ]
  const taken = process.env['OCI_ASSAY_ALL_FAULTS']
    ? faults.map(({ id }) => [id])
    : sample(
        some.flat().map((id) => [id]),
        some,
      )
  it.each(taken.map((ids) => [ids.join(', '), ids] as const))(
    'of a registry with the faults %s',
    async (_, ids) => {
      const hurry = { patience: 0.02 }
      const whole = await assayReference({ effects: effectsOf(...ids) }, hurry)
      const merged = mergeResults(named(await assayShards({ effects: effectsOf(...ids) }, 3, hurry, true)))
      expect(conclusions(merged)).toEqual(conclusions(whole))
    },
  )
})

// What a shard writes is what a merge reads: numbers of exchanges stay apart, and lead to the same places.
it('shards survive their files, and findings keep their evidence', async () => {
  await withFolder(async (folder) => {
    const registry = { effects: effectsOf('tags-backwards', 'referrers-typed-json') }
    const results = await assayShards(registry, 3, { seed: '0123' }, true)
    const shards = await Promise.all(
      results.map(async (result, index) => {
        const name = join(folder, `${index}.json`)
        await writeFile(name, resultsText(result))
        return { name, result: await readResults(name) }
      }),
    )
    expect(shards.map(({ result }) => result)).toEqual(results)
    const merged = mergeResults(shards.toReversed())
    const mergedExchanges = merged.evidence.filter(isExchange)
    const ids = mergedExchanges.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.length).toBe(results.flatMap(({ evidence }) => evidence.filter(isExchange)).length)
    const exchanges = new Map(mergedExchanges.map((record) => [record.id, record]))
    const found = merged.requirements.find(({ id }) => id === 'discovery.tags.order')?.findings[0]
    const [seen] = found?.evidence ?? []
    const record = seen?.kind === 'exchange' ? exchanges.get(seen.exchange) : undefined
    expect(record?.request.url).toContain('/tags/list')
    expect(record?.test).toBe(found?.test)
    for (const { via, id } of mergedExchanges) for (const each of via) expect(each).toBeLessThan(id)
    expect(merged.shard).toBeUndefined()
    await writeFile(join(folder, 'merged.json'), resultsText(merged))
    expect(await readResults(join(folder, 'merged.json'))).toEqual(merged)
  })
})

it('does not take more shards than there are tests', async () => {
  const { url, close } = await createReferenceRegistry().listen()
  const only = ['discovery.tags.order']
  await expect(assay({ target: url, only, shard: { index: 9, count: 9 } })).rejects.toThrow(
    'there is no test for shard 9/9',
  )
  await close()
})

// The empty config is the same everywhere: one that ends must not take it from another one's manifests.
it('shards that run at once do not take content from each other', async () => {
  const repositories = (await assayShards({}, 2, { only: ['categories.pull', 'pull.manifest'] }, true)).map(
    ({ target }) => Object.values(target.details).slice(0, 2),
  )
  expect(repositories).toEqual([
    ['oci-assay/one-1', 'oci-assay/one-more-1'],
    ['oci-assay/one-2', 'oci-assay/one-more-2'],
  ])
  const named = await assayShards({}, 2, { only: ['pull.manifest'], repository: 'team/test' })
  for (const { target } of named) expect(target.details['repository']).toBe('team/test')
})
