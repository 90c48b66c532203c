import { readManifest, type Manifest } from '../../../../src/reference/manifest.ts'
import { changePolicy } from '../../../../src/reference/effects/effects.ts'
import type { Fault } from '../../fault.ts'

const isAscii = (text: string): boolean => Buffer.byteLength(text) === text.length

/** The manifest with a question mark for each character of its annotations that is not in ASCII. */
function inAscii(manifest: Manifest): Manifest {
  const texts = Object.entries(manifest.annotations ?? {}).flat()
  if (texts.every(isAscii)) return manifest
  const text = Buffer.from(manifest.bytes).toString('utf8')
  return readManifest(Buffer.from(text.replaceAll(/\P{ASCII}/gu, '?')), manifest.mediaType)
}

/** Faults in what is stored of a manifest. */
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
]
