import type { FileType } from '../../decode/tar/layer-files.ts'

/** A file of an image, as its layers together make it. */
export interface ImageFile {
  /** Without a leading slash, with all links of its folders followed. */
  path: string
  /** A hard link is the file that it leads to. */
  type: Exclude<FileType, 'hardlink'>
  /** Permission bits, with set-user-ID, set-group-ID and sticky. */
  mode: number
  uid: number
  gid: number
  /** Seconds since 1970. */
  mtime: number
  /** Bytes of a regular file; absent where they are not known. */
  size?: number
  /** Of the content of a regular file: `sha256:…`. */
  digest?: string
  /** Target of a symbolic link, or the other name of a hard link. */
  link?: string
  /** The layer that brought it. */
  layer: LayerName
  /** Its name in that layer. */
  name: string
}

/** A layer of an image. */
export interface LayerName {
  /** From 1, in the order of the manifest. */
  number: number
  digest: string
}
