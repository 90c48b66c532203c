import type { EvidenceRecord } from '../../engine/events.ts'

/** A manifest of an image that makes a round trip. */
export interface TripPart {
  digest: string
  mediaType: string
  /** Bytes. */
  size: number
  /** Digests of the manifests that it lists, and of its config and layers. */
  manifests: readonly string[]
  blobs: readonly string[]
  subject?: string
  artifactType?: string
  annotations?: Readonly<Record<string, string>>
}

/** What a round trip pushes, so that its findings can be shown again without it. */
export interface TripRecord extends EvidenceRecord {
  kind: 'trip'
  /** As the user named it. */
  image: string
  form: 'layout' | 'archive' | 'registry'
  /** The command line that runs the round trip again. */
  command: string
  /** Each after what it lists, and after its subject; empty where there are too many to be recorded. */
  manifests: readonly TripPart[]
  /** `data` is in base64, where a descriptor embeds it and nothing else has it. */
  blobs: readonly { digest: string; data?: string }[]
  /** Under which the roots are pushed. */
  tags: readonly { tag: string; digest: string }[]
  /** The command that switches the referrers API on. */
  upgrade?: string
  /** What the program of the image is expected to end with, and to print. */
  exitStatus?: number
  output?: string
}

/** How a command of a round trip is run again by a POSIX shell, in which `$work` is its folder. */
export interface Again {
  /** The command line. */
  line: string
  /** Of a client: what it does with which image of the registry. */
  client?: string
  operation?: 'push' | 'pull'
  repository?: string
  tag?: string
  /** Of what is pushed, or unpacked, its digest. */
  digest?: string
  /** What it pushes or pulls need not have the same bytes. */
  converts?: true
  /** Files below its home, as here-documents have them. */
  files?: Readonly<Record<string, string>>
  environment?: Readonly<Record<string, string>>
  /** What it works through, and the command that succeeds once that can be used. */
  service?: { line: string; ready: string }
}
