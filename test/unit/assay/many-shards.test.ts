import { describe, expect, it } from 'vitest'
import { assay } from '../../../src/assay/assay.ts'
import type { AssayOptions } from '../../../src/assay/options.ts'
import { csvText } from '../../../src/reporters/csv/csv.ts'
import { conclusionOf } from '../../../src/results/conclusion/conclusion.ts'
import { headlineOf } from '../../../src/results/conclusion/headline.ts'
import { outcomesOf } from '../../../src/results/conclusion/images.ts'
import { passedBefore } from '../../../src/results/images/passed.ts'
import { mergeResults } from '../../../src/results/shards/merge-results.ts'
import type { RunResult } from '../../../src/results/result.ts'
import { artifactOf, pathOf, type Doc, type Layout } from '../../../suites/image/layouts/build/layout.ts'
import { conclusions, imagesOf, served } from './many-fixture.ts'

async function shardsOf(count: number, options: AssayOptions): Promise<RunResult[]> {
  const results: RunResult[] = []
  for (let index = 1; index <= count; index += 1)
    results.push((await assay({ ...options, shard: { index, count } })).result)
  return results
}

const named = (results: readonly RunResult[]) =>
  results.map((result, at) => ({ name: `${at + 1}.json`, result }))

/** Why results cannot be merged. */
const why = (...results: RunResult[]) => {
  try {
    mergeResults(named(results))
    return 'merged'
  } catch (error) {
    return (error as Error).message
  }
}

/** All that a result amounts to, without what differs from run to run: times, and the machine's number of shards. */
function whatItAmountsTo(result: RunResult) {
  const { requirements, totals, tests, target, profile } = result
  return {
    requirements,
    totals,
    profile,
    name: target.name,
    images: target.details['images'],
    tests: tests
      .map(({ id, verdict, evaluated, checks }) => ({ id, verdict, evaluated, checks }))
      .toSorted((one, other) => (one.id < other.id ? -1 : 1)),
    outcomes: outcomesOf(result),
    passed: passedBefore(result),
    conclusion: conclusionOf(result),
    headline: headlineOf(result),
    csv: csvText(result),
  }
}

/** Loses a layer of the image at a place of the layout. */
function lose(layout: Layout, at: number): Layout {
  const manifest = JSON.parse(
    String(layout.files.get(pathOf(String((layout.entries[at] as Doc)['digest'])))),
  ) as { layers: Doc[] }
  layout.remove(manifest.layers[1] ?? {})
  return layout
}

describe('shards of many images merged equal one run', () => {
  it.each<[string, () => Record<string, Layout>, Partial<AssayOptions>, number]>([
    ['where all conform', () => ({ app: imagesOf(9) }), {}, 4],
    ['where a cause is in several shards', () => ({ app: imagesOf(12, (at) => at % 3 === 0) }), {}, 4],
    ['where one has lost a layer', () => ({ app: lose(imagesOf(8), 5), other: imagesOf(3) }), {}, 3],
    ['of some requirements', () => ({ app: imagesOf(6, (at) => at > 3) }), { only: ['config.rootfs'] }, 2],
  ])('%s', async (_, repositories, options, count) => {
    const registry = await served(repositories())
    const all = { target: registry.host, plainHttp: true, catalog: true, ...options }
    const { result: whole } = await assay(all)
    const shards = await shardsOf(count, all)
    expect(shards.map((shard) => outcomesOf(shard).length).every((length) => length > 0)).toBe(true)
    expect(whatItAmountsTo(mergeResults(named(shards.toReversed())))).toEqual(whatItAmountsTo(whole))
    const { result: later } = await assay({ ...all, since: whole })
    const laterShards = await shardsOf(count, { ...all, since: whole })
    expect(whatItAmountsTo(mergeResults(named(laterShards)))).toEqual(whatItAmountsTo(later))
  })

  it('with what refers to images, and with an earlier result', async () => {
    const layout = imagesOf(5, (at) => at === 4)
    for (const entry of (layout.entries as Doc[]).slice())
      artifactOf(layout, {
        manifest(manifest) {
          const { mediaType, digest, size } = entry
          Object.assign(manifest, { subject: { mediaType, digest, size }, artifactType: 'not a type' })
        },
      })
    const registry = await served({ app: layout })
    const all = { target: `${registry.host}/app`, allTags: true, referrers: true }
    const { result: whole } = await assay(all)
    expect(outcomesOf(whole)).toHaveLength(10)
    const merged = mergeResults(named(await shardsOf(3, all)))
    expect(whatItAmountsTo(merged)).toEqual(whatItAmountsTo(whole))
    const { result: again } = await assay({ ...all, since: whole })
    const mergedAgain = mergeResults(named(await shardsOf(2, { ...all, since: merged })))
    expect(whatItAmountsTo(mergedAgain)).toEqual(whatItAmountsTo(again))
  })

  it('read each blob that is not shared once, in one of them', async () => {
    const registry = await served({ app: imagesOf(8) })
    await shardsOf(2, { target: `${registry.host}/app`, allTags: true })
    const reads = [...registry.reads.values()].toSorted((one, other) => other - one)
    expect(reads[0]).toBeLessThanOrEqual(2)
    expect(reads.slice(1).every((each) => each === 1)).toBe(true)
  })
})

describe('tags that move while shards start', () => {
  it('are named, and no image is counted twice or passed over', async () => {
    const layout = imagesOf(6)
    const registry = await served({ app: layout })
    const all = { target: `${registry.host}/app`, allTags: true }
    const [first] = await shardsOf(2, all)
    const entries = layout.entries as Doc[]
    // Another image takes over the name of one, and one is gone.
    layout.entries.splice(0, 2, { ...entries[1]!, annotations: entries[0]!['annotations'] })
    const second = (await assay({ ...all, shard: { index: 2, count: 2 } })).result
    const merged = mergeResults(named([first!, second]))
    expect(merged.target.details['changed while the shards started']).toBe(
      [0, 1].map((at) => `${registry.host}/app:v${at}`).join(', '),
    )
    const names = outcomesOf(merged).map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
    expect(names.toSorted()).toEqual([0, 1, 2, 3, 4, 5].map((at) => `${registry.host}/app:v${at}`))
    const untested = outcomesOf(merged).filter(({ conclusion }) => conclusion === 'not-tested')
    expect(conclusionOf(merged).exitCode).toBe(untested.length > 0 ? 3 : 0)
    for (const { reason } of untested) expect(reason).toMatch(/^no shard has validated it/)
  })
})

describe('what is not the shards of one run', async () => {
  it('is refused with the reason', async () => {
    const registry = await served({ app: imagesOf(4), other: imagesOf(4, () => true) })
    const at = (name: string, more: Partial<AssayOptions> = {}) =>
      shardsOf(2, { target: `${registry.host}/${name}`, allTags: true, ...more })
    const [one, two] = (await at('app')) as [RunResult, RunResult]
    const [, other] = (await at('other')) as [RunResult, RunResult]
    const [, older] = (await at('app', { spec: 'dev' })) as [RunResult, RunResult]
    expect(why(one, two)).toBe('merged')
    expect(why(one)).toBe('shard 2/2 is missing')
    expect(why(one, one)).toBe('shard 1/2 is listed twice: 1.json and 2.json')
    expect(why(one, other)).toMatch(/^1.json and 2.json differ in their target: /)
    expect(why(one, older)).toMatch(/^1.json and 2.json differ in their version of the specification: /)
    expect(why(one, { ...two, tool: { name: 'oci-assay', version: '0.0.0' } })).toMatch(
      /version of oci-assay/,
    )
    const list = conclusions(two).map((each) => `${registry.host}/${each.split(' ')[0]}`)
    const [, elsewhere] = await shardsOf(2, { target: '', images: list.toReversed() })
    const [here] = await shardsOf(2, {
      target: '',
      images: [...list.slice(1), `${registry.host}/other:v0`],
    })
    expect(why(here!, elsewhere!)).toBe('1.json and 2.json list different images')
    // A result that was changed by hand.
    const overlapping = structuredClone(two)
    for (const record of overlapping.evidence)
      if (record.kind === 'images-of-shard') Object.assign(record, { own: [0, 1, 2, 3] })
    expect(why(one, overlapping)).toMatch(
      /^the image .*\/app:v\d was validated twice: in 1.json and in 2.json$/,
    )
    const lacking = structuredClone(two)
    for (const record of lacking.evidence)
      if (record.kind === 'images-of-shard') Object.assign(record, { own: [] })
    expect(why(one, lacking)).toMatch(/^the image .*\/app:v\d was not validated in any shard$/)
  })

  it('more shards than images are refused before anything is read', async () => {
    const registry = await served({ app: imagesOf(2) })
    const run = assay({ target: `${registry.host}/app`, allTags: true, shard: { index: 3, count: 3 } })
    await expect(run).rejects.toThrow('there is no image for shard 3/3')
    expect(registry.reads.size).toBe(0)
  })
})
