import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BlobFacts } from '../../../src/image/decode/blob.ts'
import { FileCollector } from '../../../src/image/decode/tar/collect-files.ts'
import { isSetId, type FileQuery, type LayerFiles } from '../../../src/image/decode/tar/layer-files.ts'
import { TarParser } from '../../../src/image/decode/tar/parser.ts'
import type { ImageLimits } from '../../../src/image/limits.ts'
import { mergeLayers } from '../../../src/image/model/files/merge.ts'
import { factsOfText, textOfFacts } from '../../../src/image/source/shared/facts-text.ts'
import { fileQuery } from '../../../suites/image/policies/query.ts'
import { digestOf } from '../../../suites/image/layouts/build/layout.ts'
import { tarOf, type TarFile } from '../../../suites/image/layouts/build/tar.ts'
import { fuzz } from '../../fuzz.ts'

const everything: FileQuery = { names: ['*'], folders: ['*'], digests: true }

function collected(files: readonly TarFile[], query = everything, limits?: ImageLimits): LayerFiles {
  const collector = new FileCollector(query, limits)
  const parser = new TarParser({
    entry: (entry) => collector.entry(entry),
    content: (bytes) => collector.content(bytes),
    problem: () => undefined,
  })
  parser.push(tarOf(files))
  parser.end()
  return collector.files()
}

/** As they are after another image has read the layer. */
const stored = (files: LayerFiles): LayerFiles =>
  factsOfText(textOfFacts({ files } as BlobFacts))?.files ?? files

const merged = (layers: readonly (readonly TarFile[])[], query = everything) =>
  mergeLayers(
    layers.map((files, at) => ({
      name: { number: at + 1, digest: `layer ${at + 1}` },
      files: stored(collected(files, query)),
    })),
  )

/** The paths of a file system, each with the layer that brought it, folders with a slash. */
const shown = (layers: readonly (readonly TarFile[])[], query = everything): string[] =>
  [...merged(layers, query).all()]
    .map(({ path, type, layer }) => `${path}${type === 'directory' ? '/' : ''} ${layer.number}`)
    .toSorted()

const folder = (name: string): TarFile => ({ name, type: '5' })
const link = (name: string, to: string): TarFile => ({ name, type: '2', link: to })
const hard = (name: string, to: string): TarFile => ({ name, type: '1', link: to })

describe('the merged file system', () => {
  it.each<[string, TarFile[][], string[]]>([
    ['has the last of two files', [[{ name: 'a' }], [{ name: './a' }]], ['a 2']],
    ['lacks what a whiteout names', [[{ name: 'a/b' }, { name: 'a/c' }], [{ name: 'a/.wh.b' }]], ['a/c 1']],
    ['lacks what is below a whiteout', [[{ name: 'a/b/c' }, { name: 'ab' }], [{ name: '.wh.a' }]], ['ab 1']],
    [
      'keeps what a layer brings beside its whiteout',
      [[{ name: 'a' }], [{ name: 'a' }, { name: '.wh.a' }]],
      ['a 2'],
    ],
    [
      'keeps what a layer brings before its opaque whiteout',
      [[{ name: 'a/b' }], [{ name: 'a/c' }, { name: 'a/.wh..wh..opq' }]],
      ['a/c 2'],
    ],
    [
      'has nothing left below an opaque whiteout at the root',
      [[{ name: 'a/b' }], [{ name: '.wh..wh..opq' }]],
      [],
    ],
    ['has a file in the place of a folder', [[{ name: 'a/b' }], [{ name: 'a' }]], ['a 2']],
    ['has a folder in the place of a file', [[{ name: 'a' }], [{ name: 'a/b' }]], ['a/b 2']],
    [
      'keeps what is in a folder that is there again',
      [[folder('a/'), { name: 'a/b' }], [folder('a/')]],
      ['a/ 2', 'a/b 1'],
    ],
    [
      'has files of folders that come later',
      [[{ name: 'a/b/c' }, folder('a/b/'), folder('a/')]],
      ['a/ 1', 'a/b/ 1', 'a/b/c 1'],
    ],
    ['follows links of folders', [[link('bin', 'usr/bin')], [{ name: 'bin/sh' }]], ['bin 1', 'usr/bin/sh 2']],
    [
      'follows absolute links and does not leave the root',
      [[link('a', '/../../x')], [{ name: 'a/b' }]],
      ['a 1', 'x/b 2'],
    ],
    [
      'removes behind links',
      [[link('bin', 'usr/bin'), { name: 'usr/bin/sh' }], [{ name: 'bin/.wh.sh' }]],
      ['bin 1'],
    ],
    ['ends circles of links', [[link('a', 'b'), link('b', 'a')], [{ name: 'a/c' }]], ['a 1', 'b 1']],
    [
      'has a folder in the place of a link',
      [[link('a', 'b')], [folder('a/'), { name: 'a/c' }]],
      ['a/ 2', 'a/c 2'],
    ],
    ['takes no entries above its root', [[{ name: '../a' }, { name: 'b' }]], ['b 1']],
    ['passes over what is marked for aufs alone', [[{ name: 'a' }, { name: '.wh.' }]], ['a 1']],
  ])('%s', (_, layers, expected) => {
    expect(shown(layers)).toEqual(expected)
  })

  it('has long names of PAX headers', () => {
    const path = `${'long/'.repeat(30)}file`
    const files = merged([[{ name: 'short', pax: { path, uid: '70000', mtime: '5.5' } }]])
    expect(files.get(path)).toMatchObject({ path, uid: 70_000, mtime: 5.5, name: path })
  })

  it('has the content of hard links, also of those that lead to a layer below', () => {
    const content = 'the content'
    const files = merged([
      [{ name: 'bin/busybox', content }, hard('bin/sh', './bin/busybox')],
      [hard('bin/ls', 'bin/busybox')],
    ])
    const expected = { type: 'file', size: content.length, digest: digestOf(Buffer.from(content)) }
    expect(files.get('bin/sh')).toMatchObject({ ...expected, layer: { number: 1 } })
    expect(files.get('bin/ls')).toMatchObject({ ...expected, layer: { number: 2 } })
  })

  it('knows by which layer a file was removed', () => {
    const files = merged([[{ name: 'a/b' }], [{ name: '.wh.a' }]])
    expect(files.removed('/a/b')).toMatchObject({ by: { number: 2 }, how: 'whiteout', name: '.wh.a' })
    expect(merged([[{ name: 'a' }], [{ name: '.wh.a' }], [{ name: 'a' }]]).removed('a')).toBeUndefined()
  })

  it('is limited to a number of characters, and has nothing of a layer with more', () => {
    const files = ['a', 'b', 'c'].map((each): TarFile => ({ name: each }))
    expect(collected(files, everything, { 'layer-names': 400 })).toMatchObject({
      entries: [],
      complete: false,
    })
    expect(collected(files, everything, { 'layer-names': 600 }).entries).toHaveLength(3)
  })
})

/** Layers over few names, so that much of them meets. */
const name = fc.constantFrom('a', 'b', 'bin')
const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => names.join('/'))
const entry: fc.Arbitrary<TarFile> = fc.oneof(
  { weight: 4, arbitrary: path.map((each): TarFile => ({ name: each })) },
  { weight: 2, arbitrary: path.map((each): TarFile => folder(`${each}/`)) },
  path.map((each): TarFile => ({ name: each.replace(/[^/]+$/, '.wh.$&') })),
  path.map((each): TarFile => ({ name: `${each}/.wh..wh..opq` })),
)
const image = fc.array(fc.array(entry, { maxLength: 6 }), { maxLength: 4 })

const isBelow = (each: string, above: string): boolean => each.startsWith(`${above}/`)

/** The same rules over a plain list of paths, without links: slow, and another way to the same. */
function modelled(layers: readonly (readonly TarFile[])[]): string[] {
  let known = new Map<string, string>()
  const without = (drops: (each: string) => boolean) => new Map([...known].filter(([each]) => !drops(each)))
  for (const [at, files] of layers.entries()) {
    const names = files.map((file) => ({ file, clean: String(file.name).replace(/\/$/, '') }))
    for (const { clean } of names) {
      const base = clean.split('/').at(-1) ?? ''
      const above = clean.split('/').slice(0, -1).join('/')
      if (base === '.wh..wh..opq') known = without((each) => isBelow(each, above))
      else if (base.startsWith('.wh.')) {
        const hidden = [above, base.slice(4)].filter((part) => part !== '').join('/')
        known = without((each) => each === hidden || isBelow(each, hidden))
      }
    }
    for (const { file, clean } of names) {
      if (clean.includes('.wh.')) continue
      const isFolder = file.type === '5'
      // A file above gives way, and so does all below what becomes a file.
      known = without((each) => isBelow(clean, each) && !known.get(each)!.startsWith('/'))
      if (!isFolder) known = without((each) => isBelow(each, clean))
      known.set(clean, `${isFolder ? '/' : ''} ${at + 1}`)
    }
  }
  return [...known].map(([each, rest]) => each + rest).toSorted()
}

fuzz(
  'merges layers as a plain list of paths does',
  image,
  (layers) => {
    expect(shown(layers)).toEqual(modelled(layers))
  },
  300,
)

/** Paths behind links, which lead to folders: what else there is no program extracts. */
const linked = fc
  .tuple(fc.array(fc.constantFrom('a', 'x', 'y', 'l', 'm'), { maxLength: 2 }), name)
  .map(([folders, last]) => [...folders, last].join('/'))
const links = fc
  .tuple(fc.constantFrom('l', 'm', 'x/l', 'y/m'), fc.constantFrom('x', 'y/x', '/x/y', '/', '..', '/l', 'm'))
  .map(([at, to]) => link(at, to))
const entries = fc.oneof(
  { weight: 3, arbitrary: linked.map((each): TarFile => ({ name: each })) },
  linked.map((each): TarFile => folder(`${each}/`)),
  linked.map((each): TarFile => ({ name: each.replace(/[^/]+$/, '.wh.$&') })),
  links,
)

// What a query leaves out must not change what it finds.
fuzz(
  'finds the same of a path, whatever else is looked at',
  fc.tuple(fc.array(fc.array(entries, { maxLength: 6 }), { maxLength: 4 }), linked),
  ([layers, wanted]) => {
    const few = fileQuery({ files: [{ path: wanted }] })!
    const [whole, part] = [merged(layers), merged(layers, few)]
    expect(part.get(wanted)).toEqual(without(whole.get(wanted)))
    // A folder that only what is behind a link shows is not looked for.
    if (!layers.flat().some(({ type }) => type === '2'))
      expect(part.hasFolder(wanted)).toBe(whole.hasFolder(wanted))
  },
  500,
)

const setId = (each: string): TarFile => ({ name: each, mode: 0o4755 })
const setIdIn = (layers: readonly (readonly TarFile[])[], query: FileQuery): string[] =>
  [...merged(layers, query).all()]
    .filter(isSetId)
    .map(({ path: each, layer }) => `${each} ${layer.number}`)
    .toSorted()
const onlySetId = fileQuery({ noSetId: true })!

it.each<[string, TarFile[][], string[]]>([
  ['by a folder of the same layer', [[setId('a'), { name: 'a/b' }]], []],
  [
    'by a folder that was there before the file, in the same layer',
    [[setId('x/a'), { name: 'a/x/a' }, setId('a'), { name: 'a/x/b' }]],
    ['x/a 1'],
  ],
  ['by a file of the same layer', [[setId('a/b'), { name: 'a/b' }]], []],
  ['by a file in the place of its folder, in the same layer', [[setId('a/b'), { name: 'a' }]], []],
  ['through a link to the root', [[setId('a'), link('l', '/')], [{ name: 'l/a' }]], []],
  ['through a link to a link', [[setId('x/a'), link('l', 'm'), link('m', 'x')], [{ name: 'l/a' }]], []],
  [
    'through a link that a file replaced before',
    [[setId('x/a'), link('l', 'x')], [{ name: 'l' }], [{ name: 'l/a' }]],
    ['x/a 1'],
  ],
  [
    'through a link that the same layer brings',
    [[setId('x/a')], [link('l', 'x'), { name: 'l/a' }]],
    ['x/a 1'],
  ],
  ['through a folder that links to itself', [[setId('x/a'), link('x/l', '.')], [{ name: 'x/l/l/a' }]], []],
])('a file with the set-user-ID bit is replaced %s', (_, layers, expected) => {
  expect(setIdIn(layers, onlySetId)).toEqual(expected)
})

/** As above, and some files have the bit. */
const withSetId = fc
  .tuple(entries, fc.boolean())
  .map(([each, is]): TarFile => (is ? { ...each, mode: 0o4755 } : each))

/** A layer that brings links does not write through links: what is extracted would depend on the order. */
const isOrderly = (files: readonly TarFile[]): boolean =>
  !files.some(({ type }) => type === '2') || !files.some((each) => /(?:^|\/)[lm]\//.test(String(each.name)))

// Of all other files only hashes of their paths are known.
fuzz(
  'finds the same files with the set-user-ID bit as where all files are looked at',
  fc.array(fc.array(withSetId, { maxLength: 8 }).filter(isOrderly), { maxLength: 4 }),
  (layers) => {
    expect(setIdIn(layers, onlySetId)).toEqual(setIdIn(layers, { ...everything, digests: false }))
  },
  200,
)

/** Digests are not wanted by the query of few files. */
function without<File extends { digest?: string } | undefined>(file: File): File {
  if (file) delete file.digest
  return file
}
