import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { pathOf, type Doc } from '../../suites/image/layouts/build/layout.ts'
import type { LayoutCase } from '../../suites/image/layouts/case.ts'
import { acrossPlatforms } from '../../suites/image/policies/defects/images.ts'
import type { Policies } from '../../suites/image/policies/policies.ts'
import { assess } from './assess.ts'

const policies: Policies = {
  platforms: ['linux/amd64', 'linux/arm64'],
  files: [{ path: 'app' }],
  labels: { 'org.example.team': { present: true } },
  user: 'non-root',
  noSetId: true,
  timestamps: 0,
}

const verdictsOf = async (make: LayoutCase['make'], more: Partial<LayoutCase> = {}): Promise<string[]> => {
  const results = await assess({ id: 'policies', title: '', policies, make, ...more })
  return results
    .filter(({ suite }) => suite === 'policies')
    .map(({ id, verdict, blockedBy = '' }) => `${id} ${verdict} ${blockedBy}`.trim())
}

it('are blocked by a layer that cannot be read, and evaluated as far as they need none', async () => {
  const verdicts = await verdictsOf((layout) =>
    acrossPlatforms(layout, {
      amd64: [{ bytes: (tar) => gzipSync(tar).subarray(0, 60) }],
      arm64: [{ files: [{ name: 'app' }] }],
    }),
  )
  expect(verdicts).toEqual([
    'policy.platforms pass',
    'policy.files blocked layer.compression.gzip',
    'policy.labels fail',
    'policy.user fail',
    'policy.set-id blocked layer.compression.gzip',
    'policy.timestamps fail',
  ])
})

it('are not met by an image whose manifest is another one than its digest states', async () => {
  const verdicts = await verdictsOf((layout) => {
    const { digest } = layout.image({ name: '1.0' })
    const path = pathOf(String(digest))
    layout.files.set(path, Buffer.from('{'))
  })
  expect(new Set(verdicts.map((each) => each.split(' ').slice(1).join(' ')))).toEqual(
    new Set(['blocked layout.blob.matches-name']),
  )
})

it('leave the run incomplete where a layer is beyond a limit', async () => {
  const files = Array.from({ length: 20 }, (_, at) => ({ name: `app/${at}/app` }))
  const make: LayoutCase['make'] = (layout) => void layout.image({ layers: [{ files }] })
  const results = await assess({ id: 'limit', title: '', policies, make, limits: { 'layer-names': 2000 } })
  const found = results.find(({ id }) => id === 'policy.files')
  expect([found?.verdict, found?.reason]).toEqual(['error', expect.stringContaining('--limit layer-names=')])
})

it('list at most fifty findings one by one', async () => {
  const files = Array.from({ length: 60 }, (_, at) => ({ name: `bin/${at}`, mode: 0o4755 }))
  const results = await assess({
    id: 'many',
    title: '',
    policies: { noSetId: true },
    make: (layout) => void layout.image({ layers: [{ files }] }),
  })
  const found = results.find(({ id }) => id === 'policy.set-id')
  expect(found?.findings.length).toBe(51)
  expect(found?.findings.at(-1)?.title).toBe('also in 10 more places')
})

it('have a label of an image with a null configuration', async () => {
  const verdicts = await verdictsOf(
    (layout) => void layout.image({ config: (document: Doc) => void (document['config'] = null) }),
    { policies: { labels: { a: { absent: true } }, user: 'non-root' } },
  )
  expect(verdicts).toEqual(['policy.labels pass', 'policy.user fail'])
})

it.each([
  ['changed by a later layer', [{ name: 'usr/bin/su', mode: 0o755 }], 'pass'],
  ['changed through a link of its folder', [{ name: 'bin/su', mode: 0o755 }], 'pass'],
  ['replaced by a folder', [{ name: 'usr/bin/su/file' }], 'pass'],
  ['below a folder that is replaced by a file', [{ name: 'usr' }], 'pass'],
  [
    'below a folder that is replaced by a file and is there again',
    [{ name: 'usr' }, { name: 'usr/file' }],
    'pass',
  ],
  ['removed', [{ name: 'usr/bin/.wh.su' }], 'pass'],
  ['kept where another file has its name', [{ name: 'etc/pam.d/su', mode: 0o755 }], 'fail'],
  ['kept where its folder is changed', [{ name: 'usr/bin/', type: '5', mode: 0o700 }], 'fail'],
] as const)('judge a file with the set-user-ID bit that is %s', async (_, files, expected) => {
  const base = [
    { name: 'usr/bin/', type: '5' },
    { name: 'bin', type: '2', link: 'usr/bin' },
    { name: 'usr/bin/su', mode: 0o4755 },
  ]
  const verdicts = await verdictsOf((layout) => void layout.image({ layers: [{ files: base }, { files }] }), {
    policies: { noSetId: true },
  })
  expect(verdicts).toEqual([`policy.set-id ${expected}`])
})
