import { crc32, gzipSync } from 'node:zlib'
import type { Defect } from '../../layouts/case.ts'
import { types } from '../../layouts/build/layout.ts'
import { checksumOf, zstdOf } from '../../layouts/build/zstd.ts'
import { edit, editedIn } from '../../layouts/edited.ts'
import { inLayer } from './makers.ts'

const cutShort = (tar: Buffer) => gzipSync(tar).subarray(0, -20)

/** Layers that are compressed otherwise than their types state, or damaged. */
export const compression: readonly Defect[] = [
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
  editedIn(
    'below-edited-manifest',
    'layer.compression.gzip',
    'a damaged layer below an edited manifest',
    (layout) => {
      edit(
        layout,
        layout.image({ layers: [{ bytes: cutShort }, {}] }),
        (manifest) => void (manifest['annotations'] = {}),
      )
    },
  ),
  {
    id: 'converted-but-not-compressed-anew',
    violates: 'layer.compression.zstd',
    title: 'gzip left under a type of zstd (regctl image mod with times and compression)',
    make: (layout) =>
      void layout.image({
        layers: [{ descriptor: (layer) => ({ ...layer, mediaType: types.zstd }) }],
      }),
  },
  ...(
    [
      ['gzip', 'text', types.gzip, Buffer.from('insert binary content here')],
      ['zstd', 'text', types.zstd, Buffer.from('insert binary content here')],
      ['gzip', 'xz', types.gzip, Buffer.concat([Buffer.from('fd377a585a00', 'hex'), Buffer.alloc(500)])],
      ['gzip', 'html', types.gzip, Buffer.from('<html><body>503 Service Unavailable</body></html>')],
    ] as const
  ).map(([compression, what, mediaType, bytes]): Defect => ({
    id: `${compression}-type-holds-${what}`,
    violates: `layer.compression.${compression}`,
    title: `${what} as the only layer, under the type of ${compression} (fixtures of containers/image)`,
    make: (layout) => void layout.image({ layers: [{ mediaType, bytes: () => bytes }] }),
  })),
]
