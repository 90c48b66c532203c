import { placesIn, type Finding, type Place } from './verdict.ts'

/**
 * What a check is about, as a path: a test with its exchanges, one exchange of a sequence, or a place inside an image (source, then
 * the parts of the pointer). A subject contains all those that begin with it; the empty one is the whole target.
 */
export type Subject = readonly string[]

/** The file of a layout that holds the blob with this digest (image-layout.md, Blobs); other sources stay as they are. */
const pathOf = (source: string): string => {
  const colon = source.indexOf(':')
  return /^[a-z0-9]+(?:[+._-][a-z0-9]+)*:[\w=-]+$/.test(source)
    ? `blobs/${source.slice(0, colon)}/${source.slice(colon + 1)}`
    : source
}

const partsOf = (path: string): string[] => path.split('/').filter((part) => part !== '')

function subjectOf(evidence: Place, test: string): Subject {
  // A sequence does much that has nothing to do with each other: findings are of the same only where they share what was sent.
  if (evidence.kind === 'exchange')
    return [
      'test',
      test,
      ...(evidence.sequence === undefined ? [] : [evidence.sequence, String(evidence.exchange)]),
    ]
  return ['content', ...partsOf(pathOf(evidence.source)), ...partsOf(evidence.pointer ?? '')]
}

/** The subjects of a finding: the places that it names, the test that made it, else the whole target. */
export function subjectsOf({ evidence, test }: Pick<Finding, 'evidence' | 'test'>): Subject[] {
  const places = placesIn(evidence)
  if (places.length === 0) return [[]]
  return places.map((each) => subjectOf(each, test))
}

const contains = (outer: Subject, inner: Subject): boolean =>
  outer.length <= inner.length && outer.every((part, at) => part === inner[at])

/** True where one subject of either list equals, or is contained in, one of the other. */
export const overlap = (some: readonly Subject[], others: readonly Subject[]): boolean =>
  some.some((one) => others.some((other) => contains(one, other) || contains(other, one)))
