import { statSync } from 'node:fs'
import { withoutUndefined } from '../../engine/optional.ts'
import { isWellFormed, parseDigest } from '../../image/decode/digest.ts'
import { ImageError } from '../../image/error.ts'
import { list, property, text } from '../../image/json/value.ts'
import { limitOf } from '../../image/limits.ts'
import { openImage } from '../../image/source/open/open.ts'
import { openRegistryImage } from '../../image/source/registry/image.ts'
import type { ImageSource } from '../../image/source/source.ts'
import type { AssayOptions } from '../options.ts'
import type { Piece } from './divide.ts'
import type { ListedImage, Places } from './list.ts'

/** What is known of an image from its manifests alone. */
export interface Surveyed extends Piece {
  /** What its tag leads to. */
  digest?: string
}

/** Manifests of one image that are looked at. */
const mostManifests = 1000

/** Looks at the manifests of images, and at nothing that they lead to. What cannot be read has no size, and does not fail. */
export function createSurvey(options: AssayOptions, { connections, layouts }: Places, signal: AbortSignal) {
  const limit = limitOf(options.limits, 'document-size')

  async function open({ name, reference, part }: ListedImage): Promise<ImageSource> {
    if (part) return layouts.open(part)
    if (!reference) return openImage(name, { signal, ...withoutUndefined({ plainHttp: options.plainHttp }) })
    const client = await connections.clientOf(reference.base)
    return openRegistryImage({ ...reference, client, bulk: true })
  }

  return async (image: ListedImage): Promise<Surveyed> => {
    const { name, reference, part } = image
    // The files of a layout, which are looked at and not read.
    if (part && !part.entries) return { key: name, blobs: new Map() }
    // An archive would be read as a whole.
    const file = reference || part ? undefined : statSync(name, { throwIfNoEntry: false })
    if (file?.isFile()) return { key: name, blobs: new Map([[name, file.size]]) }
    let source: ImageSource | undefined
    try {
      source = await open(image)
      const { bytes, digest } = await source.root({ limit })
      if (part) {
        const entries = { manifests: await layouts.entriesOf(part) }
        const blobs = await blobsOf(source, entries, `${part.layout} `)
        return { key: await layouts.keyOf(part), blobs, ...withoutUndefined({ digest: image.digest }) }
      }
      const place = reference ? `${reference.base.href} ` : `${name} `
      const key = reference ? `${place}${reference.repository} ${digest ?? name}` : name
      return {
        key,
        blobs: await blobsOf(source, parsed(bytes), place),
        ...withoutUndefined({ digest: reference && digest }),
      }
    } catch (error) {
      if (!(error instanceof ImageError)) throw error
      return { key: name, blobs: new Map() }
    } finally {
      await source?.close()
    }
  }

  async function blobsOf(source: ImageSource, root: unknown, place: string): Promise<Map<string, number>> {
    const blobs = new Map<string, number>()
    const waiting: unknown[] = [root]
    const seen = new Set<string>()
    while (waiting.length > 0 && !signal.aborted) {
      const document = waiting.pop()
      for (const each of [
        property(document, 'config'),
        ...list(document, 'layers'),
        ...list(document, 'blobs'),
      ]) {
        const digest = text(each, 'digest')
        if (digest !== undefined) blobs.set(place + digest, sizeOf(each))
      }
      for (const each of list(document, 'manifests')) {
        const digest = digestIn(each)
        if (digest === undefined || seen.has(digest) || seen.size >= mostManifests) continue
        seen.add(digest)
        const manifest = await source.read(digest, { limit, as: 'manifest' }).catch((error: unknown) => {
          // An index may be sparse.
          if (error instanceof ImageError) return undefined
          throw error
        })
        if (manifest) waiting.push(parsed(manifest))
      }
    }
    return blobs
  }
}

const sizeOf = (descriptor: unknown): number => {
  const size = property(descriptor, 'size')
  return typeof size === 'number' && size >= 0 && size <= Number.MAX_SAFE_INTEGER ? size : 0
}

function digestIn(descriptor: unknown): string | undefined {
  const digest = parseDigest(text(descriptor, 'digest') ?? '')
  return digest && isWellFormed(digest) ? digest.text : undefined
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8')) as unknown
  } catch {
    return undefined
  }
}
