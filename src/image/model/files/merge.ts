import { withoutUndefined } from '../../../engine/optional.ts'
import { cleanName } from '../../decode/tar/names.ts'
import type { LayerFile, LayerFiles, Whiteout } from '../../decode/tar/layer-files.ts'
import type { ImageFile, LayerName } from './image-file.ts'
import { findReplaced, type Replaced } from './replaced.ts'
import { FileTree, filesBelow, isFolder, newFolder, nodeOf, type FileNode } from './tree.ts'

/** What a later layer did to a file that an earlier one brought. */
export interface RemovedFile {
  file: ImageFile
  by: LayerName
  how: 'whiteout' | 'opaque whiteout' | 'replaced'
  /** The entry of that layer. */
  name: string
}

/** The file system of an image: what a container of it starts with. */
export interface ImageFiles {
  /** The file at a path, whose folders may be links; one at its end is not followed. */
  get(path: string): ImageFile | undefined
  /** Whether there is a folder at a path, also one that no layer has an entry of. */
  hasFolder(path: string): boolean
  /** All files that were looked at. */
  all(): Iterable<ImageFile>
  /** How a file that an earlier layer brought was removed. */
  removed(path: string): RemovedFile | undefined
}

interface Layer {
  name: LayerName
  files: LayerFiles
}

/**
 * Merges layers as layer.md describes it: whiteouts remove what is below the layer and never what is in it, and an entry
 * replaces all that is at its path, unless both are folders.
 */
export function mergeLayers(layers: readonly Layer[]): ImageFiles {
  const tree = new FileTree<ImageFile>()
  const removed = new Map<string, RemovedFile>()

  function drop(node: FileNode<ImageFile>, cause: Omit<RemovedFile, 'file'>): void {
    for (const file of filesBelow(node)) removed.set(file.path, { file, ...cause })
  }

  function removeBy({ path, opaque, name }: Whiteout, by: LayerName): void {
    if (opaque && path === '') return removeContent(tree.root, { by, how: 'opaque whiteout', name })
    const place = tree.place(path, { follow: opaque === true })
    const node = place?.parent.children.get(place.name)
    if (!place || !node) return
    if (opaque) return removeContent(node, { by, how: 'opaque whiteout', name })
    drop(node, { by, how: 'whiteout', name })
    place.parent.children.delete(place.name)
  }

  function removeContent(node: FileNode<ImageFile>, cause: Omit<RemovedFile, 'file'>): void {
    for (const child of node.children.values()) drop(child, cause)
    node.children.clear()
  }

  function add(file: LayerFile, layer: LayerName): void {
    const place = tree.place(file.path, { create: true })
    if (!place) return
    const { parent, name, path } = place
    const made = imageFile(file, path, layer, tree)
    const before = parent.children.get(name)
    removed.delete(path)
    if (before && made.type === 'directory' && isFolder(before)) {
      before.file = made
      return
    }
    if (before) {
      drop(before, { by: layer, how: 'replaced', name: made.name })
      removed.delete(path)
    }
    parent.children.set(name, nodeOf(made))
  }

  function addFolder(path: string, layer: LayerName): void {
    const place = tree.place(path, { create: true })
    const before = place?.parent.children.get(place.name)
    if (!place || (before && (isFolder(before) || before.file?.type === 'symlink'))) return
    if (before) drop(before, { by: layer, how: 'replaced', name: path })
    place.parent.children.set(place.name, newFolder())
  }

  function replace({ path, name }: Replaced, by: LayerName): void {
    const place = tree.place(path)
    const node = place?.parent.children.get(place.name)
    if (!place || !node) return
    drop(node, { by, how: 'replaced', name })
    place.parent.children.delete(place.name)
  }

  for (const { name, files } of layers) {
    const replaced = files.others && findReplaced(tree, files.others)
    for (const whiteout of files.whiteouts) removeBy(whiteout, name)
    for (const entry of files.entries) {
      if (entry.type === 'implied-folder') addFolder(entry.path, name)
      else add(entry, name)
    }
    for (const each of replaced?.() ?? []) replace(each, name)
  }
  return {
    get: (path) => tree.get(path)?.file,
    hasFolder(path) {
      const node = cleanName(path) === '' ? tree.root : tree.get(path)
      return node !== undefined && isFolder(node)
    },
    all: () => filesBelow(tree.root),
    removed: (path) => removed.get(cleanName(path)),
  }
}

function imageFile(
  { name, type, mode, uid, gid, mtime, link, ...file }: LayerFile,
  path: string,
  layer: LayerName,
  tree: FileTree<ImageFile>,
): ImageFile {
  // A target that this layer does not have is in one below.
  const target = type === 'hardlink' && link !== undefined ? tree.get(link)?.file : undefined
  const isLinked = target?.type === 'file' && file.size === undefined
  return {
    path,
    type: type === 'hardlink' ? 'file' : type,
    mode,
    uid,
    gid,
    mtime,
    ...withoutUndefined({
      size: isLinked ? target.size : file.size,
      digest: isLinked ? target.digest : file.digest,
      link,
    }),
    layer,
    name: name ?? file.path,
  }
}
