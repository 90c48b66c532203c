import { splitPath } from '../../decode/tar/names.ts'

/** Links of folders, by the folder that they lead to. */
export type LinksTo = ReadonlyMap<string, readonly string[]>

/** A folder can have a link to itself, so that there is no end of its names. */
const mostAliases = 100

/** A path and the other ones that lead to the same through links of folders, nearest first. */
export function aliasesOf(path: string, linksTo: LinksTo): string[] {
  const found = new Set([path])
  if (linksTo.size === 0) return [path]
  for (const known of found) {
    for (let folder = splitPath(known).folder; ; folder = splitPath(folder).folder) {
      const rest = folder === '' ? `/${known}` : known.slice(folder.length)
      for (const link of linksTo.get(folder) ?? []) if (found.size < mostAliases) found.add(link + rest)
      if (folder === '') break
    }
  }
  return [...found]
}
