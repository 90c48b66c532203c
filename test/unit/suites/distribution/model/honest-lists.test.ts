import { expect, it } from 'vitest'
import { createRandom } from '../../../../../src/content/random.ts'
import { specVersions, type SpecVersion } from '../../../../../src/engine/requirement.ts'
import type { ReferenceOptions } from '../../../../../src/reference/index.ts'
import { createHistory } from '../../../../../suites/distribution/model/history.ts'
import { judgeHistory } from '../../../../../suites/distribution/model/judge.ts'
import { observe } from '../../../../../suites/distribution/model/observe.ts'
import { sample } from '../../../../sample.ts'
import { names, walkLists } from './random-lists.ts'

const all = Array.from({ length: 200 }, (_, seed) => seed)
const seeds = sample(all, all.slice(0, 50))

/** What warns by choice: it is a SHOULD, or contested. */
const chosen: readonly (readonly [
  requirement: string,
  is: (options: Partial<ReferenceOptions>) => boolean,
])[] = [
  ['discovery.referrers.filter', ({ referrersFilter }) => referrersFilter === false],
  ['discovery.tags.order', ({ tagOrder }) => tagOrder === 'ascii'],
]

async function walkOf(spec: SpecVersion, seed: number): Promise<{ judged: number; found: string[] }> {
  const random = createRandom(`${spec} ${seed}`)
  const deletes = random.integer(5) > 0
  const options: Partial<ReferenceOptions> = {
    spec,
    ...(spec === '1.0' ? {} : { tagPageLimit: random.pick([1000, 2]) }),
    referrersPageLimit: random.pick([1000, 1, 2]),
    referrersFilter: random.integer(4) > 0,
    tagOrder: random.pick<'lexical' | 'ascii'>(['lexical', 'ascii']),
    deleteTags: deletes,
    deleteManifests: deletes,
  }
  const features = {
    referrers: spec !== '1.0',
    deleteTag: deletes,
    deleteManifest: deletes,
    deleteBlob: true,
    sha512Manifest: true,
  }
  const observed = observe(await walkLists(random, options), new Map())
  const history = createHistory(observed, { spec, features, isOwn: (name) => names.has(name) })
  const found = judgeHistory(history)
    .filter(({ requirement }) => !chosen.some(([id, is]) => id === requirement && is(options)))
    .map(({ requirement, judgement, observed: { request } }) => {
      const { title, expected, received } = judgement
      return `seed ${seed}: ${requirement}: ${title}, expected ${expected.join(' or ')}, received ${received} (${request.method} ${request.url})`
    })
  return { judged: observed.length, found }
}

it.each(specVersions)('the lists of an honest registry of %s never contradict the rules', async (spec) => {
  let judged = 0
  const found: string[] = []
  for (const seed of seeds) {
    const walk = await walkOf(spec, seed)
    judged += walk.judged
    found.push(...walk.found)
  }
  expect(found).toEqual([])
  expect(judged).toBeGreaterThan(seeds.length * 20)
})
