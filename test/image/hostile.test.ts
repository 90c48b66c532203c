import { describe, expect, it } from 'vitest'
import { assess, troubled } from './assess.ts'
import { artifactOf, digestOf, indexOf, pathOf, someFile, types } from './build/layout.ts'
import type { Case } from './case.ts'

/** Layouts that nobody makes by accident: they end in findings, soon, and without harm. */
const hostile: readonly (Case & { breaks: readonly string[] })[] = [
  {
    id: 'circle',
    title: 'an index that lists itself, by a digest that nobody can verify',
    breaks: ['content.size.matches'],
    make(layout) {
      const entry = { mediaType: types.index, digest: 'fake:1', size: 1 }
      const bytes = Buffer.from(
        JSON.stringify({ schemaVersion: 2, mediaType: types.index, manifests: [entry] }),
      )
      layout.files.set('blobs/fake/1', bytes)
      layout.entries.push({ ...entry, size: bytes.length })
    },
  },
  {
    id: 'false-circle',
    title: 'an index that lists itself, by a digest that is not its own',
    breaks: ['layout.blob.matches-name'],
    make(layout) {
      const digest = `sha256:${'a'.repeat(64)}`
      const entry = { mediaType: types.index, digest, size: 1 }
      layout.files.set(pathOf(digest), Buffer.from(JSON.stringify({ schemaVersion: 2, manifests: [entry] })))
      layout.entries.push(entry)
    },
  },
  {
    id: 'tower',
    title: 'a hundred indexes inside of each other',
    breaks: ['content.reachable'],
    make(layout) {
      let entry = indexOf(layout, [])
      for (let depth = 0; depth < 100; depth += 1) entry = indexOf(layout, [entry])
      layout.entries.push(entry)
    },
  },
  {
    id: 'crowd',
    title: 'fifty thousand entries that lead nowhere',
    breaks: ['content.reachable'],
    make(layout) {
      layout.folders.add('blobs')
      for (let at = 0; at < 50_000; at += 1) {
        layout.entries.push({ mediaType: types.manifest, digest: digestOf(Buffer.from(`${at}`)), size: 1 })
      }
    },
  },
  {
    id: 'broken-crowd',
    title: 'fifty thousand broken descriptors',
    breaks: ['descriptor.size.is-integer'],
    make(layout) {
      const thing = layout.blob('x', 'text/plain')
      const layers = Array.from({ length: 50_000 }, () => ({ ...thing, size: 'x' }))
      layout.entries.push(artifactOf(layout, { manifest: (manifest) => void (manifest['layers'] = layers) }))
    },
  },
  {
    id: 'bomb',
    title: 'a layer that decompresses to much more than its size',
    breaks: [],
    make: (layout) =>
      void layout.image({ layers: [{ files: [{ name: 'zeros', content: Buffer.alloc(200 * 1024 ** 2) }] }] }),
  },
  {
    id: 'traversal',
    title: 'paths that lead out, in every place where a path or a digest stands',
    breaks: ['descriptor.digest.grammar', 'layer.paths.relative'],
    make(layout) {
      layout.image({
        layers: [
          {
            files: [
              { name: '../../../../tmp/x', content: 'x' },
              { name: 'l', type: '2', link: '/etc' },
            ],
          },
          {},
        ],
      })
      layout.entries.push({ mediaType: types.manifest, digest: 'sha256:../../../index.json', size: 1 })
      layout.links.set(`blobs/sha256/${'b'.repeat(64)}`, '/etc/passwd')
    },
  },
  {
    id: 'names',
    title: 'escape codes and markup in every name',
    breaks: ['annotations.keys.reverse-domain', 'annotations.ref-name.grammar', 'layer.paths.unique'],
    make(layout) {
      const name = '\u001b[2J\u0007<script>alert(1)</script>\u202e'
      layout.image({
        name,
        layers: [{ files: [someFile(name), someFile(name)] }],
        manifest: (manifest) =>
          void (manifest['annotations'] = { [name]: name, __proto__: null, constructor: 'x' }),
      })
    },
  },
  {
    id: 'prototype',
    title: 'properties that objects inherit',
    breaks: ['annotations.keys.reverse-domain'],
    make: (layout) =>
      void layout.image({
        manifest: (manifest) =>
          JSON.stringify(manifest).replace(
            '{',
            '{"__proto__":{"manifests":[]},"annotations":{"__proto__":"x"},',
          ),
      }),
  },
]

describe('hostile layouts', () => {
  it.each(hostile)('$id: $title', { timeout: 60_000 }, async ({ breaks, ...each }) => {
    const results = await assess(each)
    const trouble = results.filter(troubled)
    expect(trouble.map(({ id }) => id).toSorted()).toEqual(breaks.toSorted())
    expect(trouble.filter(({ verdict }) => verdict === 'error')).toEqual([])
    for (const { findings } of trouble) expect(findings.length).toBeLessThanOrEqual(51)
  })
})
