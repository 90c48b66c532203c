import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { attack } from '../attack.ts'
import { assay } from '../../src/assay/assay.ts'
import { imageLimits, parseLimits, type ImageLimits } from '../../src/image/limits.ts'
import { assess, troubled } from './assess.ts'
import {
  createLayout,
  indexOf,
  someFile,
  types,
  type Layout,
} from '../../suites/image/layouts/build/layout.ts'
import { write } from '../../suites/image/layouts/build/write.ts'
import type { LayoutCase } from '../../suites/image/layouts/case.ts'

/** A value inside this many others. */
const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth)
const deep = (depth: number) => (document: unknown) =>
  JSON.stringify(document).replace('{', `{"x":${nested(depth)},`)
const padded = (bytes: number) => (document: unknown) =>
  Buffer.concat([Buffer.from(JSON.stringify(document)), Buffer.alloc(bytes, ' ')])

const size = 'document-size'
const depth = 'document-depth'

interface Beyond extends Omit<LayoutCase, 'id' | 'title' | 'limits'> {
  what: string
  limit: keyof typeof imageLimits
  /** Requirements that are not evaluated, among others. */
  unevaluated: readonly string[]
  /** Lower than the default where that would need a large layout. */
  lower?: number
  /** High enough for everything to be read; absent where that would take long. */
  raised?: number
  /** Requirements that are violated all the same. */
  violates?: readonly string[]
}

const index = (change: (document: unknown) => unknown) => (layout: Layout) => {
  layout.image()
  layout.index.push(change)
}

/** Layouts that are beyond a limit, each without any violation but those that it names. */
const beyond: readonly Beyond[] = [
  {
    what: 'an index.json',
    limit: size,
    unevaluated: ['json.well-formed', 'index.manifests.exists'],
    make: index(padded(9e6)),
    raised: 1e7,
  },
  { what: 'a huge index.json', limit: size, unevaluated: ['json.well-formed'], make: index(padded(2e8)) },
  {
    what: 'an index.json',
    limit: depth,
    unevaluated: ['json.well-formed', 'index.manifests.exists'],
    make: index(deep(200)),
    raised: 300,
  },
  {
    what: 'a very deep index.json',
    limit: depth,
    unevaluated: ['json.well-formed'],
    make: index(deep(100_000)),
  },
  {
    what: 'a manifest',
    limit: size,
    unevaluated: ['json.well-formed', 'manifest.config.exists', 'layer.paths.unique'],
    make: (layout) => void layout.image({ manifest: padded(9e6) }),
    raised: 1e7,
  },
  {
    what: 'a manifest',
    limit: depth,
    unevaluated: ['json.well-formed', 'manifest.config.exists'],
    make: (layout) => void layout.image({ manifest: deep(100_000) }),
  },
  {
    what: 'a manifest in a compressed archive',
    form: 'archive.gz',
    limit: size,
    unevaluated: ['json.well-formed', 'manifest.config.exists'],
    make: (layout) => void layout.image({ manifest: padded(9e6) }),
    raised: 1e7,
  },
  {
    what: 'the manifest of an image in a registry',
    form: 'registry',
    limit: size,
    unevaluated: ['json.well-formed', 'manifest.config.exists'],
    make: (layout) => void layout.image({ manifest: padded(9e6) }),
    raised: 1e7,
  },
  {
    what: 'a configuration beside another one',
    limit: size,
    unevaluated: ['json.well-formed', 'config.os.exists', 'conversion.args.startable'],
    make(layout) {
      layout.image({ name: 'a', config: padded(9e6) })
      layout.image({ name: 'b' })
    },
    raised: 1e7,
  },
  {
    what: 'a configuration',
    limit: depth,
    unevaluated: ['json.well-formed', 'config.os.exists'],
    make: (layout) => void layout.image({ config: deep(200) }),
    raised: 300,
  },
  {
    what: 'an oci-layout',
    limit: size,
    unevaluated: ['json.well-formed', 'layout.header.has-version'],
    make(layout) {
      layout.image()
      layout.header.push(padded(9e6))
    },
    raised: 1e7,
  },
  {
    what: 'a configuration whose bytes have another digest',
    limit: size,
    unevaluated: [],
    violates: ['layout.blob.matches-name'],
    make(layout) {
      layout.image({ config: padded(9e6) })
      const [path = ''] = [...layout.files].find(([, bytes]) => bytes.length > 9e6) ?? []
      layout.files.set(path, padded(9e6)({ a: 1 }))
    },
  },
  {
    what: 'a layer',
    limit: 'layer-size',
    lower: 1000,
    unevaluated: [
      'layer.compression.gzip',
      'layer.tar.archive',
      'layer.paths.unique',
      'config.rootfs.diff-ids.match',
    ],
    make: (layout) =>
      void layout.image({ layers: [{}, { files: [{ name: 'a', content: 'x'.repeat(5000) }] }] }),
    raised: 100_000,
  },
  {
    what: 'a plain layer',
    limit: 'layer-size',
    lower: 1000,
    unevaluated: ['layer.tar.archive', 'layer.paths.unique', 'config.rootfs.diff-ids.match'],
    make: (layout) => void layout.image({ layers: [{ mediaType: types.tar }] }),
    raised: 100_000,
  },
  {
    what: 'gzip members',
    limit: 'members',
    lower: 1,
    unevaluated: ['layer.compression.gzip', 'layer.tar.archive', 'config.rootfs.diff-ids.match'],
    make: (layout) =>
      void layout.image({ layers: [{ bytes: (tar) => Buffer.concat([gzipSync(tar), gzipSync('')]) }] }),
    raised: 2,
  },
  {
    what: 'a zstd window',
    limit: 'zstd-window',
    lower: 100,
    unevaluated: ['layer.compression.zstd', 'layer.tar.archive', 'layer.whiteouts.first'],
    make: (layout) => void layout.image({ layers: [{ mediaType: types.zstd }] }),
    raised: 10_000_000,
  },
  {
    what: 'an extended header',
    limit: 'tar-header',
    lower: 100,
    unevaluated: ['layer.tar.archive', 'layer.paths.unique'],
    make: (layout) =>
      void layout.image({ layers: [{ files: [{ ...someFile(), pax: { path: 'x'.repeat(200) } }] }] }),
    raised: 1000,
  },
  {
    what: 'the paths of a layer',
    limit: 'layer-names',
    lower: 100,
    unevaluated: ['layer.paths.unique', 'layer.hard-links.within-layer', 'layer.whiteouts.first'],
    make: (layout) =>
      void layout.image({ layers: [{ files: ['a', 'b', 'c', 'd'].map((name) => someFile(name)) }] }),
    raised: 1000,
  },
]

const run = ({ what, form, make }: Beyond, limits?: ImageLimits) =>
  assess({ id: 'limit', title: what, make, ...(form ? { form } : {}), ...(limits ? { limits } : {}) })

describe('what is beyond a limit', () => {
  for (const row of beyond) {
    const { what, limit, lower, unevaluated, violates = [] } = row
    const result =
      violates.length === 0 ? 'not evaluated, and no violation' : 'a finding for its digest, and nothing else'
    attack(
      { part: 'Images and archives', what: `${what} beyond the limit \`${limit}\``, result },
      async () => {
        const results = await run(row, lower === undefined ? undefined : { [limit]: lower })
        const errors = results.filter(({ verdict }) => verdict === 'error')
        expect(errors.map(({ id }) => id)).toEqual(expect.arrayContaining([...unevaluated]))
        for (const { reason } of errors)
          expect(reason).toContain(`the limit ${limit}; raise it with --limit ${limit}=`)
        expect(
          results.filter((each) => troubled(each) && each.verdict !== 'error').map(({ id }) => id),
        ).toEqual(violates)
        // Nothing false besides.
        const notes = results.flatMap((each) => each.notes.map(({ text }) => text))
        expect(notes).toEqual([])
      },
      60_000,
    )
  }

  it.each(beyond.filter(({ raised }) => raised !== undefined))(
    'is evaluated where the limit is raised: $what ($limit)',
    async (row) => {
      const results = await run(row, { [row.limit]: row.raised! })
      expect(results.filter(troubled)).toEqual([])
    },
  )

  it('counts the bytes that are there', async () => {
    const results = await assess({
      id: 'size',
      title: 'a config',
      make: (layout) => void layout.image({ config: padded(9e6) }),
    })
    const layout = createLayout()
    layout.image({ config: padded(9e6) })
    const bytes = Math.max(...[...layout.files.values()].map(({ length }) => length))
    const { reason } = results.find(({ id }) => id === 'json.well-formed') ?? {}
    expect(reason).toContain(`has ${bytes} bytes, and a document is read up to 8388608 bytes`)
  })

  it('is not reported as damage where an archive is beyond a limit', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'oci-assay-limits-'))
    try {
      const layout = createLayout()
      layout.image()
      const target = write(layout, folder, 'archive', (entries) =>
        entries.map((entry) => ({ ...entry, pax: { comment: 'x'.repeat(500) } })),
      )
      const reported = await assay({ target, limits: { 'tar-header': 100 } }).catch((error: unknown) => error)
      expect(String(reported)).toContain('the limit tar-header; raise it with --limit tar-header=')
      expect(String(reported)).not.toMatch(/damaged|cut short/)
      const { result } = await assay({ target })
      expect(result.requirements.filter(troubled)).toEqual([])
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  it('hides no violation elsewhere', async () => {
    const results = await assess({
      id: 'elsewhere',
      title: 'a config beyond the limit beside a wrong one',
      make(layout) {
        const entries = [
          { config: padded(9e6) },
          { config: (config: object) => ({ ...config, rootfs: { type: 'x', diff_ids: [] } }) },
        ]
        layout.entries.push(
          indexOf(
            layout,
            entries.map((parts) => ({
              ...layout.manifest(parts),
              platform: { os: 'linux', architecture: 'amd64' },
            })),
          ),
        )
      },
    })
    expect(results.find(({ id }) => id === 'config.rootfs.type.is-layers')?.verdict).toBe('fail')
  })
})

describe('limits by their texts', () => {
  it.each(Object.keys(imageLimits))('%s', (name) => {
    expect(parseLimits([`${name}=7`])).toEqual({ [name]: 7 })
    for (const wrong of ['0', '-1', '1.5', '', '9'.repeat(16)])
      expect(() => parseLimits([`${name}=${wrong}`])).toThrow(/write|give/)
  })
  it.each(['', '=', 'layers=1', 'document-size', 'document-size:1', '__proto__=1'])('not %j', (text) => {
    expect(() => parseLimits([text])).toThrow(/document-size/)
  })
})
