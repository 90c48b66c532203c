import { inEntry } from '../../suites/image/layouts/build/docker.ts'
import { existsSync } from 'node:fs'
import { describe, expect } from 'vitest'
import { attack } from '../attack.ts'
import { assess, troubled } from './assess.ts'
import {
  artifactOf,
  digestOf,
  indexOf,
  pathOf,
  someFile,
  types,
  type Doc,
  type Layout,
} from '../../suites/image/layouts/build/layout.ts'
import { tarOf, type TarFile } from '../../suites/image/layouts/build/tar.ts'
import type { LayoutCase } from '../../suites/image/layouts/case.ts'

interface Hostile extends LayoutCase {
  violates: readonly string[]
  /** Requirements that could not be evaluated for all that there is. */
  unevaluated?: readonly string[]
}

/** Layouts made on purpose: they lead to findings, soon, and without harm. */
const hostile: readonly Hostile[] = [
  {
    id: 'circle',
    title: 'an index that lists itself, by a digest that cannot be verified',
    violates: ['content.size.matches'],
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
    violates: ['layout.blob.matches-name'],
    make(layout) {
      const digest = `sha256:${'a'.repeat(64)}`
      const entry = { mediaType: types.index, digest, size: 1 }
      const index = { schemaVersion: 2, mediaType: types.index, manifests: [entry] }
      layout.files.set(pathOf(digest), Buffer.from(JSON.stringify(index)))
      layout.entries.push(entry)
    },
  },
  {
    id: 'tower',
    title: 'a hundred indexes inside of each other',
    violates: [],
    unevaluated: ['content.reachable'],
    make(layout) {
      let entry = indexOf(layout, [])
      for (let depth = 0; depth < 100; depth += 1) entry = indexOf(layout, [entry])
      layout.entries.push(entry)
    },
  },
  {
    id: 'crowd',
    title: 'fifty thousand entries that lead nowhere',
    violates: [],
    unevaluated: ['content.reachable'],
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
    violates: ['descriptor.size.is-integer'],
    make(layout) {
      const thing = layout.blob('x', 'text/plain')
      const layers = Array.from({ length: 50_000 }, () => ({ ...thing, size: 'x' }))
      layout.entries.push(artifactOf(layout, { manifest: (manifest) => void (manifest['layers'] = layers) }))
    },
  },
  {
    id: 'bomb',
    title: 'a layer that decompresses to much more than its size',
    violates: [],
    make: (layout) =>
      void layout.image({ layers: [{ files: [{ name: 'zeros', content: Buffer.alloc(64 * 1024 ** 2) }] }] }),
  },
  {
    id: 'traversal',
    title: 'paths that lead out, in every place that has a path or a digest',
    violates: ['descriptor.digest.grammar', 'layer.paths.relative', 'layout.blob.matches-name'],
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
    violates: ['annotations.keys.reverse-domain', 'annotations.ref-name.grammar', 'layer.paths.unique'],
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
    violates: ['annotations.keys.reverse-domain'],
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

/** In a document itself, in each place where one may stand. */
const documents: readonly Hostile[] = [
  {
    id: 'no-text',
    title: 'documents whose bytes are not UTF-8',
    violates: ['json.utf-8'],
    make: (layout) =>
      void layout.image({
        config: (config) =>
          Buffer.from(JSON.stringify(config).replace('{', '{"x":"\u00ff\u00fe",'), 'latin1'),
        manifest: (manifest) => {
          manifest['annotations'] = { 'com.example.x': '\u00ff' }
          return Buffer.from(JSON.stringify(manifest), 'latin1')
        },
      }),
  },
]

/** Registries that lie. */
const registries: readonly Hostile[] = [
  {
    id: 'registry-circle',
    title: 'an index that contains itself, since the registry gives it for every digest',
    form: 'registry',
    violates: ['content.digest.matches'],
    make(layout) {
      const digest = `sha256:${'a'.repeat(64)}`
      const index = { schemaVersion: 2, mediaType: types.index, manifests: [] as unknown[] }
      index.manifests.push({ mediaType: types.index, digest, size: 1 })
      layout.files.set(pathOf(digest), Buffer.from(JSON.stringify(index)))
      layout.types.set(digest, types.index)
      layout.entries.push(index.manifests[0])
    },
  },
  {
    id: 'registry-without-end',
    title: 'a layer that the registry sends without end',
    form: 'registry',
    violates: ['content.size.matches'],
    make(layout) {
      const layer = layout.layer({ mediaType: types.tar })
      layout.endless.add(String(layer.descriptor['digest']))
      layout.image({ layers: [{}], manifest: (manifest) => void (manifest['layers'] = [layer.descriptor]) })
    },
  },
  {
    id: 'registry-config-without-end',
    title: 'a configuration that the registry sends without end',
    form: 'registry',
    violates: ['content.size.matches'],
    make(layout) {
      const image = layout.image()
      const manifest = JSON.parse(String(layout.files.get(pathOf(String(image['digest']))))) as Doc
      layout.endless.add(String((manifest['config'] as Doc)['digest']))
    },
  },
]

const entry = (name: string, more: Partial<TarFile> = {}): TarFile => ({ name, content: 'x', ...more })

/** Archives and layers whose entries want to be somewhere else, or of another size. */
const archives: readonly Hostile[] = [
  ...(['archive', 'archive.gz'] as const).map((form) => ({
    id: `climbing-${form}`,
    title: 'an archive with entries and links that lead out of it',
    form,
    violates: ['layout.archive.safe-entries', 'layout.blob.matches-name'],
    entries: (entries: TarFile[]) => [
      entry('../../../../tmp/oci-assay-climbed'),
      entry('/tmp/oci-assay-absolute'),
      entry('blobs/../../x'),
      { name: 'out', type: '2', link: '/etc' },
      { name: 'out/passwd', content: 'x' },
      { name: `blobs/sha256/${'c'.repeat(64)}`, type: '2', link: '../../../../etc/passwd' },
      { name: `blobs/sha256/${'d'.repeat(64)}`, type: '1', link: '/etc/shadow' },
      ...entries,
    ],
    make: (layout: Layout) => void layout.image(),
  })),
  ...(['docker-save', 'podman-save.gz'] as const).map((form) => ({
    id: `docker-${form}`,
    title: 'a docker archive with entries, links and names that lead out of it',
    form,
    violates: [
      'config.rootfs.diff-ids.count',
      'content.reachable',
      'layout.archive.safe-entries',
      'layout.docker-save.agrees',
    ],
    entries: (entries: TarFile[]) => [
      entry('../../../../tmp/oci-assay-climbed'),
      entry('/tmp/oci-assay-absolute'),
      { name: 'out', type: '2', link: '/etc' },
      { name: 'one.tar', type: '2', link: 'two.tar' },
      { name: 'two.tar', type: '2', link: 'one.tar' },
      ...inEntry('manifest.json', ([image]) => [
        {
          ...image,
          Layers: ['out/passwd', '/etc/passwd', '../../../etc/passwd', 'one.tar', 'manifest.json/..'],
        },
      ])(entries),
      { name: 'manifest.json', content: '[]' },
    ],
    make: (layout: Layout) => void layout.image(),
  })),
  {
    id: 'docker-crowd',
    title: 'a docker archive with fifty thousand images whose files are not there, and names of a megabyte',
    form: 'docker-save',
    violates: [
      'annotations.ref-name.grammar',
      'content.reachable',
      'layout.docker-save.agrees',
      'layout.index.unique-names',
      'manifest.config.exists',
      'manifest.layers.are-descriptors',
    ],
    entries: inEntry('manifest.json', () => [
      { Config: 'x'.repeat(1024 ** 2), RepoTags: ['x'.repeat(1024 ** 2)], Layers: ['x'.repeat(1024 ** 2)] },
      ...Array.from({ length: 50_000 }, (_, at) => ({
        Config: `${at}.json`,
        RepoTags: ['a:1'],
        Layers: [`${at}.tar`],
      })),
    ]),
    make: (layout) => void layout.image(),
  },
  {
    id: 'docker-circle',
    title: 'an old docker archive whose layers lie below each other in a circle',
    form: 'docker-1.9',
    violates: [],
    entries: (entries) =>
      entries.map((each) => {
        const [, id] = /^([a-f0-9]{64})\/json$/.exec(String(each.name)) ?? []
        return id === undefined ? each : { ...each, content: JSON.stringify({ id, parent: id }) }
      }),
    make: (layout) => void layout.image(),
  },
  {
    id: 'sizes',
    title: 'layers with entries of negative and huge sizes',
    violates: ['layer.tar.archive'],
    make(layout) {
      const sized = (size: string) => ({
        tar: tarOf([entry('a', { header: (header) => void header.write(size, 124, 12, 'latin1') })]),
      })
      layout.image({
        layers: [
          sized('\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xfe'),
          sized('\x80\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff'),
          sized('77777777777\0'),
          { tar: tarOf([entry('b', { pax: { size: '-1' } })]) },
          { tar: tarOf([entry('c', { pax: { size: '9'.repeat(400) } })]) },
        ],
      })
    },
  },
  {
    id: 'holes',
    title: 'a layer of a few bytes with files of exabytes, nearly all of them holes',
    violates: ['layer.entries.not-sparse'],
    make(layout) {
      const size = '9223372036854775807'
      layout.image({
        layers: [{ files: [entry('a', { pax: { 'GNU.sparse.major': '1', 'GNU.sparse.realsize': size } })] }],
      })
    },
  },
  {
    id: 'no-text-names',
    title: 'a layer with names that are not UTF-8, are empty, or contain a NUL',
    violates: [],
    make: (layout) =>
      void layout.image({
        layers: [
          {
            files: [
              entry('', { header: (header) => void header.write('\xff\xfe\x80', 0, 'latin1') }),
              entry(''),
              entry('x', { pax: { path: 'a\0b' } }),
            ],
          },
        ],
      }),
  },
]

const ids = (list: readonly string[]): string => list.map((id) => `\`${id}\``).join(', ')

const resultOf = ({ violates, unevaluated = [] }: Hostile): string =>
  [
    ...(violates.length === 0 ? [] : [`findings of ${ids(violates)}`]),
    ...(unevaluated.length === 0 ? [] : [`${ids(unevaluated)} could not be evaluated`]),
  ].join('; ') || 'no finding, and everything is evaluated'

describe('hostile layouts', () => {
  for (const { violates, unevaluated = [], ...each } of [
    ...hostile,
    ...documents,
    ...registries,
    ...archives,
  ]) {
    const form = each.form === undefined || each.form === 'registry' ? '' : ` (${each.form})`
    attack(
      {
        part: 'Images and archives',
        what: `${each.title}${form}`,
        result: resultOf({ violates, unevaluated, ...each }),
      },
      async () => {
        const results = await assess(each)
        const reported = results.filter(troubled)
        expect(reported.map(({ id }) => id).toSorted()).toEqual([...violates, ...unevaluated].toSorted())
        expect(reported.filter(({ verdict }) => verdict === 'error').map(({ id }) => id)).toEqual(unevaluated)
        for (const { findings } of reported) expect(findings.length).toBeLessThanOrEqual(51)
        // Nothing is written outside, and of what is outside nothing is read.
        for (const name of ['climbed', 'absolute']) expect(existsSync(`/tmp/oci-assay-${name}`)).toBe(false)
        expect(JSON.stringify(results)).not.toContain('root:')
      },
      60_000,
    )
  }
})
