import { readManifest, type Manifest } from '../../../../src/reference/manifest.ts'
import { changePolicy, onReply } from '../../../../src/reference/effects/effects.ts'
import { withBody } from '../../../../src/reference/reply.ts'
import type { Fault } from '../../fault.ts'

const isAscii = (text: string): boolean => Buffer.byteLength(text) === text.length

/** The manifest with a question mark for each character of its annotations that is not in ASCII. */
function inAscii(manifest: Manifest): Manifest {
  const texts = Object.entries(manifest.annotations ?? {}).flat()
  if (texts.every(isAscii)) return manifest
  const text = Buffer.from(manifest.bytes).toString('utf8')
  return readManifest(Buffer.from(text.replaceAll(/\P{ASCII}/gu, '?')), manifest.mediaType)
}

/** Faults in what becomes of content when it is parsed. */
export const rewrittenFaults: readonly Fault[] = [
  {
    id: 'annotations-in-ascii',
    violates: 'push.manifest.digest-header-value',
    title: 'stores a question mark for each character of an annotation that is not in ASCII',
    seenIn: 'Oracle Cloud in 2025-11 (helm#31591)',
    // What else comes of manifests under other digests depends on what sequences do with them.
    alone: true,
    depth: 'standard',
    effects: () => changePolicy(() => ({ storedManifest: inAscii })),
  },
  {
    id: 'blob-json-rewritten',
    violates: 'push.post-put.stored',
    title: 'parses blobs of JSON, and writes them anew',
    depth: 'standard',
    effects: () =>
      onReply({ endpoint: 'blob', method: 'GET', status: 200 }, (answer) => {
        if (answer.body[0] !== '{'.charCodeAt(0)) return answer
        try {
          const text = Buffer.from(answer.body).toString('utf8')
          return withBody(answer, Buffer.from(JSON.stringify(JSON.parse(text))))
        } catch {
          return answer
        }
      }),
  },
]
