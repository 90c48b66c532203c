import { createTexts } from '../../../files/texts.ts'
import type { BlobFacts, BlobOutcome, BlobRequest } from '../../decode/blob.ts'
import { factsOfText, textOfFacts } from './facts-text.ts'
import { createKnownDocuments, type KnownDocuments } from './known-documents.ts'

/** Where the facts of blobs are kept between runs, and documents. */
export interface FactsFile {
  /** The key of each blob with its facts, or with the document that it is, as text. */
  read(): Iterable<readonly [key: string, text: string]>
  add(key: string, text: string): void
}

/** Facts of blobs that several images share: each blob is read once, by whichever image comes first. */
export interface KnownBlobs {
  /** Facts that are enough for a request; undefined where the blob has to be read. */
  factsFor(key: string, request: BlobRequest): BlobFacts | undefined
  /** What another image is reading, if one is. */
  pending(key: string): Promise<BlobOutcome> | undefined
  /** Takes note of a blob that is going to be read; `settle` has to be called once it was, or was not. */
  begin(key: string): { settle(outcome: BlobOutcome): void }
  readonly documents: KnownDocuments
  close(): void
}

/** Whether facts contain all that a request wants. */
function isEnough(
  facts: BlobFacts,
  { as = 'sniff', keep, files, diffAlgorithms = ['sha256'] }: BlobRequest,
): boolean {
  if (as === 'opaque') return true
  if (as === 'layer' && facts.tar === undefined) return false
  // All requests want the same files, and of those that a layer does not have nothing is kept.
  if (keep !== undefined && facts.kept === undefined) return false
  if (files !== undefined && facts.files === undefined) return false
  return diffAlgorithms.every((algorithm) => !facts.content || algorithm in facts.content.diffIds)
}

/** `file`: facts of earlier runs, and where those of this one are added. */
export function createKnownBlobs(file?: FactsFile): KnownBlobs {
  const known = createTexts()
  for (const [key, text] of file?.read() ?? []) known.set(key, text)
  const reading = new Map<string, Promise<BlobOutcome>>()
  return {
    factsFor(key, request) {
      const text = known.get(key)
      const facts = text === undefined ? undefined : factsOfText(text)
      return facts && isEnough(facts, request) ? facts : undefined
    },
    pending: (key) => reading.get(key),
    begin(key) {
      const { promise, resolve } = settledLater()
      reading.set(key, promise)
      return {
        settle(outcome) {
          const { facts } = outcome
          // What has another digest, or could not be read, may be another thing the next time.
          if (facts?.verified === 'match') {
            const text = textOfFacts(facts)
            known.set(key, text)
            file?.add(key, text)
          }
          reading.delete(key)
          resolve(outcome)
        },
      }
    },
    documents: createKnownDocuments(known, (key, text) => file?.add(key, text)),
    close: () => known.close(),
  }
}

/** A promise that is resolved from outside. */
function settledLater(): { promise: Promise<BlobOutcome>; resolve: (outcome: BlobOutcome) => void } {
  const resolves: ((outcome: BlobOutcome) => void)[] = []
  const promise = new Promise<BlobOutcome>((resolve) => void resolves.push(resolve))
  return { promise, resolve: (outcome) => resolves[0]?.(outcome) }
}
