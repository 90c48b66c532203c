import { createHash } from 'node:crypto'
import * as fc from 'fast-check'
import { crc32, deflateRawSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import type { BlobLimits, BlobRequest } from '../../../src/image/decode/blob.ts'
import { BlobInspector } from '../../../src/image/decode/inspector.ts'
import { digestOf } from '../../../src/image/decode/digest.ts'
import { sha256, tar } from './archives.ts'
import { frame, frameOf, rawBlock, repeatedBlock, reservedBlock, skippableFrame } from './zstd-frames.ts'

async function inspect(
  bytes: Uint8Array,
  request: Partial<BlobRequest> = {},
  limits: BlobLimits = {},
  step = bytes.length,
) {
  const inspector = new BlobInspector({ digest: `sha256:${sha256(bytes)}`, ...request }, limits)
  for (let at = 0; at < bytes.length; at += Math.max(step, 1)) {
    // A buffer that is overwritten at once, as readers do.
    const piece = Uint8Array.from(bytes.subarray(at, at + step))
    await inspector.write(piece)
    piece.fill(0x55)
  }
  const facts = await inspector.finish()
  return { ...facts, codes: facts.problems.map(({ code }) => code) }
}

const layer = tar({ name: 'etc/', type: '5' }, { name: 'etc/x', content: 'x'.repeat(3000) })
const diffId = `sha256:${sha256(layer)}`
const half = layer.length / 2
const halves = [layer.subarray(0, half), layer.subarray(half)] as const
const gzip = gzipSync(layer)

/** A gzip member with every optional part of its header; `wrong` is added to the checksum of the header. */
function fullHeader(content: Uint8Array, wrong = 0): Buffer {
  const plain = gzipSync(content)
  const header = Buffer.concat([
    Buffer.from([0x1f, 0x8b, 8, 2 | 4 | 8 | 16, 0, 0, 0, 0, 0, 3]),
    Buffer.from([3, 0, 1, 2, 3]),
    Buffer.from('name\0comment\0'),
  ])
  const sum = ((crc32(header) & 0xffff) + wrong) & 0xffff
  return Buffer.concat([header, Buffer.from([sum & 0xff, sum >> 8]), plain.subarray(10)])
}

/** A gzip member whose header has nothing but a checksum. */
function summedHeader(content: Uint8Array, sum?: number): Buffer {
  const header = Buffer.from([0x1f, 0x8b, 8, 2, 0, 0, 0, 0, 0, 3])
  const stated = sum ?? crc32(header) & 0xffff
  return Buffer.concat([header, Buffer.from([stated & 0xff, stated >> 8]), gzipSync(content).subarray(10)])
}

describe('layers that are whole', () => {
  test.for<[string, Uint8Array, object]>([
    ['a plain tar', layer, { coding: 'none' }],
    ['gzip', gzip, { coding: 'gzip' }],
    ['gzip with all header fields', fullHeader(layer), { coding: 'gzip' }],
    ['gzip with a checksum of its header', summedHeader(layer), { coding: 'gzip' }],
    ['gzip in two members', Buffer.concat(halves.map((part) => gzipSync(part))), { coding: 'gzip' }],
    ['gzip with an empty member', Buffer.concat([gzip, gzipSync('')]), { coding: 'gzip' }],
    ['zstd', frame(layer), { coding: 'zstd' }],
    [
      'zstd with size and checksum',
      frame(layer, { contentSize: layer.length, checksum: true }),
      { coding: 'zstd' },
    ],
    ['zstd in two frames', Buffer.concat(halves.map((part) => frame(part))), { coding: 'zstd' }],
    [
      'zstd between skippable frames',
      Buffer.concat([skippableFrame(Buffer.from('ab')), frame(layer), skippableFrame(Buffer.alloc(0))]),
      { coding: 'zstd' },
    ],
    ['zstd with an empty frame', Buffer.concat([frame(Buffer.alloc(0)), frame(layer)]), { coding: 'zstd' }],
  ])('%s', async ([, bytes, coding]) => {
    for (const step of [bytes.length, 1, 1000]) {
      const facts = await inspect(bytes, {}, {}, step)
      expect(facts).toMatchObject({
        size: bytes.length,
        verified: 'match',
        coding,
        content: { size: layer.length, diffIds: { sha256: diffId } },
        problems: [],
      })
      expect(facts.tar).toMatchObject({ summary: { entries: 2, endBlocks: 2 }, problems: [] })
    }
  })
})

test('the checksum of a zstd frame is the one that other tools write', async () => {
  // Made with xxhsum of xxHash 0.8, of the text `abc`.
  const facts = await inspect(frameOf([rawBlock(Buffer.from('abc'), true)], { checksum: 0xad770999 }))
  expect(facts.problems).toEqual([])
})

describe('layers that are not', () => {
  const cut = gzip.subarray(0, -20)
  const wrongSum = Buffer.from(gzip)
  wrongSum[wrongSum.length - 8]! ^= 1
  const wrongSize = Buffer.from(gzip)
  wrongSize[wrongSize.length - 1]! ^= 1
  const wrongData = Buffer.from(gzip)
  wrongData.fill(0xff, 12, 30)
  test.for<[string, Uint8Array, string[], boolean]>([
    ['gzip that is cut short', cut, ['truncated'], false],
    ['gzip without its trailer', gzip.subarray(0, -8), ['truncated'], false],
    ['a gzip header alone', gzip.subarray(0, 6), ['truncated'], false],
    ['gzip with a wrong checksum', wrongSum, ['gzip-checksum'], true],
    ['gzip with a wrong size', wrongSize, ['gzip-size'], true],
    ['gzip with wrong data', wrongData, ['gzip-data'], false],
    [
      'gzip with an unknown method',
      Buffer.from([0x1f, 0x8b, 7, 0, 0, 0, 0, 0, 0, 0]),
      ['gzip-header'],
      false,
    ],
    ['gzip with a wrong checksum of its header', fullHeader(layer, 1), ['gzip-header-checksum'], true],
    ['gzip with a checksum of its header that is 0', summedHeader(layer, 0), ['gzip-header-checksum'], true],
    [
      'gzip whose second member has a wrong checksum of its header',
      Buffer.concat([gzip, fullHeader(Buffer.alloc(0), 256)]),
      ['gzip-header-checksum'],
      true,
    ],
    [
      'a byte after gzip that begins a member',
      Buffer.concat([gzip, gzip.subarray(0, 1)]),
      ['trailing-garbage'],
      true,
    ],
    [
      'the header of a member after gzip',
      Buffer.concat([gzip, gzip.subarray(0, 9)]),
      ['trailing-garbage'],
      true,
    ],
    [
      'a member of an unknown method after gzip',
      Buffer.concat([gzip, Buffer.from([0x1f, 0x8b, 7, 0, 0])]),
      ['trailing-garbage'],
      true,
    ],
    ['zeros after gzip', Buffer.concat([gzip, Buffer.alloc(700)]), ['trailing-zeros'], true],
    ['garbage after gzip', Buffer.concat([gzip, Buffer.from('xyz')]), ['trailing-garbage'], true],
    ['zstd that is cut short', frame(layer).subarray(0, -1), ['truncated'], false],
    ['a zstd magic alone', frame(layer).subarray(0, 5), ['truncated'], false],
    ['a skippable frame cut short', skippableFrame(Buffer.alloc(9)).subarray(0, 12), ['truncated'], false],
    ['zstd with a wrong checksum', frame(layer, { checksum: 1 }), ['zstd-checksum'], true],
    ['zstd with a wrong size', frame(layer, { contentSize: 5 }), ['zstd-size'], true],
    ['zstd with a reserved block', frameOf([reservedBlock]), ['zstd-data'], false],
    [
      'zstd with a block above its window',
      frameOf([repeatedBlock(0, 4096, true)], { window: 0 }),
      ['zstd-data'],
      false,
    ],
    ['zstd with a dictionary', frame(layer, { dictionary: 7 }), ['zstd-dictionary'], false],
    ['zstd with a huge window', frame(layer, { window: 0xf8 }), ['zstd-window'], false],
    ['zeros after zstd', Buffer.concat([frame(layer), Buffer.alloc(6)]), ['trailing-zeros'], true],
    ['garbage after zstd', Buffer.concat([frame(layer), Buffer.from('xy')]), ['trailing-garbage'], true],
  ])('%s', async ([, bytes, codes, hasContent]) => {
    for (const step of [bytes.length, 1]) {
      const facts = await inspect(bytes, { as: 'layer' }, {}, step)
      expect(facts.codes).toEqual(codes)
      expect(facts.content !== undefined).toBe(hasContent)
      // What the compression broke off is not reported again as a damaged tar.
      expect(facts.tar?.problems).toEqual([])
      expect(facts.verified).toBe('match')
    }
  })

  test('trailing bytes are counted', async () => {
    const facts = await inspect(Buffer.concat([gzip, Buffer.alloc(3), Buffer.from('xyz')]), {}, {}, 1)
    expect(facts.coding).toMatchObject({ trailingZeros: 3, trailingGarbage: 3 })
  })

  test('what is not a tar shows its first bytes', async () => {
    const facts = await inspect(gzipSync('just a text'), { as: 'layer' })
    expect(Buffer.from(facts.head ?? []).toString()).toBe('just a text')
    expect(facts.tar?.problems).toMatchObject([{ code: 'not-tar' }])
  })
})

describe('what is requested', () => {
  test('sniffing leaves alone what is neither compressed nor a tar', async () => {
    const facts = await inspect(Buffer.from('{"a":1}'))
    expect(facts.tar).toBeUndefined()
    expect(facts.content).toBeUndefined()
  })

  test('an opaque blob is only hashed', async () => {
    expect((await inspect(gzip, { as: 'opaque' })).tar).toBeUndefined()
  })

  test('other algorithms, on both sides', async () => {
    const sha512 = `sha512:${createHash('sha512').update(gzip).digest('hex')}`
    const facts = await inspect(gzip, { digest: sha512, diffAlgorithms: ['sha512', 'blake3'] })
    expect(facts.verified).toBe('match')
    expect(facts.digests).toEqual({ sha512 })
    expect(facts.content?.diffIds).toEqual({
      sha512: digestOf(layer, 'sha512'),
      blake3: digestOf(layer, 'blake3'),
    })
  })

  test('another digest is a mismatch, an unregistered algorithm cannot be verified', async () => {
    expect((await inspect(gzip, { digest: `sha256:${'0'.repeat(64)}` })).verified).toBe('mismatch')
    const facts = await inspect(gzip, { digest: 'sha256+b64u:LCa0a2j' })
    expect(facts.verified).toBe('unverifiable')
    expect(facts.digests.sha256).toBe(`sha256:${sha256(gzip)}`)
  })
})

describe('bounds', () => {
  const zeros = gzipSync(Buffer.alloc(4 * 1024 ** 2))
  test('content stops at its limit, and the blob itself is still verified', async () => {
    const facts = await inspect(zeros, { as: 'layer' }, { limits: { 'layer-size': 1024 ** 2 } }, 500)
    expect(facts.codes).toEqual(['content-limit'])
    expect(facts.content).toBeUndefined()
    expect(facts.verified).toBe('match')
    expect(facts.contentSize).toBeLessThan(2 * 1024 ** 2)
  })

  test('members are bounded', async () => {
    const many = Buffer.concat(Array.from({ length: 20 }, () => gzipSync('')))
    expect((await inspect(many, {}, { limits: { members: 10 } })).codes).toEqual(['members'])
    const frames = Buffer.concat(Array.from({ length: 20 }, () => frame(Buffer.alloc(0))))
    expect((await inspect(frames, {}, { limits: { members: 10 } })).codes).toEqual(['members'])
  })

  test('a plain layer without end stops too', async () => {
    const facts = await inspect(
      Buffer.alloc(10_000),
      { as: 'layer' },
      { limits: { 'layer-size': 5000 } },
      1000,
    )
    expect(facts.codes).toEqual(['content-limit'])
    expect(facts.size).toBe(10_000)
  })

  test('a zstd frame that multiplies its bytes stops at the ratio', async () => {
    const blocks = Array.from({ length: 10_000 }, (_, index) => repeatedBlock(0, 128 * 1024, index === 9999))
    const facts = await inspect(frameOf(blocks), { as: 'layer' })
    expect(facts.codes).toEqual(['ratio-limit'])
  })
})

describe('any input', () => {
  test('ends in data, never in an exception', async () => {
    const pieces = fc.array(
      fc.oneof(
        fc.uint8Array({ maxLength: 300 }),
        fc.uint8Array({ maxLength: 300 }).map((bytes) => Uint8Array.from(gzipSync(bytes))),
        fc.uint8Array({ maxLength: 300 }).map((bytes) => Uint8Array.from(deflateRawSync(bytes))),
        fc.uint8Array({ maxLength: 300 }).map((bytes) => Uint8Array.from(frame(bytes))),
        fc.uint8Array({ maxLength: 60 }).map((bytes) =>
          // A block that claims to be compressed, and contains anything.
          Uint8Array.from(
            frameOf([Buffer.concat([Buffer.from([(bytes.length << 3) | 5, bytes.length >> 5, 0]), bytes])]),
          ),
        ),
        fc.constant(Uint8Array.from(rawBlock(Buffer.from('x')))),
      ),
      { minLength: 1, maxLength: 4 },
    )
    const damage = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 3 })
    await fc.assert(
      fc.asyncProperty(pieces, damage, fc.integer({ min: 1, max: 400 }), async (parts, marks, step) => {
        const bytes = Buffer.concat(parts)
        for (const [at, byte] of marks) if (bytes.length > 0) bytes[at % bytes.length] = byte
        const facts = await inspect(bytes, { as: 'layer' }, {}, step)
        expect(facts.size).toBe(bytes.length)
        expect(facts.verified).toBe('match')
      }),
      { numRuns: 400 },
    )
  })
})
