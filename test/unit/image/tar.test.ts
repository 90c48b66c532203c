import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Problem } from '../../../src/image/problem.ts'
import { readNumber } from '../../../src/image/decode/tar/number.ts'
import { TarParser } from '../../../src/image/decode/tar/parser.ts'
import type { TarEntry } from '../../../src/image/decode/tar/entry.ts'
import { bytesOf, end, entry, header, padded, paxRecord, tar, type TarFile } from './archives.ts'

function read(bytes: Uint8Array, step = bytes.length) {
  const entries: TarEntry[] = []
  const contents: string[] = []
  const problems: Problem[] = []
  const parser = new TarParser({
    entry(found) {
      entries.push(found)
      contents.push('')
    },
    content(part) {
      contents[contents.length - 1] += Buffer.from(part).toString('latin1')
    },
    problem: (problem) => void problems.push(problem),
  })
  for (let at = 0; at < bytes.length; at += Math.max(step, 1)) parser.push(bytes.subarray(at, at + step))
  const summary = parser.end()
  return { entries, contents, problems, codes: problems.map(({ code }) => code), summary }
}

const pax = (type: string, ...records: Buffer[]): TarFile => ({
  name: 'PaxHeaders/x',
  type,
  content: Buffer.concat(records),
})

describe('entries', () => {
  test('a plain archive has its entries, contents and nothing wrong', () => {
    const { entries, contents, codes, summary } = read(
      tar({ name: 'a/', type: '5' }, { name: 'a/b', content: 'hello' }),
    )
    expect(entries.map(({ name, size, type }) => [name, size, type])).toEqual([
      ['a/', 0, '5'],
      ['a/b', 5, '0'],
    ])
    expect(contents).toEqual(['', 'hello'])
    expect(codes).toEqual([])
    expect(summary).toEqual({ entries: 2, size: 2560, endBlocks: 2, garbage: 0 })
  })

  test('pieces of any size give the same', () => {
    const bytes = tar({ name: 'a', content: 'x'.repeat(1000) }, pax('x', paxRecord('path', 'é')), {
      name: 'b',
    })
    const whole = read(bytes)
    for (const step of [1, 7, 511, 512, 513]) expect(read(bytes, step), `${step} at once`).toEqual(whole)
  })

  test('content that is passed over is offered to a source that can seek', () => {
    const bytes = tar({ name: 'a', content: 'x'.repeat(1000) }, { name: 'b' })
    const names: string[] = []
    const parser = new TarParser({ entry: ({ name }) => void names.push(name), problem: () => {} })
    parser.push(bytes.subarray(0, 512))
    expect(parser.skippable).toBe(1000)
    parser.skip(1000)
    expect(parser.skippable).toBe(24)
    parser.skip(24)
    parser.push(bytes.subarray(512 + 1024))
    expect(parser.end()).toMatchObject({ entries: 2, size: bytes.length })
    expect(names).toEqual(['a', 'b'])
  })

  test.for([
    ['ustar with a prefix', tar({ name: 'name', raw: [[345, 'some/prefix']] }), 'some/prefix/name'],
    [
      'GNU long name',
      tar({ name: '././@LongLink', type: 'L', content: `${'n'.repeat(300)}\0` }, { name: 'n' }),
      'n'.repeat(300),
    ],
    ['PAX path', tar(pax('x', paxRecord('path', 'long/é')), { name: 'short' }), 'long/é'],
    ['global PAX path', tar(pax('g', paxRecord('path', 'global')), { name: 'short' }), 'global'],
    [
      'local before global',
      tar(pax('g', paxRecord('path', 'g')), pax('x', paxRecord('path', 'l')), { name: 's' }),
      'l',
    ],
    ['V7', tar({ name: 'old', magic: '\0\0\0\0\0\0\0\0', type: '\0' }), 'old'],
    ['GNU', tar({ name: 'gnu', magic: 'ustar  \0' }), 'gnu'],
    ['a prefix is none in GNU', tar({ name: 'gnu', magic: 'ustar  \0', raw: [[345, 'atime']] }), 'gnu'],
  ] as const)('name: %s', ([, bytes, name]) => {
    const { entries, codes } = read(bytes)
    expect(entries.map((found) => found.name)).toEqual([name])
    expect(codes).toEqual([])
  })

  test('PAX records keep their exact bytes, and stand for one entry', () => {
    const value = Uint8Array.from([0x0a, 0x00, 0xff, 0x3d])
    const { entries } = read(
      tar(
        pax('x', paxRecord('SCHILY.xattr.user.x', value), paxRecord('mtime', '1.5'), paxRecord('size', '3')),
        { name: 'a', content: 'abc', size: '00000000000\0' },
        { name: 'b' },
      ),
    )
    expect(entries[0]).toMatchObject({ size: 3 })
    expect(entries[0]!.pax[0]).toEqual({ key: 'SCHILY.xattr.user.x', value })
    expect(entries[1]).toMatchObject({ name: 'b', pax: [] })
  })

  test('links, devices and folders have no content, whatever size they state', () => {
    const { entries, codes } = read(
      tar({ name: 'l', type: '1', link: 'a', size: '00000000777\0' }, { name: 'b' }),
    )
    expect(entries.map(({ name, link, size }) => [name, link, size])).toEqual([
      ['l', 'a', 0],
      ['b', '', 0],
    ])
    expect(codes).toEqual(['size-without-content'])
  })

  test('sparse files are reported, and reading continues behind their map', () => {
    const map = Buffer.alloc(512)
    const sparse: TarFile = {
      name: 's',
      type: 'S',
      magic: 'ustar  \0',
      raw: [[482, '\u0001']],
      content: 'data',
    }
    const bytes = Buffer.concat([header(sparse), map, padded(bytesOf('data')), entry({ name: 'b' }), end])
    const { entries, contents } = read(bytes)
    expect(entries.map(({ name, sparse: found }) => [name, found])).toEqual([
      ['s', true],
      ['b', false],
    ])
    expect(contents[0]).toBe('data')
    expect(read(tar(pax('x', paxRecord('GNU.sparse.major', '1')), { name: 'p' })).entries[0]?.sparse).toBe(
      true,
    )
  })
})

describe('what is wrong', () => {
  const file = { name: 'a', content: 'x'.repeat(600) }
  test.for<[string, Uint8Array, string[]]>([
    ['no bytes', new Uint8Array(), ['empty']],
    ['no tar', Buffer.alloc(1024, 'x'), ['not-tar']],
    ['a few bytes', Buffer.from('hi'), ['not-tar']],
    ['no end blocks', entry(file), ['end-blocks']],
    ['one end block', Buffer.concat([entry(file), Buffer.alloc(512)]), ['end-blocks']],
    ['an end at the last byte of content', entry(file).subarray(0, 512 + 600), ['end-blocks']],
    ['an end inside of content', entry(file).subarray(0, 700), ['truncated']],
    ['an end inside of a header', Buffer.concat([entry(file), header(file).subarray(0, 100)]), ['truncated']],
    ['an extended header and then nothing', entry(pax('x', paxRecord('path', 'a'))), ['truncated']],
    [
      'a lone block of zeros',
      Buffer.concat([entry(file), Buffer.alloc(512), tar(file)]),
      ['lone-zero-block'],
    ],
    ['garbage after the end', Buffer.concat([tar(file), Buffer.from('!')]), ['garbage']],
    ['a wrong checksum', tar(file, { name: 'b', damage: [[0, 'c']] }), ['checksum']],
    [
      'a negative size',
      tar({ name: 'a', size: '', raw: [[124, Buffer.alloc(12, 0xff)]] }),
      ['negative-size'],
    ],
    [
      'a size beyond 2^53',
      tar({ name: 'a', raw: [[124, Buffer.from('80ffffffffffffffffffffff', 'hex')]] }),
      ['size'],
    ],
    ['a size that is not a number', tar({ name: 'a', size: 'abcdefghijk\0' }), ['size']],
    ['a PAX size that is none', tar(pax('x', paxRecord('size', 'many')), file), ['size']],
    ['a negative PAX size', tar(pax('x', paxRecord('size', '-1')), file), ['negative-size']],
    ['a huge extended header', tar({ name: 'x', type: 'x', size: '77777777777\0' }), ['large-extension']],
    ['a PAX record without length', tar({ name: 'x', type: 'x', content: 'path=a\n' }, file), ['pax']],
    ['a PAX record that is too long', tar({ name: 'x', type: 'x', content: '99 path=a\n' }, file), ['pax']],
    ['a PAX record without line feed', tar({ name: 'x', type: 'x', content: '9 path=ab' }, file), ['pax']],
    ['a mode that is not a number', tar({ ...file, raw: [[100, 'rwxr-xr']] }), ['number']],
    ['a name that is not UTF-8', tar({ ...file, raw: [[0, Buffer.from([0xff])]] }), ['name-not-utf8']],
    ['no name', tar({ ...file, name: '' }), ['name-empty']],
    ['a wrong version', tar({ ...file, magic: 'ustar\x0012' }), ['version']],
  ])('%s', ([, bytes, expected]) => {
    expect(read(bytes).codes).toEqual(expected)
    expect(read(bytes, 13).codes).toEqual(expected)
  })

  test('zeros that fill the last record are not garbage', () => {
    expect(read(Buffer.concat([tar(file), Buffer.alloc(8192)])).codes).toEqual([])
  })
})

describe('numbers', () => {
  test.for<[string, string, number | undefined]>([
    ['octal', Buffer.from('0000644\0').toString('hex'), 0o644],
    ['blanks around', Buffer.from('  644 \0 ').toString('hex'), 0o644],
    ['all digits', Buffer.from('77777777').toString('hex'), 0o77777777],
    ['empty', '0000000000000000', 0],
    ['decimal', Buffer.from('0000689\0').toString('hex'), undefined],
    ['base-256', '8000000000000100', 256],
    ['base-256, negative', 'fffffffffffffffe', -2],
    ['base-256, above 2^53', '80ffffffffffffff', undefined],
  ])('%s', ([, hex, expected]) => {
    expect(readNumber(Buffer.from(hex, 'hex'))).toBe(expected)
  })
})

describe('any input', () => {
  const part = fc.oneof(
    fc.uint8Array({ maxLength: 1200 }),
    fc.record({
      name: fc.string({ maxLength: 120 }),
      type: fc.constantFrom('0', '1', '2', '5', 'x', 'g', 'L', 'K', 'S', '\0', 'Z'),
      content: fc.uint8Array({ maxLength: 700 }),
      size: fc.option(fc.stringMatching(/^[0-9a-f -]{0,12}$/), { nil: undefined }),
      magic: fc.constantFrom('ustar\x0000', 'ustar  \0', ''),
      raw: fc.array(fc.tuple(fc.integer({ min: 0, max: 500 }), fc.uint8Array({ maxLength: 12 })), {
        maxLength: 3,
      }),
    }),
  )
  test('ends in data, never in an exception', () => {
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), fc.integer({ min: 1, max: 2000 }), (parts, step) => {
        const bytes = Buffer.concat(
          parts.map((each) => {
            if (each instanceof Uint8Array) return each
            const { size, ...file } = each
            return entry({ ...file, ...(size === undefined ? {} : { size }) })
          }),
        )
        const { summary, entries } = read(bytes, step)
        expect(summary.size).toBe(bytes.length)
        for (const { size } of entries) expect(Number.isSafeInteger(size) && size >= 0).toBe(true)
      }),
      { numRuns: 500 },
    )
  })
})
