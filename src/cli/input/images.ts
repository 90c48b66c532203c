import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { readFileText } from '../../files/read.ts'
import { exitCodes, Failure } from '../../results/conclusion/failure.ts'
import { layoutFiles } from '../../image/source/layout.ts'

/** Bytes of a list of images: a million lines. */
const mostBytes = 256 * 1024 ** 2

/** Folders inside of each other that are searched for layouts and archives. */
const deepest = 16

/**
 * The images that `--images` names: the lines of a file or of standard input, without comments and blank lines, or
 * the layouts and archives in a folder, in the order of their paths. Throws Failure.
 */
export async function imagesFrom(path: string): Promise<string[]> {
  const isFolder = path !== '-' && statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
  const images = isFolder
    ? imagesIn(path)
    : linesOf(path === '-' ? await standardInput() : readFileText(path, { most: mostBytes }))
  if (images.length > 0) return images
  const what = isFolder ? 'contains neither a layout nor an archive' : 'lists no image'
  throw new Failure(`--images: ${path === '-' ? 'standard input' : path} ${what}`, exitCodes.usage)
}

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))

async function standardInput(): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > mostBytes) throw new Failure('--images: standard input has too many lines', exitCodes.usage)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

const isArchive = (name: string): boolean => /\.(?:tar|tgz|tar\.gz|tar\.zst|tar\.zstd|tzst)$/i.test(name)

/** What is in a layout is not searched, and links are not followed. */
function imagesIn(folder: string, depth = 0): string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).toSorted((one, other) =>
    one.name < other.name ? -1 : 1,
  )
  if (entries.some(({ name }) => name === layoutFiles[0] || name === layoutFiles[1])) return [folder]
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return depth < deepest ? imagesIn(path, depth + 1) : []
    return entry.isFile() && isArchive(entry.name) ? [path] : []
  })
}
