import type { BlobFacts } from '../../decode/blob.ts'

/** Bytes, which JSON does not have: the first ones of a content that is not a tar, and files that were kept of layers. */
interface Base64 {
  base64: string
}

/** Facts as text: of ten thousand layers it takes a third of the memory of objects, and a line of a file. */
export const textOfFacts = (facts: BlobFacts): string => JSON.stringify(facts, inBase64)

/** Throws SyntaxError for what is not JSON; the form is not checked. */
export const factsOfText = (text: string): BlobFacts => JSON.parse(text, fromBase64) as BlobFacts

/** Buffers have a form of their own in JSON, which comes before a replacer: so the value is taken from its holder. */
function inBase64(this: unknown, name: string, value: unknown): unknown {
  const own = (this as Record<string, unknown>)[name]
  return own instanceof Uint8Array
    ? ({ base64: Buffer.from(own).toString('base64') } satisfies Base64)
    : value
}

function fromBase64(_: string, value: unknown): unknown {
  const text = (value as Partial<Base64> | null)?.base64
  return typeof text === 'string' ? new Uint8Array(Buffer.from(text, 'base64')) : value
}
