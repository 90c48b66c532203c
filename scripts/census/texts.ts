import { readFile, readdir, stat } from 'node:fs/promises'
import { basename, join, relative, sep } from 'node:path'

/** What is wrong with the files that the user named, in words for the user. */
export class UnreadableText extends Error {}

const asName = (path: string): string => path.split(sep).join('/')

/** A file goes by the name that places use for it: `…/dev/extensions/README.md` is `extensions/README.md`. */
export function nameOf(path: string, known: Iterable<string>): string {
  const whole = `/${asName(path)}`
  const fitting = [...known].filter((name) => whole.endsWith(`/${name}`))
  return fitting.reduce((best, name) => (name.length > best.length ? name : best), basename(path))
}

/** Whether one of the paths is a directory. */
export async function hasDirectory(paths: readonly string[]): Promise<boolean> {
  const found = await Promise.all(paths.map((path) => stat(path)))
  return found.some((entry) => entry.isDirectory())
}

/**
 * Reads the named files, and every Markdown file of named directories, by the names that places use.
 * Throws UnreadableText where nothing can be read.
 */
export async function readTexts(
  paths: readonly string[],
  known: readonly string[],
): Promise<Map<string, string>> {
  const texts = new Map<string, string>()
  const read = async (name: string, path: string): Promise<void> => {
    if (texts.has(name)) throw new UnreadableText(`two of the files would both be ${name}`)
    texts.set(name, await readFile(path, 'utf8'))
  }
  for (const path of paths) {
    const found = await stat(path).catch(() => undefined)
    if (!found) throw new UnreadableText(`${path} does not exist: name a text, or a directory with texts`)
    if (!found.isDirectory()) {
      await read(nameOf(path, known), path)
      continue
    }
    const entries = await readdir(path, { recursive: true, withFileTypes: true })
    const inside = entries
      .filter((entry) => entry.isFile() && entry.name.endsWith('.md'))
      .map((entry) => join(entry.parentPath, entry.name))
      .toSorted()
    if (inside.length === 0) throw new UnreadableText(`${path} holds no Markdown file`)
    for (const file of inside) await read(asName(relative(path, file)), file)
  }
  return texts
}
