import { closeSync, readSync, realpathSync } from 'node:fs'
import { ImageError } from '../../error.ts'
import { openRegular } from '../../file-range.ts'
import { folderNamed, stem, word } from '../open/copy-first.ts'

/** A form of files that is not read, with the command that makes of it what is. */
interface UnreadForm {
  name: string
  /** The first bytes. */
  first: readonly number[]
  /** The file name without this ending is that of what is inside. */
  ending: RegExp
  /** A tar is inside, or the files of a folder. */
  holds: 'tar' | 'folder'
  /** The command that makes `made` of the file. */
  unpack: (file: string, made: string) => string
}

const bytes = (text: string): number[] => [...Buffer.from(text, 'latin1')]

/** A compression of one stream; its command writes to standard output, so that the file itself stays. */
const stream = (name: string, first: readonly number[], ending: RegExp, command: string): UnreadForm => ({
  name,
  first,
  ending,
  holds: 'tar',
  unpack: (file, made) => `${command} ${word(file)} > ${word(made)}`,
})

const forms: readonly UnreadForm[] = [
  stream('xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0], /\.t?xz$/i, 'xz -dc'),
  stream('bzip2', bytes('BZh'), /\.(?:bz2?|tbz2?)$/i, 'bzip2 -dc'),
  stream('lz4', [0x04, 0x22, 0x4d, 0x18], /\.lz4$/i, 'lz4 -dc'),
  stream('lzip', bytes('LZIP'), /\.t?lz$/i, 'lzip -dc'),
  stream('compress', [0x1f, 0x9d], /\.Z$/, 'gzip -dc'),
  {
    name: 'zip',
    first: [0x50, 0x4b, 3, 4],
    ending: /\.zip$/i,
    holds: 'folder',
    unpack: (file, made) => `unzip -d ${word(made)} ${word(file)}`,
  },
  {
    name: '7-Zip',
    first: [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c],
    ending: /\.7z$/i,
    holds: 'folder',
    unpack: (file, made) => `7z x -o${word(made)} ${word(file)}`,
  },
]

/** The error for a file in a form that is known but not read: its name, and the command that helps; undefined for any other. */
export function unreadForm(file: string): ImageError | undefined {
  const descriptor = openRegular(realpathSync(file))
  const head = Buffer.alloc(8)
  try {
    readSync(descriptor, head, 0, head.length, 0)
  } finally {
    closeSync(descriptor)
  }
  const form = forms.find(({ first }) => first.every((byte, at) => head[at] === byte))
  if (!form) return undefined
  const inside = folderNamed(stem(file.replace(form.ending, '')))
  const made = form.holds === 'folder' ? inside : `${inside}.tar`
  return new ImageError(
    'not-an-image',
    `${file} is a ${form.name} file, which is not read: only tar, and tar with gzip or zstd, are`,
    `unpack it: \`${form.unpack(file, made)}\`, then run \`oci-assay run ${word(made)}\``,
  )
}
