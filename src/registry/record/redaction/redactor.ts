import type { Headers } from '../exchange.ts'
import { mask, maskParameters, maskPlaces } from './places.ts'
import { createFinder, type Finder } from './finder.ts'
import { base64Forms, hexForms, plainForms } from './spellings.ts'

export { mask } from './places.ts'

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
  /** What everybody may see: the target's address, repositories. A secret that is part of it is not masked by value. */
  open?: readonly string[]
}

/** Shorter ones are part of every text: they are masked by place and within base64 of a pair only. */
const shortest = 4

/** Shorter ones are masked where they are a word of their own: digests contain each of them somewhere. */
const unmistakable = 8

/** What addresses of a registry are made of, and the names of what a run pushes. */
const vocabulary =
  'https:// /v2/ manifests blobs uploads referrers tags list digest mount from sha256: sha512: artifactType oci-assay assay-tag'

type Coverage = 'everywhere' | 'alone' | 'open' | 'short'

const caveats: Readonly<Record<Exclude<Coverage, 'everywhere'>, string>> = {
  alone: `a secret has fewer than ${unmistakable} characters: it is masked where it is a word of its own`,
  open: 'a secret is part of the address or of a repository name: it is masked only within credentials',
  short: `a secret has fewer than ${shortest} characters: it is masked only within credentials`,
}

const authorization = /^(?:proxy-)?authorization$/i
const secretHeader =
  /(?:token|secret|password|-key|credential|signature|assertion)$|^(?:x-registry-auth|(?:proxy-)?authentication-info)$/i

/** Whether the value of a header field is a credential. */
export const isSecretHeader = (name: string): boolean =>
  authorization.test(name) || secretHeader.test(name) || /^cookie$/i.test(name)

/** `Basic ***`: the scheme is no secret, and shows how to repeat the request. */
export const maskCredentials = (value: string): string => {
  const scheme = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+(?= )/.exec(value)?.[0]
  return scheme === undefined ? mask : `${scheme} ${mask}`
}

const maskSetCookie = (value: string): string => value.replace(/^([^=;]*)=[^;]*/, `$1=${mask}`)
const maskCookie = (value: string): string => value.replace(/=[^;]*/g, `=${mask}`)

const alone = (source: string): string => `(?<![\\w-]|\\w\\.)${source}(?![\\w-]|\\.\\w)`

function sourcesOf(secret: string, coverage: Coverage): string[] {
  // `u:p` in base64 is four characters that few texts contain.
  if (coverage === 'short') return secret.length === 3 ? base64Forms(secret) : []
  const plain = plainForms(secret)
  const own = coverage === 'everywhere' ? [plain] : coverage === 'alone' ? [alone(plain)] : []
  return [...own, ...base64Forms(secret), ...(coverage === 'everywhere' ? hexForms(secret) : [])]
}

/** The beginnings of secrets that are cut off at an ellipsis; shorter ones show nothing. */
const cutAt = 4

const beginningsOf = (whole: string): string[] => {
  const secret = whole.slice(0, 512)
  const bytes = Buffer.from(secret, 'utf8')
  const [base64, hex] = [bytes.toString('base64'), bytes.toString('hex')]
  return [...new Set([secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret), base64, hex])]
}

/** Masks what is left of a secret in front of each `…`, where a text was cut within it. */
function maskCut(text: string, beginnings: readonly string[]): string {
  if (!text.includes('…')) return text
  return text
    .split('…')
    .map((part, index, parts) => (index < parts.length - 1 ? maskEnd(part, beginnings) : part))
    .join('…')
}

function maskEnd(part: string, beginnings: readonly string[]): string {
  // A quotation mark may end what was cut.
  const end = part.replace(/["'`]{1,2}$/, '')
  for (const whole of beginnings) {
    const start = whole.slice(0, cutAt)
    const from = Math.max(0, end.length - whole.length)
    for (let at = end.indexOf(start, from); at !== -1; at = end.indexOf(start, at + 1)) {
      if (whole.startsWith(end.slice(at))) return end.slice(0, at) + mask + part.slice(end.length)
    }
  }
  return part
}

export function createRedactor(secrets: Iterable<string> = [], options: RedactorOptions = {}): Redactor {
  const open = [vocabulary, ...(options.open ?? [])].join('\n').toLowerCase()
  const known = new Map<string, Coverage>()
  /** Made once for each secret: with each new token all are looked for anew. */
  const sources = new Map<string, readonly string[]>()
  let beginnings: string[] = []
  let found: { all: Finder; sure: Finder } | undefined

  const coverageOf = (secret: string): Coverage => {
    if (secret.length < shortest) return 'short'
    if (open.includes(secret.toLowerCase())) return 'open'
    return secret.length < unmistakable ? 'alone' : 'everywhere'
  }

  function addSecret(secret: string): void {
    if (secret === '' || known.has(secret)) return
    const coverage = coverageOf(secret)
    known.set(secret, coverage)
    sources.set(secret, sourcesOf(secret, coverage))
    if (coverage === 'everywhere') beginnings = [...beginnings, ...beginningsOf(secret)]
    found = undefined
  }

  function finderOf(wanted: (coverage: Coverage) => boolean): Finder {
    const all = [...known].filter(([, coverage]) => wanted(coverage))
    // The longest first, so that none is left half masked by one within it.
    const longestFirst = all.toSorted(([one], [other]) => other.length - one.length)
    return createFinder(longestFirst.flatMap(([secret]) => sources.get(secret) ?? []))
  }

  const finders = () =>
    (found ??= {
      all: finderOf(() => true),
      sure: finderOf((coverage) => coverage === 'everywhere'),
    })

  const byValue = (text: string): string =>
    known.size === 0 ? text : maskCut(finders().all(text, mask), beginnings)

  // By value first: what looks like the place of a secret may be the middle of one.
  const url = (text: string): string => maskParameters(byValue(text))
  const text = (whole: string): string => maskPlaces(byValue(whole))

  function headerValue(name: string, value: string): string {
    if (authorization.test(name)) return maskCredentials(byValue(value))
    if (secretHeader.test(name)) return mask
    if (/^set-cookie2?$/i.test(name)) return maskSetCookie(text(value))
    if (/^cookie$/i.test(name)) return maskCookie(text(value))
    return text(value)
  }

  for (const secret of secrets) addSecret(secret)
  return {
    addSecret,
    text,
    url,
    headers: (headers) => headers.map(([name, value]) => [byValue(name), headerValue(name, value)] as const),
    bytes(bytes) {
      // One character a byte, so that bytes which are no text pass through unharmed.
      const before = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
      const after = text(before)
      return after === before ? bytes : Buffer.from(after, 'latin1')
    },
    values: (whole) => (known.size === 0 ? whole : finders().sure(whole, mask)),
    caveat() {
      const kinds = new Set(known.values())
      const least = (['short', 'open', 'alone'] as const).find((kind) => kinds.has(kind))
      return least && caveats[least]
    },
  }
}
