import { crc32, gzipSync } from 'node:zlib'
import type { Defect } from '../layouts/case.ts'
import type { RequirementId } from '../requirements.ts'
import { someFile, types, type LayerParts } from '../layouts/build/layout.ts'
import { tarOf, type TarFile } from '../layouts/build/tar.ts'
import { checksumOf, zstdOf } from '../layouts/build/zstd.ts'

const inLayer = (
  id: string,
  violates: RequirementId,
  title: string,
  layer: LayerParts,
  more: Partial<Defect> = {},
): Defect => ({
  id: `layer-${id}`,
  violates,
  title,
  make: (layout) => void layout.image({ layers: [layer] }),
  ...more,
})
const files = (id: string, violates: RequirementId, title: string, list: readonly TarFile[]): Defect =>
  inLayer(id, violates, title, { files: list })

const file = (name: string): TarFile => ({ name, content: name })

/** Faults of layers. */
export const layer: readonly Defect[] = [
  inLayer('gzip-is-tar', 'layer.compression.gzip', 'a plain tar under the type of gzip', {
    bytes: (tar) => tar,
  }),
  inLayer('gzip-is-zstd', 'layer.compression.gzip', 'zstd under the type of gzip', { bytes: zstdOf }),
  inLayer('gzip-cut-short', 'layer.compression.gzip', 'a gzip stream that is cut short', {
    bytes: (tar) => gzipSync(tar).subarray(0, -20),
  }),
  inLayer('gzip-wrong-checksum', 'layer.compression.gzip', 'a gzip stream with a wrong checksum', {
    bytes(tar) {
      const bytes = gzipSync(tar)
      bytes[bytes.length - 8] = (bytes.at(-8) ?? 0) ^ 0xff
      return bytes
    },
  }),
  inLayer('gzip-damaged', 'layer.compression.gzip', 'a gzip stream with damaged data', {
    bytes(tar) {
      const bytes = gzipSync(tar)
      bytes.fill(0xff, 12, 40)
      return bytes
    },
  }),
  inLayer('zstd-is-gzip', 'layer.compression.zstd', 'gzip under the type of zstd', {
    mediaType: types.zstd,
    bytes: (tar) => gzipSync(tar),
  }),
  inLayer('zstd-cut-short', 'layer.compression.zstd', 'a zstd stream that is cut short', {
    mediaType: types.zstd,
    bytes: (tar) => zstdOf(tar).subarray(0, -600),
  }),
  inLayer('zstd-wrong-checksum', 'layer.compression.zstd', 'a zstd frame with a wrong checksum', {
    mediaType: types.zstd,
    bytes: (tar) => zstdOf(tar, (checksumOf(tar) ^ 1) >>> 0),
  }),
  inLayer('plain-is-gzip', 'layer.compression.none', 'gzip under the type of a plain tar', {
    mediaType: types.tar,
    bytes: (tar) => gzipSync(tar),
  }),
  inLayer('plain-is-bzip2', 'layer.compression.none', 'bzip2 under the type of a plain tar', {
    mediaType: types.tar,
    tar: Buffer.from(`BZh91AY&SY${'x'.repeat(1000)}`),
  }),
  inLayer(
    'trailing-zeros',
    'layer.compression.ends-cleanly',
    'zero bytes after the gzip stream',
    {
      bytes: (tar) => Buffer.concat([gzipSync(tar), Buffer.alloc(10)]),
    },
    { verdict: 'warn' },
  ),
  inLayer(
    'trailing-zeros-zstd',
    'layer.compression.ends-cleanly',
    'zero bytes after the zstd stream',
    {
      mediaType: types.zstd,
      bytes: (tar) => Buffer.concat([zstdOf(tar), Buffer.alloc(7)]),
    },
    { verdict: 'warn' },
  ),
  inLayer('trailing-garbage-zstd', 'layer.compression.ends-cleanly', 'other bytes after the zstd stream', {
    mediaType: types.zstd,
    bytes: (tar) => Buffer.concat([zstdOf(tar), Buffer.from('garbage')]),
  }),
  inLayer('trailing-garbage-after-zeros', 'layer.compression.ends-cleanly', 'zeros and then other bytes', {
    bytes: (tar) => Buffer.concat([gzipSync(tar), Buffer.alloc(512), Buffer.from([1])]),
  }),
  inLayer('trailing-half-member', 'layer.compression.ends-cleanly', 'the first bytes of a gzip member', {
    bytes: (tar) => Buffer.concat([gzipSync(tar), gzipSync(tar).subarray(0, 6)]),
  }),
  inLayer(
    'trailing-magic',
    'layer.compression.ends-cleanly',
    'half of a magic number after the zstd stream',
    {
      mediaType: types.zstd,
      bytes: (tar) => Buffer.concat([zstdOf(tar), Buffer.from([0x28, 0xb5])]),
    },
  ),
  ...(
    [
      ['html', '<html><body>503 Service Unavailable</body></html>'],
      ['git-lfs', 'version https://git-lfs.github.com/spec/v1\noid sha256:aaaa\nsize 123\n'],
      ['json', '{"errors":[{"code":"BLOB_UNKNOWN"}]}'],
      ['text', 'insert binary content here'],
      ['xz', Buffer.concat([Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]), Buffer.alloc(500)])],
      ['zip', Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4]), Buffer.alloc(500)])],
      ['bytes', Buffer.from([0, 1, 2, 3, 255])],
    ] as const
  ).flatMap(([name, bytes]) => [
    inLayer(`gzip-is-${name}`, 'layer.compression.gzip', `${name} under the type of gzip`, {
      bytes: () => Buffer.from(bytes),
    }),
    inLayer(`zstd-is-${name}`, 'layer.compression.zstd', `${name} under the type of zstd`, {
      mediaType: types.zstd,
      bytes: () => Buffer.from(bytes),
    }),
  ]),
  ...(
    [
      ['html', '<!DOCTYPE html>'],
      ['git-lfs', 'version https://git-lfs.github.com/spec/v1\noid sha256:aaaa\nsize 123\n'],
      ['json', '[]'],
      ['yaml', 'agents: {}\n'],
      ['elf', Buffer.concat([Buffer.from([0x7f, 0x45, 0x4c, 0x46]), Buffer.alloc(2000)])],
    ] as const
  ).flatMap(([name, bytes]) => [
    inLayer(`plain-is-${name}`, 'layer.tar.archive', `${name} under the type of a plain tar`, {
      mediaType: types.tar,
      tar: Buffer.from(bytes),
    }),
    inLayer(`inside-is-${name}`, 'layer.tar.archive', `${name} inside of gzip`, { tar: Buffer.from(bytes) }),
  ]),
  inLayer('plain-is-xz', 'layer.compression.none', 'xz under the type of a plain tar', {
    mediaType: types.tar,
    tar: Buffer.concat([Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]), Buffer.alloc(500)]),
  }),
  inLayer('gzip-header-checksum', 'layer.compression.gzip', 'a gzip header with a wrong checksum', {
    bytes(tar) {
      const plain = gzipSync(tar)
      const header = Buffer.from(plain.subarray(0, 10))
      header[3] = 2
      const sum = (crc32(header) & 0xffff) ^ 1
      return Buffer.concat([header, Buffer.from([sum & 0xff, sum >> 8]), plain.subarray(10)])
    },
  }),
  inLayer(
    'gzip-second-header-checksum',
    'layer.compression.gzip',
    'a second member with a wrong checksum of its header',
    {
      bytes: (tar) =>
        Buffer.concat([
          gzipSync(tar),
          Buffer.from([0x1f, 0x8b, 8, 2, 0, 0, 0, 0, 0, 3, 0, 0]),
          gzipSync('').subarray(10),
        ]),
    },
  ),
  inLayer('trailing-garbage', 'layer.compression.ends-cleanly', 'other bytes after the gzip stream', {
    bytes: (tar) => Buffer.concat([gzipSync(tar), Buffer.from('garbage')]),
  }),
  inLayer('no-tar', 'layer.tar.archive', 'a layer that is no tar', { tar: Buffer.from('text '.repeat(500)) }),
  inLayer('tar-cut-short', 'layer.tar.archive', 'a tar that ends in the middle of a file', {
    tar: tarOf([{ name: 'a', content: 'x'.repeat(2000) }]).subarray(0, 1200),
  }),
  inLayer('tar-wrong-checksum', 'layer.tar.archive', 'a header with a wrong checksum', {
    files: [file('a'), { ...file('b'), damage: (header) => void header.write('77', 148, 'latin1') }],
  }),
  inLayer('tar-negative-size', 'layer.tar.archive', 'a file of a negative size', {
    files: [file('a'), { name: 'b', header: (header) => void header.fill(0xff, 124, 136) }],
  }),
  inLayer('no-end', 'layer.tar.end-blocks', 'a tar without its end', {
    tar: tarOf([someFile()], { endBlocks: 0 }),
  }),
  inLayer('half-end', 'layer.tar.end-blocks', 'a tar with one block at its end', {
    tar: tarOf([someFile()], { endBlocks: 1 }),
  }),
  inLayer('zero-bytes', 'layer.tar.end-blocks', 'a layer of zero bytes', {
    tar: Buffer.alloc(0),
    mediaType: types.tar,
  }),
  files('path-twice', 'layer.paths.unique', 'one path twice', [file('a'), file('b'), file('a')]),
  files('path-twice-in-two-forms', 'layer.paths.unique', 'one path in two forms', [file('a'), file('./a')]),
  files('absolute-path', 'layer.paths.relative', 'an absolute path', [file('/etc/passwd')]),
  files('climbing-path', 'layer.paths.relative', 'a path that climbs out', [file('a/../../../etc/passwd')]),
  files('parent-segment', 'layer.paths.relative', 'a path with .. that stays inside', [file('a/b/../c')]),
  files('contiguous-file', 'layer.entries.types', 'a contiguous file', [{ ...file('a'), type: '7' }]),
  files('vendor-type', 'layer.entries.types', 'an entry of a type of a vendor', [
    { ...file('a'), type: 'Z' },
  ]),
  files('mtime-no-number', 'layer.entries.attributes', 'a time that is no number', [
    { ...file('a'), header: (header) => void header.write('yesterday\0', 136, 'latin1') },
  ]),
  files('uid-no-number', 'layer.entries.attributes', 'an owner that is no number', [
    { ...file('a'), header: (header) => void header.write('root\0', 108, 'latin1') },
  ]),
  files('link-without-target', 'layer.entries.attributes', 'a symbolic link without a target', [
    { name: 'a', type: '2' },
  ]),
  files('hard-link-without-target', 'layer.entries.attributes', 'a hard link without a target', [
    { name: 'a', type: '1' },
  ]),
  files('sparse-file', 'layer.entries.not-sparse', 'a sparse file', [
    { ...file('a'), pax: { 'GNU.sparse.major': '1', 'GNU.sparse.minor': '0', 'GNU.sparse.name': 'a' } },
  ]),
  files('hard-link-to-directory', 'layer.hard-links.not-to-directories', 'a hard link to a directory', [
    { name: 'a/', type: '5' },
    { name: 'b', type: '1', link: 'a' },
  ]),
  files('hard-link-outside', 'layer.hard-links.within-layer', 'a hard link to a file of no entry', [
    { name: 'b', type: '1', link: 'nowhere' },
  ]),
  files('hard-link-forwards', 'layer.hard-links.within-layer', 'a hard link to a later entry', [
    { name: 'b', type: '1', link: 'a' },
    file('a'),
  ]),
  files('security-descriptor', 'layer.pax.security-descriptor', 'a security descriptor that is no Base 64', [
    { ...file('Files/a'), pax: { 'MSWINDOWS.rawsd': 'O:BAG:BA' } },
  ]),
  files('whiteout-with-content', 'layer.whiteouts.empty', 'a whiteout with content', [
    { name: '.wh.a', content: 'x' },
  ]),
  files('whiteout-is-link', 'layer.whiteouts.regular', 'a whiteout that is a link', [
    { name: '.wh.a', type: '2', link: 'b' },
  ]),
  files('whiteout-of-no-name', 'layer.whiteouts.named', 'a whiteout that names nothing', [
    { name: 'a/.wh.' },
  ]),
  files('whiteout-last', 'layer.whiteouts.first', 'a whiteout after its siblings', [
    file('a/b'),
    { name: 'a/.wh.c' },
  ]),
  files('opaque-whiteout', 'layer.whiteouts.explicit', 'an opaque whiteout', [
    { name: 'a/.wh..wh..opq' },
    file('a/b'),
  ]),
  inLayer('non-distributable', 'layer.non-distributable.unused', 'a non-distributable layer', {
    mediaType: types.foreign,
  }),
]
