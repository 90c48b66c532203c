import type { Texts } from '../../../files/texts.ts'
import { digestOf, parseDigest } from '../../decode/digest.ts'
import { defaultReadLimit } from '../source.ts'
import { documentOfText, textOfDocument } from './facts-text.ts'

/** Documents that several images share, such as configurations: each is read once, by whichever image comes first. */
export interface KnownDocuments {
  /**
   * The bytes of a document, with `before` where another image has read them, or an earlier run: then they have this digest.
   * Throws what `read` throws.
   */
  of(
    key: string,
    digest: string,
    read: () => Promise<Uint8Array>,
  ): Promise<{ bytes: Uint8Array; before?: true }>
}

/** Documents have keys of their own, since the same blob may be something else in another image. */
const textKeyOf = (key: string): string => `document ${key}`

const ended = (): void => {}

function hasDigest(bytes: Uint8Array, digest: string): boolean {
  const algorithm = parseDigest(digest)?.registered
  return algorithm !== undefined && digestOf(bytes, algorithm) === digest
}

/** `texts`: what is known already; `onAdded` receives what is added to it. */
export function createKnownDocuments(
  texts: Texts,
  onAdded: (key: string, text: string) => void,
): KnownDocuments {
  const reading = new Map<string, Promise<void>>()

  function find(key: string, digest: string): Uint8Array | undefined {
    const text = texts.get(textKeyOf(key))
    const bytes = text === undefined ? undefined : documentOfText(text)
    // What is kept between runs may be damaged, or be written by somebody else.
    return bytes && hasDigest(bytes, digest) ? bytes : undefined
  }

  function keep(key: string, digest: string, bytes: Uint8Array): void {
    if (bytes.length > defaultReadLimit || !hasDigest(bytes, digest)) return
    const text = textOfDocument(bytes)
    texts.set(textKeyOf(key), text)
    onAdded(textKeyOf(key), text)
  }

  async function first(key: string, digest: string, read: () => Promise<Uint8Array>) {
    try {
      const bytes = await read()
      keep(key, digest, bytes)
      return { bytes }
    } finally {
      reading.delete(key)
    }
  }

  return {
    async of(key, digest, read) {
      // Where another image failed to read it, one of those that wait for it reads it itself.
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      for (let other = reading.get(key); other; other = reading.get(key)) await other
      const bytes = find(key, digest)
      if (bytes) return { bytes, before: true }
      const own = first(key, digest, read)
      reading.set(key, own.then(ended, ended))
      return own
    },
  }
}
