/** What can happen to content on its way through a client. */
export type Change =
  /** Something of the image is not there. */
  | 'lost'
  /** An index was replaced by the manifest of one of its platforms. */
  | 'one-platform'
  /** A manifest lost its subject. */
  | 'subject'
  /** Types of Docker became those of OCI, or the other way round. */
  | 'media-type'
  /** A layer with the same content is compressed in another way. */
  | 'recompressed'
  /** A document with the same value in other bytes. */
  | 'rewritten'
  /** A config or a layer with other content. */
  | 'content'
  /** Anything else in a document. */
  | 'changed'

/** Content that not every client supports. */
export type Trait =
  | 'nested index'
  | 'index'
  | 'artifact'
  | 'sha512'
  | 'docker types'
  | 'zstd'
  | 'unknown types'
  /** An index of platforms without that of this machine. */
  | 'other platforms'

/** What is known of a client's copies, each with the reason: changes that it makes on purpose, and content that it does not support. */
export interface Known {
  push?: Readonly<Partial<Record<Change, string>>>
  pull?: Readonly<Partial<Record<Change, string>>>
  unsupported?: Readonly<Partial<Record<Trait, string>>>
  /** Pulls into a storage with unpacked layers, and keeps manifests and configs there. */
  unpacks?: true
}

const oneImage = 'it keeps images of one platform'
const ownLayers = 'it keeps layers unpacked, and packs them anew'

/** Of clients that keep images in a storage of containers. */
export const storageOfContainers: Known = {
  push: {
    'one-platform': oneImage,
    recompressed: ownLayers,
    'media-type': 'it writes the manifest in the format that it chooses',
    rewritten: 'it writes the manifest itself',
    changed: 'it writes the manifest itself',
  },
  pull: { 'one-platform': oneImage },
  unsupported: {
    artifact: 'it keeps container images only',
    'nested index': 'it looks for its platform in the first index only',
    sha512: 'it supports sha256 only',
    'other platforms': 'it looks for the platform of this machine, and the image has only others',
  },
  unpacks: true,
}

/** Whether a client copies images: to a layout or from one, or into a storage in which they can be found again. */
export const copiesImages = ({ operations: { push, pull }, known, pulls }: Copying): boolean =>
  pulls === undefined &&
  (known?.unpacks === true || [push, pull].some((each) => JSON.stringify(each ?? '').includes('{layout}')))

interface Copying {
  operations: Readonly<
    Partial<Record<'push' | 'pull', string | { prepare: readonly string[]; command: string }>>
  >
  known?: Known
  pulls?: object
}
