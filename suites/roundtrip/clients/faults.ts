import { gunzipSync, gzipSync } from 'node:zlib'
import type { Doc, Edits } from './edit.ts'
import type { ClientTripRequirement, ReferrersRequirement } from './requirements.ts'

/** A client that does not copy an image as it is: what it does beside the mini client. */
export interface ClientTripFault {
  /** Lasting, lower case with dashes. */
  id: string
  violates: ClientTripRequirement | ReferrersRequirement
  /** What the client does, in the present tense. */
  title: string
  operation: 'push' | 'pull'
  /** What it changes, before it pushes a layout or after it has pulled one. */
  edits?: Edits
  /** It ends with an error. */
  fails?: true
  /** It leaves the referrers tag to the registry, which has no referrers API. */
  forgetsReferrers?: true
}

const flipped = (bytes: Uint8Array): Uint8Array =>
  bytes.map((byte, at) => (at === bytes.length >> 1 ? byte ^ 1 : byte))

const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f

/** The same content at another level, where a field of the header shows it. */
const recompressed = (bytes: Uint8Array): Uint8Array =>
  isGzip(bytes) ? gzipSync(gunzipSync(bytes), { level: 1 }).fill(3, 9, 10) : bytes

const dropLast = (document: Doc): void => {
  if (Array.isArray(document['manifests'])) document['manifests'] = document['manifests'].slice(0, -1)
}

const changes: readonly [name: string, part: 'whole' | 'bytes', title: string, edits: Edits][] = [
  ['byte-changed', 'bytes', 'changes one byte of each layer', { layer: flipped }],
  ['recompressed', 'bytes', 'compresses layers anew', { layer: recompressed }],
  [
    'decompressed',
    'bytes',
    'decompresses layers',
    { layer: (bytes) => (isGzip(bytes) ? gunzipSync(bytes) : bytes) },
  ],
  ['platform-dropped', 'whole', 'drops the last platform of an index', { document: dropLast }],
  [
    'subject-lost',
    'bytes',
    'loses the subject of a manifest',
    { document: (document) => void delete document['subject'] },
  ],
  [
    'rewritten',
    'bytes',
    'writes manifests with other white space',
    { document: (document) => Buffer.from(JSON.stringify(document, undefined, 3)) },
  ],
  [
    'annotated',
    'bytes',
    'adds an annotation to manifests',
    { document: (document) => void (document['annotations'] = { tool: 'careless' }) },
  ],
]

/** Clients that do not push or pull an image as it is. */
export const clientTripFaults: readonly ClientTripFault[] = [
  ...(['push', 'pull'] as const).flatMap((operation): ClientTripFault[] => [
    {
      id: `with-${operation}-fails`,
      violates: `with.${operation}.completed`,
      title: `the client fails when it ${operation}es the image`.replace('pulles', 'pulls'),
      operation,
      fails: true,
    },
    ...changes.map(([name, part, title, edits]): ClientTripFault => ({
      id: `with-${operation}-${name}`,
      violates: `with.${operation}.${part}`,
      title: `the client ${title} when it ${operation}es an image`.replace('pulles', 'pulls'),
      operation,
      edits,
    })),
  ]),
  {
    id: 'with-referrers-forgotten',
    violates: 'with.push.referrers',
    title: 'the client leaves the referrers tag alone where the registry has no referrers API',
    operation: 'push',
    forgetsReferrers: true,
  },
]
