import { expect, it } from 'vitest'
import type { ReferenceOptions } from '../../../../../src/reference/index.ts'
import { specVersions } from '../../../../../src/engine/requirement.ts'
import { createHistory } from '../../../../../suites/distribution/model/history.ts'
import { judgeHistory } from '../../../../../suites/distribution/model/judge.ts'
import { observe } from '../../../../../suites/distribution/model/observe.ts'
import { sample } from '../../../../sample.ts'
import { walk } from './blob-walk.ts'

/** Choices that the text leaves to a registry: the model accepts each of them. */
const choices: readonly Partial<ReferenceOptions>[] = [
  {},
  { uploadState: true, absoluteLocations: true },
  { singlePost: false, mount: false },
  { redirectBlobs: 'path' },
  { deleteBlobs: false, deletionRefusal: 400, ranges: false },
  { deleteBlobs: false, etags: false, streamedChunks: false },
  { minChunkLength: 6, algorithms: ['sha256'] },
]

const all = Array.from({ length: 200 }, (_, seed) => seed)
/** Some with each choice. */
const seeds = sample(all, all.slice(0, 2 * choices.length))

it.each(specVersions)('an honest registry of %s never contradicts the rules', async (spec) => {
  let judged = 0
  const found: string[] = []
  for (const seed of seeds) {
    const options = choices[seed % choices.length] ?? {}
    const { exchanges, all } = await walk(`${spec}/${seed}`, { spec, ...options })
    const features = {
      referrers: spec !== '1.0',
      deleteTag: true,
      deleteManifest: true,
      sha512Manifest: true,
      deleteBlob: options.deleteBlobs ?? true,
    }
    const history = createHistory(observe(exchanges, all), { spec, features, isOwn: () => true })
    judged += history.observed.length
    found.push(
      ...judgeHistory(history).map(
        ({ requirement, judgement, observed }) =>
          `seed ${seed}: ${requirement}: ${judgement.title} at ${observed.exchange.id}`,
      ),
    )
  }
  expect(found).toEqual([])
  // Nearly all requests are operations that the model reads.
  expect(judged).toBeGreaterThan(seeds.length * 40)
})
