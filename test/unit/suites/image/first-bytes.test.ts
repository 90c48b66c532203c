import { describe, expect, it } from 'vitest'
import { codingOfHead, describeFirstBytes } from '../../../../suites/image/judges/first-bytes.ts'

const bytes = (...values: number[]) => Uint8Array.from(values)
const padded = (first: Uint8Array) => Buffer.concat([first, Buffer.alloc(600)])

describe('what the first bytes of a file show', () => {
  it.each<[Uint8Array | string, string]>([
    ['', 'no bytes at all'],
    [
      '<html><body>503 Service Unavailable</body></html>',
      'an HTML page of 49 bytes, which begins with "<html><body>503 Service Unavailable</body></html>"',
    ],
    ['\n<!DOCTYPE HTML>', 'an HTML page of 16 bytes, which begins with "\\n<!DOCTYPE HTML>"'],
    ['<?xml version="1.0"?>', 'an XML document of 21 bytes, which begins with "<?xml version=\\"1.0\\"?>"'],
    [
      'version https://git-lfs.github.com/spec/v1\noid sha256:aaaa\nsize 123\n',
      'a Git LFS pointer of 68 bytes, which begins with "version https://git-lfs.github.com/spec/v1\\noid sha256:aaaa\\ns…"',
    ],
    ['{"errors":[]}', 'JSON of 13 bytes, which begins with "{\\"errors\\":[]}"'],
    [' [ {} ]', 'JSON of 7 bytes, which begins with " [ {} ]"'],
    ['[not json', 'text of 9 bytes, which begins with "[not json"'],
    ['agents: {}\n', 'text of 11 bytes, which begins with "agents: {}\\n"'],
    ['#!/bin/sh\n', 'a script of 10 bytes, which begins with "#!/bin/sh\\n"'],
    ['ü', 'text of 2 bytes, which begins with "ü"'],
    [`${'x'.repeat(511)}ü`.slice(0, 600), `text, which begins with "${'x'.repeat(60)}…"`],
    [bytes(0), 'bytes of an unknown format of 1 byte, which begins with 00'],
    [
      bytes(0xff, 0xfe, 1, 2, 3, 4, 5, 6, 7),
      'bytes of an unknown format of 9 bytes, which begins with ff fe 01 02 03 04 05 06',
    ],
    [padded(bytes(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0)), 'xz, which begins with fd 37 7a 58 5a 00 00 00'],
    [padded(Buffer.from('BZh91AY&SY')), 'bzip2, which begins with 42 5a 68 39 31 41 59 26'],
    [padded(bytes(0x50, 0x4b, 3, 4)), 'a zip archive, which begins with 50 4b 03 04 00 00 00 00'],
    [padded(bytes(0x1f, 0x8b)), 'gzip, which begins with 1f 8b 00 00 00 00 00 00'],
    [padded(bytes(0x28, 0xb5, 0x2f, 0xfd)), 'zstd, which begins with 28 b5 2f fd 00 00 00 00'],
    [padded(bytes(0, 0x61, 0x73, 0x6d)), 'a WebAssembly module, which begins with 00 61 73 6d 00 00 00 00'],
    [padded(Buffer.from('hsqs')), 'a squashfs image, which begins with 68 73 71 73 00 00 00 00'],
  ])('%j', (content, description) => {
    expect(describeFirstBytes(Buffer.from(content))).toBe(description)
  })

  it('quotes a text whose last character is cut', () => {
    const cut = Buffer.from('größe').subarray(0, 3)
    expect(describeFirstBytes(cut, 5000)).toBe('text, which begins with "gr"')
  })

  it('escapes the control sequences of terminals', () => {
    expect(describeFirstBytes(Buffer.from('<html>\u001b[2J'))).not.toContain('\u001b')
  })

  it.each([
    [bytes(0x1f, 0x8b), 'gzip'],
    [bytes(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0), 'xz'],
    [bytes(0x50, 0x4b, 3, 4), undefined],
    [bytes(0x1f), undefined],
    [undefined, undefined],
  ])('names the compression of %j as %s', (head, coding) => {
    expect(codingOfHead(head)).toBe(coding)
  })
})
