import { isUtf8 } from 'node:buffer'

/** What files begin with, by their names; the longest that a name needs is 8 bytes. */
const signatures: readonly (readonly [name: string, first: string | readonly number[]])[] = [
  ['gzip', [0x1f, 0x8b]],
  ['zstd', [0x28, 0xb5, 0x2f, 0xfd]],
  ['bzip2', 'BZh'],
  ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]],
  ['lz4', [0x04, 0x22, 0x4d, 0x18]],
  ['compress', [0x1f, 0x9d]],
  ['lzip', 'LZIP'],
  ['a zip archive', [0x50, 0x4b, 3, 4]],
  ['an empty zip archive', [0x50, 0x4b, 5, 6]],
  ['a 7-Zip archive', [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]],
  ['a squashfs image', 'hsqs'],
  ['an ar archive', '!<arch>\n'],
  ['a cpio archive', '070701'],
  ['an ELF file', [0x7f, 0x45, 0x4c, 0x46]],
  ['a WebAssembly module', [0, 0x61, 0x73, 0x6d]],
  ['a PDF document', '%PDF-'],
]

/** Names of `signatures` that are compressions of a stream, which a media type could have named. */
const compressions = new Set(['gzip', 'zstd', 'bzip2', 'xz', 'lz4', 'compress', 'lzip'])

const startsWith = (bytes: Uint8Array, first: string | readonly number[]): boolean =>
  [...(typeof first === 'string' ? Buffer.from(first, 'latin1') : first)].every(
    (byte, at) => bytes[at] === byte,
  )

const signatureOf = (bytes: Uint8Array): string | undefined =>
  signatures.find(([, first]) => startsWith(bytes, first))?.[0]

/** The compression that bytes begin with, if they do. */
export function codingOfHead(head: Uint8Array | undefined): string | undefined {
  const name = head && signatureOf(head)
  return name !== undefined && compressions.has(name) ? name : undefined
}

const textKinds: readonly (readonly [name: string, first: RegExp])[] = [
  ['a Git LFS pointer', /^version https:\/\/(?:git-lfs|hawser)\.github\.com\/spec\//],
  ['an HTML page', /^\s*<(?:!doctype html|html|head|body)\b/i],
  ['an XML document', /^\s*<(?:\?xml\b|[A-Za-z])/],
  ['JSON', /^\s*(?:\{\s*(?:"|\})|\[\s*(?:[[{"\]\d-]|true|false|null))/],
  ['a script', /^#!/],
  ['PEM', /^-----BEGIN /],
]

/** Bytes as a text without control characters; undefined where they are none. A cut character at the end is left out. */
function textOf(bytes: Uint8Array): string | undefined {
  for (let cut = 0; cut < 4 && cut < bytes.length; cut += 1) {
    const part = bytes.subarray(0, bytes.length - cut)
    if (!isUtf8(part)) continue
    const text = Buffer.from(part).toString('utf8')
    // Line violates, tabs and form feeds belong to texts.
    return /[^\P{Cc}\t\n\v\f\r]/u.test(text) ? undefined : text
  }
  return undefined
}

const mostText = 60
const mostBytes = 8

/**
 * What the first bytes of a file show it to be, with these bytes quoted: for a layer that is not what its media type states.
 * `size` is that of all bytes.
 */
export function describeFirstBytes(head: Uint8Array, size = head.length): string {
  if (size === 0) return 'no bytes at all'
  const text = textOf(head)
  const textKind = text === undefined ? undefined : textKinds.find(([, first]) => first.test(text))?.[0]
  const name = signatureOf(head) ?? textKind ?? (text === undefined ? 'bytes of an unknown format' : 'text')
  const count = size < 512 ? ` of ${size} ${size === 1 ? 'byte' : 'bytes'}` : ''
  return `${name}${count}, which begins with ${text === undefined ? hex(head) : quote(text)}`
}

const quote = (text: string): string =>
  JSON.stringify(text.length > mostText ? `${text.slice(0, mostText)}…` : text)

const hex = (bytes: Uint8Array): string =>
  [...bytes.subarray(0, mostBytes)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ')
