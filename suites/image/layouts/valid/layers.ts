import { gzipSync } from 'node:zlib'
import type { ValidLayout } from '../case.ts'
import { someFile, types, type LayerParts } from '../build/layout.ts'
import { tarOf, type TarFile } from '../build/tar.ts'
import { checksumOf, skippableFrame, zstdOf } from '../build/zstd.ts'

const layers = (
  id: string,
  title: string,
  parts: readonly LayerParts[],
  more: Partial<ValidLayout> = {},
): ValidLayout => ({
  id,
  title,
  make: (layout) => void layout.image({ layers: parts }),
  ...more,
})
const files = (
  id: string,
  title: string,
  list: readonly TarFile[],
  more: Partial<ValidLayout> = {},
): ValidLayout => layers(id, title, [{ files: list }], more)

/** Layers in all forms that the text allows. */
export const layerCases: readonly ValidLayout[] = [
  layers('plain-tar', 'an uncompressed layer', [{ mediaType: types.tar }]),
  layers('zstd', 'a layer that is compressed with zstd', [{ mediaType: types.zstd }]),
  layers('mixed-compression', 'layers of all compressions', [
    { mediaType: types.tar },
    { mediaType: types.zstd },
    { mediaType: types.gzip },
  ]),
  layers(
    'many-layers',
    'an image with 127 layers',
    Array.from({ length: 127 }, () => ({})),
  ),
  layers('empty-tar', 'a layer without files', [{ files: [] }]),
  layers('gzip-members', 'a gzip stream of several members, as estargz has it', [
    {
      bytes: (tar) =>
        Buffer.concat([gzipSync(tar.subarray(0, 512)), gzipSync(tar.subarray(512)), gzipSync('')]),
      descriptor: (layer) => ({
        ...layer,
        annotations: { 'containerd.io/snapshot/stargz/toc.digest': `sha256:${'0'.repeat(64)}` },
      }),
    },
  ]),
  layers('zstd-checksum', 'a zstd stream whose frame has a checksum', [
    { mediaType: types.zstd, bytes: (tar) => zstdOf(tar, checksumOf(tar)) },
  ]),
  layers('zstd-frames', 'a zstd stream of several frames and a skippable one, as zstd:chunked has it', [
    {
      mediaType: types.zstd,
      bytes: (tar) =>
        Buffer.concat([
          zstdOf(tar.subarray(0, 512)),
          skippableFrame(Buffer.from('toc')),
          zstdOf(tar.subarray(512)),
        ]),
    },
  ]),
  layers('large-layer', 'a layer of some megabytes', [
    { files: [{ name: 'large', content: Buffer.alloc(3_000_000, 'x') }] },
  ]),
  layers('sha512-diff-id', 'a DiffID of sha512', [{ diffAlgorithm: 'sha512' }]),
  layers('padded-tar', 'a tar that is padded to a record of 20 blocks', [
    { tar: Buffer.concat([tarOf([someFile()]), Buffer.alloc(20 * 512)]) },
  ]),
  files('all-types', 'entries of all types that the text lists', [
    { name: './', type: '5' },
    { name: './etc/', type: '5' },
    { name: './etc/file', content: 'x' },
    { name: './etc/hard', type: '1', link: './etc/file' },
    { name: './etc/soft', type: '2', link: '/nowhere' },
    { name: './dev/character', type: '3' },
    { name: './dev/block', type: '4' },
    { name: './dev/fifo', type: '6' },
  ]),
  files('long-names', 'names beyond a hundred bytes, and in other alphabets', [
    { name: 'short', content: '1', pax: { path: `${'folder/'.repeat(40)}name`, mtime: '1700000000.5' } },
    { name: 'größe/日本', content: '2' },
  ]),
  files('extended-attributes', 'extended attributes and a Windows security descriptor', [
    {
      name: 'Files/a',
      content: '1',
      pax: {
        'SCHILY.xattr.user.key': 'value',
        'MSWINDOWS.rawsd': 'AQAEgA==',
        'MSWINDOWS.fileattr': '32',
        'LIBARCHIVE.creationtime': '1700000000',
      },
    },
  ]),
  files('large-numbers', 'an owner beyond the octal field, in an extended header', [
    { name: 'a', content: '1', pax: { uid: '4294967294', gid: '4294967294' } },
  ]),
  files('old-file-type', 'a regular file with the old type flag', [{ name: 'a', content: '1', type: '\0' }]),
  files('old-times', 'files of 1970 and without permissions', [
    { name: 'a', content: '1', mtime: 0, mode: 0 },
  ]),
  files('escape-codes', 'a name with escape codes and quotes', [
    { name: '\u001b[31mred\n"<b>', content: '1' },
  ]),
  files(
    'name-not-utf8',
    'a name that is not UTF-8',
    [{ name: Buffer.from([0x66, 0xff, 0xfe]), content: '1' }],
    {
      note: 'not UTF-8',
    },
  ),
  layers('whiteouts', 'whiteouts of files and folders below', [
    {
      files: [
        { name: 'a/b', content: '1' },
        { name: 'c', content: '2' },
      ],
    },
    { files: [{ name: 'a/.wh.b' }, { name: '.wh.c' }, { name: 'd', content: '3' }] },
  ]),
  files('whiteout-of-nothing', 'a whiteout of something that no layer has', [{ name: 'a/.wh.nothing' }]),
  layers(
    'non-distributable',
    'a non-distributable layer that is absent',
    [
      {
        mediaType: types.foreign,
        absent: true,
        descriptor: (layer) => ({ ...layer, urls: ['https://example.com/l'] }),
      },
      {},
    ],
    { warns: ['layer.non-distributable.unused'], note: 'urls' },
  ),
  layers('non-distributable-1.0', 'a non-distributable layer under 1.0', [{ mediaType: types.foreign }], {
    spec: '1.0',
  }),
]
