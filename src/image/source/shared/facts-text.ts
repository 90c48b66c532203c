import type { BlobFacts } from '../../decode/blob.ts'

/** Bytes, which JSON does not have: the first ones of a content that is not a tar, and files that were kept of layers. */
interface Base64 {
  base64: string
}

/** Facts as text: of ten thousand layers it takes a third of the memory of objects, and a line of a file. */
export const textOfFacts = (facts: BlobFacts): string => JSON.stringify(facts, inBase64)

/** A document as text: bytes in the form that they have in facts. */
export const textOfDocument = (bytes: Uint8Array): string => JSON.stringify(base64Of(bytes))

/** Undefined for a document. Throws SyntaxError for what is not JSON; the form is not checked. */
export function factsOfText(text: string): BlobFacts | undefined {
  const value: unknown = JSON.parse(text, fromBase64)
  return value instanceof Uint8Array ? undefined : (value as BlobFacts)
}

/** Undefined for facts. Throws SyntaxError for what is not JSON. */
export function documentOfText(text: string): Uint8Array | undefined {
  const value: unknown = JSON.parse(text, fromBase64)
  return value instanceof Uint8Array ? value : undefined
}

/** Buffers have a form of their own in JSON, which comes before a replacer: so the value is taken from its holder. */
function inBase64(this: unknown, name: string, value: unknown): unknown {
  const own = (this as Record<string, unknown>)[name]
  return own instanceof Uint8Array ? base64Of(own) : value
}

const base64Of = (bytes: Uint8Array): Base64 => ({ base64: Buffer.from(bytes).toString('base64') })

function fromBase64(_: string, value: unknown): unknown {
  const text = (value as Partial<Base64> | null)?.base64
  return typeof text === 'string' ? new Uint8Array(Buffer.from(text, 'base64')) : value
}
