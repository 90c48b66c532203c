const grammar = /^[a-z0-9]+(?:[+._-][a-z0-9]+)*:[\w=-]+$/

/** Digits of the registered algorithms (image specification, Registered algorithms). */
const encoded: Readonly<Record<string, RegExp>> = {
  sha256: /^[a-f0-9]{64}$/,
  sha512: /^[a-f0-9]{128}$/,
}

const algorithmOf = (digest: string): string => digest.slice(0, Math.max(0, digest.indexOf(':')))

/** Whether text is outside the grammar of digests, or of a registered algorithm without having its form. */
export const isMalformed = (digest: string): boolean =>
  !grammar.test(digest) || encoded[algorithmOf(digest)]?.test(digest.slice(digest.indexOf(':') + 1)) === false

/** Whether it names an algorithm that content can be verified by here. */
export const isKnownAlgorithm = (digest: string): boolean => algorithmOf(digest) in encoded

/** The algorithm that each registry supports. */
export const isSha256 = (digest: string): boolean => algorithmOf(digest) === 'sha256'
