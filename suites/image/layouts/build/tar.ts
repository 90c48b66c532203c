/** One entry of a tar that a test makes; what is left out is that of an ordinary file. */
export interface TarFile {
  name: string | Uint8Array
  /** Type flag: `0` file (default), `1` hard link, `2` symbolic link, `5` directory, … */
  type?: string
  content?: string | Uint8Array
  link?: string
  mode?: number
  uid?: number
  gid?: number
  mtime?: number
  /** Records of an extended header before the entry. */
  pax?: Readonly<Record<string, string>>
  /** Changes the header before its checksum is computed. */
  header?: (header: Buffer) => void
  /** Changes the header after its checksum has been computed. */
  damage?: (header: Buffer) => void
}

export interface TarOptions {
  /** Blocks of zeros at the end; default 2. */
  endBlocks?: number
}

const block = 512
const padded = (bytes: Uint8Array): Uint8Array[] => [
  bytes,
  Buffer.alloc((block - (bytes.length % block)) % block),
]

/** A tar archive in ustar format with PAX headers where a file needs them. */
export function tarOf(files: readonly TarFile[], { endBlocks = 2 }: TarOptions = {}): Buffer {
  const parts = files.flatMap((file) => {
    const content = Buffer.from(file.content ?? '')
    const pax = file.pax ? paxOf(file.pax) : []
    return [...pax, headerOf(file, content.length), ...padded(content)]
  })
  return Buffer.concat([...parts, Buffer.alloc(endBlocks * block)])
}

function headerOf(file: TarFile, size: number): Buffer {
  const { name, type = '0', link = '', mode = type === '5' ? 0o755 : 0o644 } = file
  const { uid = 0, gid = 0, mtime = 1_700_000_000 } = file
  const header = Buffer.alloc(block)
  const octal = (value: number, at: number, width: number) =>
    header.write(`${value.toString(8).padStart(width - 1, '0')}\0`, at, 'latin1')
  header.set(Buffer.from(name).subarray(0, 100), 0)
  octal(mode, 100, 8)
  octal(uid, 108, 8)
  octal(gid, 116, 8)
  octal(size, 124, 12)
  octal(mtime, 136, 12)
  header.write(type, 156, 'latin1')
  header.write(link, 157, 100, 'utf8')
  header.write('ustar\x0000', 257, 'latin1')
  file.header?.(header)
  header.fill(' ', 148, 156)
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
  file.damage?.(header)
  return header
}

function paxOf(records: Readonly<Record<string, string>>): Uint8Array[] {
  const text = Object.entries(records)
    .map(([key, value]) => {
      const rest = ` ${key}=${value}\n`
      const bytes = Buffer.byteLength(rest)
      // The length counts its own digits.
      const length = [1, 2, 3, 4]
        .map((digits) => bytes + digits)
        .find((sum) => bytes + String(sum).length === sum)
      return `${length}${rest}`
    })
    .join('')
  const content = Buffer.from(text)
  return [headerOf({ name: 'pax', type: 'x' }, content.length), ...padded(content)]
}
