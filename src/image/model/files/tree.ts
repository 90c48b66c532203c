/** What is at a path of the merged file system. */
export interface FileNode<File> {
  /** By name; empty for what is no folder. */
  children: Map<string, FileNode<File>>
  /** Absent for a folder that no entry describes. */
  file?: File
}

/** Where something is, or would be. */
export interface Place<File> {
  parent: FileNode<File>
  name: string
  /** With all links of its folders followed. */
  path: string
}

/** Links that are followed on one way, as Linux has it. */
const mostLinks = 40

interface Linked {
  type: string
  link?: string
}

/** A folder that no entry describes. */
export const newFolder = <File>(): FileNode<File> => ({ children: new Map<string, FileNode<File>>() })

/** Of all files: nothing is ever put into one, and a map of its own would be most of its memory. */
const none = new Map<string, never>()

/** What an entry describes. */
export const nodeOf = <File extends Linked>(file: File): FileNode<File> =>
  file.type === 'directory' ? { ...newFolder(), file } : { children: none, file }

/** The names of a path, the first one last. */
const stepsOf = (path: string): string[] =>
  path
    .split('/')
    .filter((name) => name !== '' && name !== '.')
    .toReversed()

/**
 * The names of a file system. Links of folders are followed as within the root of a container: an absolute target starts
 * at the root, and `..` does not lead out of it.
 */
export class FileTree<File extends Linked> {
  readonly root: FileNode<File> = newFolder()

  /**
   * Where a path leads to, without following a link at its end; undefined where a folder on the way is missing, is not a
   * folder, or where there are too many links. `create` makes folders that are missing.
   */
  place(path: string, { create = false, follow = false } = {}): Place<File> | undefined {
    const left = stepsOf(path)
    const way: { name: string; node: FileNode<File> }[] = []
    let links = 0
    for (let name = left.pop(); name !== undefined; name = left.pop()) {
      if (name === '..') {
        way.pop()
        continue
      }
      const parent = way.at(-1)?.node ?? this.root
      const child = parent.children.get(name)
      const target = child?.file?.type === 'symlink' ? (child.file.link ?? '') : undefined
      if (left.length === 0 && (!follow || target === undefined))
        return { parent, name, path: [...way.map((each) => each.name), name].join('/') }
      if (target !== undefined) {
        links += 1
        if (links > mostLinks) return undefined
        if (target.startsWith('/')) way.length = 0
        left.push(...stepsOf(target))
        continue
      }
      const folder = this.#enter(parent, name, create)
      if (!folder) return undefined
      way.push({ name, node: folder })
    }
    return undefined
  }

  get(path: string): FileNode<File> | undefined {
    const place = this.place(path)
    return place?.parent.children.get(place.name)
  }

  /** The folder of a name; what is none gives way to one that is made. */
  #enter(parent: FileNode<File>, name: string, create: boolean): FileNode<File> | undefined {
    const child = parent.children.get(name)
    if (child && isFolder(child)) return child
    if (!create) return undefined
    const made = newFolder<File>()
    parent.children.set(name, made)
    return made
  }
}

/** A folder, whether an entry describes it or not. */
export const isFolder = <File extends Linked>({ file }: FileNode<File>): boolean =>
  file === undefined || file.type === 'directory'

/** All files of a node and below it; never by recursion, since paths can be long. */
export function* filesBelow<File>(node: FileNode<File>): Generator<File> {
  const left = [node]
  for (let next = left.pop(); next; next = left.pop()) {
    if (next.file !== undefined) yield next.file
    for (const child of next.children.values()) left.push(child)
  }
}
