import { describe, expect, it } from 'vitest'
import { specVersions } from '../../../src/engine/requirement.ts'
import type { ReferenceOptions } from '../../../src/reference/index.ts'
import { sample } from '../../sample.ts'
import { assayReference, troubles, verdictsOf } from './fixture.ts'

const credentials = { username: 'assay', password: 'assay-password' }

/** What only a registry that requires a login can show. */
const without401 = (verdicts: Record<string, string>) => ({
  ...verdicts,
  'http.challenge': '',
  'errors.code.unauthorized': '',
})

type Row = readonly [what: string, options: Partial<ReferenceOptions>]

/** Some rows in one, so that fewer registries show the same. */
const together = (rows: readonly Row[], count: number): Row[] =>
  Array.from({ length: Math.ceil(rows.length / count) }, (_, group) => {
    const part = rows.slice(group * count, (group + 1) * count)
    return [part.map(([what]) => what).join(', '), Object.assign({}, ...part.map(([, options]) => options))]
  })

const peculiar: readonly Row[] = [
  ['has a minimum chunk length', { minChunkLength: 1024 }],
  ['keeps state in its locations', { uploadState: true }],
  ['gives absolute locations', { absoluteLocations: true }],
  ['pages early', { tagPageLimit: 2, referrersPageLimit: 2 }],
  ['accepts missing references', { missingReferences: 'accept' }],
  ['sends warnings', { warnings: ['the registry is old'] }],
  ['redirects blobs', { redirectBlobs: 'path' }],
  ['is below a path', { pathPrefix: '/registry' }],
  ['refuses what nobody accepts', { negotiation: 'strict' }],
]

const lacking: readonly Row[] = [
  ['sha512', { algorithms: ['sha256'] }],
  ['mounting', { mount: false }],
  ['single POST', { singlePost: false }],
  ['referrers', { referrers: false }],
  ['tag parameters', { tagParameters: false }],
  ['deletion of tags', { deleteTags: false }],
  ['deletion of manifests', { deleteManifests: false }],
  ['deletion of blobs', { deleteBlobs: false }],
  ['any deletion', { deleteTags: false, deleteManifests: false, deleteBlobs: false, deletionRefusal: 400 }],
  ['extensions', { extensions: false }],
]

describe('a conformant registry', () => {
  it.each(specVersions)('of version %s breaks nothing, and nothing is left inconclusive', async (spec) => {
    const result = await assayReference({ spec })
    expect(troubles(result)).toEqual([])
    expect(result.totals.requirements.pass).toBeGreaterThan(100)
    expect(result.leftovers).toEqual([])
    // No silent pass: what passes was compared with something, and the count of checks is reported.
    const silent = [...result.requirements, ...result.tests].filter(
      ({ verdict, checks }) => verdict === 'pass' && checks === 0,
    )
    expect(silent.map(({ id }) => id)).toEqual([])
  })

  let open: Record<string, string> | undefined
  it.each<[string, Partial<ReferenceOptions>]>([
    ['requires Basic', { auth: 'basic' }],
    ['requires Bearer', { auth: 'bearer' }],
    ['gives tokens of two seconds', { auth: 'bearer', tokenLifetime: 2 }],
  ])('that %s is tested like any other', async (_, registry) => {
    open ??= verdictsOf(await assayReference({}))
    const result = await assayReference(registry, { credentials })
    expect(troubles(result)).toEqual([])
    expect(without401(verdictsOf(result))).toEqual(without401(open))
  })

  // What is sent again with a token, to another place or in parts is judged as what it is.
  const behind = { auth: 'bearer', redirectBlobs: 'path', minChunkLength: 1024, tagPageLimit: 2 } as const
  it('breaks nothing behind a token, redirects and limits, whatever the sequence', async () => {
    const result = await assayReference(behind, { credentials, depth: 'standard', patience: 0.02 })
    expect(troubles(result)).toEqual([])
  })

  it.each(sample(peculiar, together(peculiar, 3)))('that %s breaks nothing', async (_, registry) => {
    expect(troubles(await assayReference(registry))).toEqual([])
  })

  it.each(sample(lacking, together(lacking, 3)))(
    'without %s breaks nothing that is not recommended',
    async (_, registry) => {
      const result = await assayReference(registry)
      const { fail, error, blocked } = result.totals.requirements
      expect({ fail, error, blocked, of: troubles(result) }).toMatchObject({ fail: 0, error: 0, blocked: 0 })
      expect(result.totals.requirements.unsupported).toBeGreaterThan(0)
    },
  )
})
