import { hasPath } from '../../decode/tar/path-hashes.ts'
import { isSetId } from '../../decode/tar/layer-files.ts'
import { splitPath } from '../../decode/tar/names.ts'
import { aliasesOf } from './aliases.ts'
import type { ImageFile } from './image-file.ts'
import { filesBelow, type FileTree } from './tree.ts'

/** A file that a layer replaces, or the folder of one, by something of which only the path is known. */
export interface Replaced {
  /** The path of the file. */
  path: string
  /** The path of what replaces it, as the layer has it. */
  name: string
}

/** What replaces a file: `at` is its path, or that of a folder above it. */
interface Replacement {
  file: ImageFile
  at: string
  name: string
}

/**
 * Finds which files with the set-user-ID bit a layer replaces, and which links that lead to them, by the hashes of the paths of which
 * nothing else is known. Called before the layer is applied; what it returns is called afterwards: a layer that changes a link does not
 * write through it.
 */
export function findReplaced(tree: FileTree<ImageFile>, others: Uint8Array): () => Replaced[] {
  const files = [...filesBelow(tree.root)].filter((file) => isSetId(file) || file.type === 'symlink')
  const linksTo = new Map<string, string[]>()
  for (const { path, type } of files) {
    const below = type === 'symlink' ? tree.place(`${path}/x`) : undefined
    const leads = below && splitPath(below.path).folder
    if (leads !== undefined) linksTo.set(leads, [...(linksTo.get(leads) ?? []), path])
  }
  const known = new Map<string, boolean>()
  const has = (name: string): boolean => {
    const found = known.get(name) ?? hasPath(others, name)
    known.set(name, found)
    return found
  }

  /** Something at the path of a file, and what is not a folder in the place of one above it. Below a link there can be something. */
  function* replacementsOf(file: ImageFile): Generator<Replacement> {
    for (let at = file.path; at !== ''; at = splitPath(at).folder) {
      for (const name of aliasesOf(at, linksTo))
        if (has(name) || (at === file.path && isSetId(file) && has(`${name}/`))) yield { file, at, name }
    }
  }

  const found = files.flatMap((file) => [...replacementsOf(file)])
  return () =>
    found
      .filter(({ file, at, name }) => tree.get(file.path)?.file === file && tree.place(name)?.path === at)
      .map(({ file, name }) => ({ path: file.path, name }))
}
