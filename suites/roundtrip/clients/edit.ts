import { createHash } from 'node:crypto'

/** A JSON object. */
export type Doc = Record<string, unknown>

/** The files of an image layout, by their paths. */
export type Files = Map<string, Uint8Array>

/** What a careless client makes of an image; each part is absent where it is left alone. */
export interface Edits {
  /** Changes a manifest or an index in place, or returns its very bytes. */
  document?: (document: Doc) => Uint8Array | void
  /** Returns the bytes of a layer. */
  layer?: (bytes: Uint8Array) => Uint8Array
}

const pathOf = (digest: string): string => `blobs/${digest.replace(':', '/')}`

interface Descriptor extends Doc {
  digest: string
  size: number
}

/** Changes an image in a layout, and writes all digests anew that change with it, so that the layout is consistent. */
export function editLayout(files: Files, { document, layer }: Edits): void {
  const known = new Map<string, Descriptor>()

  function stored(old: Descriptor, bytes: Uint8Array): Descriptor {
    const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`
    files.set(pathOf(digest), bytes)
    return { ...old, digest, size: bytes.length }
  }

  function edited(descriptor: Descriptor): Descriptor {
    const bytes = files.get(pathOf(descriptor.digest))
    if (!bytes) return descriptor
    const found = known.get(descriptor.digest)
    if (found) return { ...descriptor, digest: found.digest, size: found.size }
    const before = Buffer.from(bytes).toString('utf8')
    const value = JSON.parse(before) as Doc & { manifests?: Descriptor[]; layers?: Descriptor[] }
    if (value.manifests) value.manifests = value.manifests.map(edited)
    if (value.layers && layer)
      value.layers = value.layers.map((each) => {
        const blob = files.get(pathOf(each.digest))
        return blob ? stored(each, layer(blob)) : each
      })
    const own = document?.(value)
    const after = own ?? Buffer.from(JSON.stringify(value))
    const result =
      own || JSON.stringify(JSON.parse(before)) !== JSON.stringify(value)
        ? stored(descriptor, after)
        : descriptor
    known.set(descriptor.digest, result)
    return result
  }

  const index = JSON.parse(Buffer.from(files.get('index.json') ?? []).toString('utf8')) as {
    manifests: Descriptor[]
  }
  index.manifests = index.manifests.map(edited)
  files.set('index.json', Buffer.from(JSON.stringify(index)))
}
