import type { ImageFile } from '../../../src/image/model/files/image-file.ts'

/** What a user requires of images, whatever the specification has. What is absent is not evaluated. */
export interface Policies {
  /** `os/architecture[/variant]`: each name of a layout, and each tag of a registry, has an image for all of these. */
  platforms?: readonly string[]
  /** What the merged file system of each image has, and has not. */
  files?: readonly FilePolicy[]
  /** Labels of each configuration, by their names. */
  labels?: Readonly<Record<string, ValuePolicy>>
  /** Annotations of each image's manifest, by their names. */
  annotations?: Readonly<Record<string, ValuePolicy>>
  /**
   * `non-root`: a number that is not 0, or a name that /etc/passwd of the image has with such a number. `non-root-number`:
   * a number, as the runAsNonRoot of Kubernetes needs it. Else the very user, such as `65532:65532`.
   */
  user?: string
  /** Each blob of a layout is referred to by some descriptor. */
  noUnreferencedBlobs?: true
  /** No regular file has the set-user-ID or set-group-ID bit. */
  noSetId?: true
  /** The digest of each name: of a layout those of index.json, of a registry `host/repository:tag`. */
  lock?: Readonly<Record<string, string>>
  /** Bytes at most, as they are stored: of a configuration with all layers and the manifest, and of one layer. */
  size?: { image?: number; layer?: number }
  /** Seconds since 1970: nothing in an image is dated later, as SOURCE_DATE_EPOCH requires. */
  timestamps?: number
}

/** What is required of one path. */
export interface FilePolicy {
  /** A path, or a glob, without a leading slash. Of a glob, at least one file matches, and all that do are as required. */
  path: string
  /** Nothing is there. */
  absent?: true
  type?: ImageFile['type']
  /** Permission bits with set-user-ID, set-group-ID and sticky, such as `0o755`. */
  mode?: number
  uid?: number
  gid?: number
  /** `sha256:…` of its content. */
  digest?: string
}

/** What is required of the value of a label or an annotation. In `matches`, `*` stands for any characters. */
export type ValuePolicy = { equals: string } | { matches: string } | { present: true } | { absent: true }
