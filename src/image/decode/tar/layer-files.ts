/** Which files of layers are looked at; plain data, so that a thread can be sent it. */
export interface FileQuery {
  /**
   * Names of files, without their folders, in which `*` matches anything: where a file ends up depends on the links of
   * other layers, so that folders are compared only once all layers are known.
   */
  names: readonly string[]
  /** Names of the folders on the way to them, in the same form. */
  folders: readonly string[]
  /** Whether digests of their content are wanted. */
  digests: boolean
  /** Whether files with the set-user-ID or set-group-ID bit are wanted, whatever their names are. */
  setId?: true
}

const setIdBits = 0o6000

/** Whether a file has the set-user-ID or the set-group-ID bit. */
export const isSetId = ({ type, mode }: Pick<LayerFile, 'type' | 'mode'>): boolean =>
  (type === 'file' || type === 'hardlink') && (mode & setIdBits) !== 0

export type FileType =
  | 'file'
  | 'directory'
  | 'symlink'
  | 'hardlink'
  | 'character-device'
  | 'block-device'
  | 'fifo'
  | 'other'

/** One entry of a layer. */
export interface LayerFile {
  /** Cleaned, without a leading slash. */
  path: string
  /** As the layer has it, where that differs. */
  name?: string
  type: FileType
  /** Permission bits, with set-user-ID, set-group-ID and sticky. */
  mode: number
  uid: number
  gid: number
  /** Seconds since 1970. */
  mtime: number
  /** Bytes of a regular file; absent where they are not known, as of some hard links. */
  size?: number
  /** Target of a link: of a symbolic one as it is, of a hard one cleaned. */
  link?: string
  /** Of the content of a regular file: `sha256:…`; absent where it was not wanted or is not known. */
  digest?: string
}

/** A folder that a query wants, and that so far only the path of an entry below it shows. */
export interface ImpliedFolder {
  path: string
  type: 'implied-folder'
}

/** A whiteout: what it removes of the layers below. */
export interface Whiteout {
  /** Cleaned path of what is removed; of an opaque one the folder whose content is. */
  path: string
  opaque?: true
  /** As the layer has it. */
  name: string
}

/** What a layer does to the files of a query; plain data. */
export interface LayerFiles {
  /** Files that are wanted with their folders, symbolic links, and what can be in their way, in the order of the layer. */
  entries: readonly (LayerFile | ImpliedFolder)[]
  whiteouts: readonly Whiteout[]
  /**
   * All other paths, as hashes: what is at one of them replaces a file with the set-user-ID bit. Folders that have something below them
   * have a slash at their end. Only where such files are wanted.
   */
  others?: Uint8Array
  /** The entry that was modified last. */
  latest?: { name: string; mtime: number }
  /** False where the layer has more than are remembered. */
  complete: boolean
}
