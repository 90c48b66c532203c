import type { Headers } from '../exchange.ts'
import { caveatOf, coverageOf, sourcesOf, vocabulary, type Coverage } from './coverage.ts'
import { beginningsOf, maskCut } from './cut-secrets.ts'
import { maskField } from './fields.ts'
import { createFinder, type Finder } from './finder.ts'
import { mask } from './mask.ts'
import { maskParameters, maskPlaces } from './places.ts'

/**
 * Removes secrets by their place (fields, parameters, members) and by their value, wherever that is and however it is
 * encoded.
 */
export interface Redactor {
  /** How far it is masked by value depends on what it is: see caveat. */
  addSecret(secret: string): void
  readonly text: (text: string) => string
  url(url: string): string
  headers(headers: Headers): Headers
  /** The same bytes where nothing in them is secret. */
  bytes(bytes: Uint8Array): Uint8Array
  /** By value alone, and only what cannot be part of a name by chance: for addresses that must stay usable. */
  values(text: string): string
  /** Why a secret is not masked wherever it is; undefined where all are. */
  caveat(): string | undefined
}

export interface RedactorOptions {
  /** What all readers may see: the target's address, repositories. A secret that is part of it is not masked by value. */
  open?: readonly string[]
}

/** How many header fields are remembered, and of how many characters at most. */
const [mostFields, longestField] = [1000, 200] as const

export function createRedactor(secrets: Iterable<string> = [], options: RedactorOptions = {}): Redactor {
  const open = [vocabulary, ...(options.open ?? [])].join('\n').toLowerCase()
  const known = new Map<string, Coverage>()
  /** Made once for each secret: with each new token all are searched for anew. */
  const sources = new Map<string, readonly string[]>()
  let beginnings: string[] = []
  let finders: { all: Finder; sure: Finder } | undefined
  /** Header fields as they are shown, by name and value: most come with each request or response. */
  const fields = new Map<string, Headers[number]>()

  function addSecret(secret: string): void {
    if (secret === '' || known.has(secret)) return
    const coverage = coverageOf(secret, open)
    known.set(secret, coverage)
    sources.set(secret, sourcesOf(secret, coverage))
    if (coverage === 'everywhere') beginnings = [...beginnings, ...beginningsOf(secret)]
    finders = undefined
    fields.clear()
  }

  function finderOf(wanted: (coverage: Coverage) => boolean): Finder {
    const all = [...known].filter(([, coverage]) => wanted(coverage))
    // The longest first, so that none is left half masked by one within it.
    const longestFirst = all.toSorted(([one], [other]) => other.length - one.length)
    return createFinder(longestFirst.flatMap(([secret]) => sources.get(secret) ?? []))
  }

  const currentFinders = () =>
    (finders ??= {
      all: finderOf(() => true),
      sure: finderOf((coverage) => coverage === 'everywhere'),
    })

  const maskValues = (text: string): string =>
    known.size === 0 ? text : maskCut(currentFinders().all(text, mask), beginnings)

  // By value first: what looks like the place of a secret may be the middle of one.
  const maskText = (text: string): string => maskPlaces(maskValues(text))

  function maskedField([name, value]: Headers[number]): Headers[number] {
    const key = `${name}:${value}`
    const known = fields.get(key)
    if (known) return known
    const masked = [maskValues(name), maskField(name, value, { maskText, maskValues })] as const
    if (fields.size >= mostFields) fields.clear()
    // What is long is hardly ever sent twice.
    if (key.length <= longestField) fields.set(key, masked)
    return masked
  }

  for (const secret of secrets) addSecret(secret)
  return {
    addSecret,
    text: maskText,
    url: (text) => maskParameters(maskValues(text)),
    headers: (headers) => headers.map(maskedField),
    bytes(bytes) {
      // One character a byte, so that bytes which are not a text pass through unharmed.
      const before = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
      const after = maskText(before)
      return after === before ? bytes : Buffer.from(after, 'latin1')
    },
    values: (text) => (known.size === 0 ? text : currentFinders().sure(text, mask)),
    caveat: () => caveatOf(new Set(known.values())),
  }
}
