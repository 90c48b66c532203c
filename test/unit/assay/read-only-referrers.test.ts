import { describe, expect, it } from 'vitest'
import { assay } from '../../../src/assay/assay.ts'
import { describe as descriptorOf, jsonContent, type Content } from '../../../src/content/content.ts'
import { blobsOf, imageIndex, imageManifest, randomImage } from '../../../src/content/manifest.ts'
import { createRandom } from '../../../src/content/random.ts'
import { createReferenceRegistry, type ReferenceOptions } from '../../../src/reference/index.ts'
import { faults } from '../../../suites/distribution/faults.ts'
import type { RunResult } from '../../../src/results/result.ts'
import { tests as entries } from '../../../suites/distribution/content-discovery/tests/read-only/entries.ts'
import { tests as filter } from '../../../suites/distribution/content-discovery/tests/read-only/filter.ts'
import { tests as lists } from '../../../suites/distribution/content-discovery/tests/read-only/lists.ts'
import { troubles, verdictsOf } from './fixture.ts'
import { effectsOf } from '../../../suites/distribution/faults.ts'

const repository = 'team/app'

/** An image, and one referrer of each kind: manifests and indexes, with an artifactType, with an empty one and without. */
function contentOf() {
  const image = randomImage(createRandom('subject'))
  const subject = descriptorOf(image.manifest)
  const config = descriptorOf(image.config)
  const layers = image.layers.map((layer) => descriptorOf(layer))
  const special = jsonContent({ special: true }, 'application/vnd.example.config.v1+json')
  const annotations = {
    'vnd.example.text': 'text with "quotes", <brackets> & ümlauts',
    'VND.example.Case': 'kept',
    key: 'without a domain',
    ...Object.fromEntries(Array.from({ length: 12 }, (_, at) => [`vnd.example.number-${at}`, `${at}`])),
  }
  const manifests = [descriptorOf(image.manifest)]
  // Neither are the annotations of the subject those of the referrer, nor is one case the other.
  const annotated = { ...subject, annotations: { 'vnd.example.of': 'the subject' } }
  const typed = { artifactType: 'application/vnd.example.SBOM', subject: annotated, annotations }
  const referrers = [
    // Of one type more than a page has.
    imageManifest({ ...typed, config, layers }),
    imageManifest({ ...typed, config, layers: [...layers, ...layers] }),
    imageManifest({ ...typed, config, layers: [] }),
    imageManifest({ config: descriptorOf(special), layers, subject, annotations }),
    imageManifest({ artifactType: '', config: descriptorOf(special), layers, subject, annotations }),
    imageIndex({ ...typed, artifactType: 'application/vnd.example.bundle', manifests }),
    imageIndex({ manifests, subject, annotations }),
  ]
  return { image, blobs: [...blobsOf(image), special], referrers }
}

/** A read-only run over an image with referrers, as a registry with these options serves them. */
async function read(options: Partial<ReferenceOptions> = {}, withReferrers = true): Promise<RunResult> {
  const registry = createReferenceRegistry({ spec: '1.1', ...options })
  const { image, blobs, referrers } = contentOf()
  for (const { bytes, digest } of blobs) registry.store.putBlob(repository, bytes, digest)
  const put = ({ bytes, mediaType }: Content, tags: readonly string[] = []) =>
    registry.store.putManifest(repository, bytes, { mediaType, tags })
  put(image.manifest, ['release'])
  if (withReferrers) for (const referrer of referrers) put(referrer)
  const { url, close } = await registry.listen()
  try {
    const readOnly = { tags: ['release'], manifests: [], blobs: [] }
    return (
      await assay({
        target: url,
        repository,
        readOnly,
        spec: options.spec ?? '1.1',
        patience: 0.01,
      })
    ).result
  } finally {
    await close()
  }
}

const ofReading = [...lists, ...entries, ...filter].flatMap(({ evaluates }) => evaluates)

describe('referrers in a run that writes nothing', () => {
  it('are evaluated where they are there', async () => {
    const result = await read()
    expect(troubles(result)).toEqual([])
    const verdicts = verdictsOf(result)
    // The embedded registry returns each list in one piece.
    const unpaged = ['discovery.referrers.link-form', 'discovery.referrers.pages']
    const others = ofReading.filter((id) => verdicts[id] !== 'pass')
    expect(others.toSorted()).toEqual(unpaged)
    expect(verdicts['discovery.referrers.supported']).toBe('pass')
    expect(verdicts['discovery.referrers.invalid-digest']).toBe('pass')
  })

  it('are evaluated on pages', async () => {
    const result = await read({ referrersPageLimit: 2 })
    expect(troubles(result)).toEqual([])
    expect(verdictsOf(result)).toMatchObject({
      'discovery.referrers.link-form': 'pass',
      'discovery.referrers.pages': 'pass',
      'discovery.referrers.filter-exact': 'pass',
    })
  })

  it('are evaluated by their empty list where there are none', async () => {
    const result = await read({}, false)
    expect(troubles(result)).toEqual([])
    expect(verdictsOf(result)).toMatchObject({
      'discovery.referrers.listed': 'pass',
      'discovery.referrers.index': 'pass',
      'discovery.referrers.descriptor': 'skipped',
      'discovery.referrers.filter': 'skipped',
    })
  })

  it('are unsupported where the registry has no such API', async () => {
    const result = await read({ referrers: false })
    expect(troubles(result)).toEqual([])
    expect(verdictsOf(result)).toMatchObject({
      'discovery.referrers.supported': 'unsupported',
      'discovery.referrers.listed': 'unsupported',
    })
  })

  it('are not evaluated without access to them', async () => {
    const result = await read({ effects: effectsOf('referrers-denied') })
    expect(troubles(result).filter((each) => !each.startsWith('error'))).toEqual([])
    expect(verdictsOf(result)['discovery.referrers.listed']).toBe('error')
  })
})

// What a run that writes finds in a list of referrers, reading finds as well.
describe('faults of referrers that reading shows', () => {
  const seen = faults.filter(
    ({ violates, at }) => ofReading.includes(violates) && (at?.includes('1.1') ?? true),
  )
  it.each(seen.map((fault) => [fault.id, fault] as const))('%s', async (id, { violates }) => {
    const result = await read({ effects: effectsOf(id) })
    expect(troubles(result).map((each) => each.replace(/:.*/s, ''))).toContainEqual(
      expect.stringMatching(new RegExp(`^(?:fail|warn) ${violates.replaceAll('.', '\\.')}$`)),
    )
  })
})
