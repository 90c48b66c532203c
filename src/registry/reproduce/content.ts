import { createHash } from 'node:crypto'
import type { BodyRecord } from '../record/exchange.ts'
import { textOfCommon } from './common.ts'
import type { Step } from './step.ts'

/** Bytes that the script makes and sends; what it sends in the run's place has the same size. */
export interface Content {
  /** The variable of its digest, and the name of its file. */
  name: string
  size: number
  /** Digests that it had in the run. */
  digests: readonly string[]
  made: Made
}

export type Made =
  /** Text in which digests and random names are replaced. */
  | { by: 'text'; text: string }
  /** Text that was cut by the record, and how it is filled up: the last character again, and what closes it. */
  | { by: 'cut text'; text: string; filling: string; end: string }
  /** Any bytes, of a form that a registry may treat by itself: a gzip header, or zeros at the end. */
  | { by: 'filling'; form?: 'gzip' | 'zeros' }
  /** Few bytes that are no text. */
  | { by: 'bytes'; bytes: Uint8Array }
  /** Other contents one after the other. */
  | { by: 'parts'; parts: readonly string[] }

/** Text up to this many characters is written out. */
const longestText = 4096

/** Bytes of a manifest that is no text are written out up to this many; all else may have any bytes. */
const mostBytes = 256

const bytesOf = ({ text, base64, truncated }: BodyRecord): Buffer | undefined =>
  truncated ? undefined : text === undefined ? Buffer.from(base64 ?? '', 'base64') : Buffer.from(text)

const digestOf = (algorithm: string, bytes: Uint8Array): string =>
  `${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}`

/** All contents of a script, by the sha256 of the body that the run sent. */
export interface Contents {
  list: readonly Content[]
  /** Of a body; undefined where it has no bytes. */
  ofBody(body: BodyRecord | undefined): Content | undefined
  /** By a digest that it had in the run. */
  byDigest(digest: string): Content | undefined
  /** Whether it is named by its sha512 as well. */
  uses512(content: Content): boolean
  /** Makes what no step sends, and had this digest and size in the run. */
  supply(digest: string, size: number): Content
}

/** Collects what the steps of a script send. */
export function contentsOf(steps: readonly Step[]): Contents {
  const byDigest = new Map<string, Content>()
  const list: Content[] = []
  const count = new Map<string, number>()
  const named512 = new Set<Content>()

  const add = (kind: string, size: number, digests: readonly string[], made: Made): Content => {
    const known = digests.map((digest) => byDigest.get(digest)).find((each) => each !== undefined)
    if (known) {
      // What is sent in chunks is made of them, however else it is sent.
      if (made.by === 'parts') known.made = made
      return known
    }
    const number = (count.get(kind) ?? 0) + 1
    count.set(kind, number)
    const content = { name: `${kind}${number}`, size, digests, made }
    list.push(content)
    for (const digest of digests) byDigest.set(digest, content)
    return content
  }

  const addBody = (step: Step, body: BodyRecord): Content => {
    const bytes = bytesOf(body)
    const claimed = step.session || !bytes ? claimOf(step, body) : []
    const digests = bytes
      ? [digestOf('sha256', bytes), digestOf('sha512', bytes), ...claimed]
      : [body.sha256, ...claimed]
    return add(kindOf(step), body.size, [...new Set(digests)], madeOf(step, body))
  }

  for (const step of steps) {
    const { body } = step.first.request
    if (body !== undefined && body.size > 0 && !isChunked(step, steps)) addBody(step, body)
  }
  for (const step of steps) {
    const { body } = step.first.request
    const parts = partsOf(step, steps)
    if (parts) {
      const made = parts.map((part) => addBody(part, part.first.request.body!))
      const digest = claimedDigest(step)
      if (digest !== undefined && made.length > 1)
        add(
          'blob',
          made.reduce((sum, { size }) => sum + size, 0),
          [digest],
          { by: 'parts', parts: made.map(({ name }) => name) },
        )
    }
    if (body !== undefined && body.size > 0) addBody(step, body)
  }
  return {
    list,
    ofBody: (body) => (body === undefined || body.size === 0 ? undefined : byDigest.get(body.sha256)),
    byDigest(digest) {
      const content = byDigest.get(digest)
      if (content && digest.startsWith('sha512:')) named512.add(content)
      return content
    },
    uses512: (content) => named512.has(content),
    supply(digest, size) {
      const text = textOfCommon(digest)
      return add(
        'blob',
        text?.length ?? size,
        [digest],
        text === undefined ? { by: 'filling' } : { by: 'text', text },
      )
    },
  }
}

const isManifest = ({ first: { request } }: Step): boolean =>
  /\/manifests\/[^/]+$/.test(request.url.split('?', 1)[0] ?? '')

const kindOf = (step: Step): string =>
  isManifest(step) ? 'manifest' : step.first.request.method === 'PATCH' ? 'chunk' : 'blob'

const claimedDigest = ({ first }: Step): string | undefined =>
  URL.canParse(first.request.url)
    ? (new URL(first.request.url).searchParams.get('digest') ?? undefined)
    : undefined

/** The digest that a push claims for a body which was cut, so that it cannot be computed: where it was accepted it is right. */
function claimOf(step: Step, body: BodyRecord): string[] {
  const digest = claimedDigest(step)
  const isWhole = step.first.request.method !== 'PATCH' && !isClosing(step)
  return digest !== undefined && isWhole && body.truncated && digest.startsWith('sha512:') ? [digest] : []
}

const isClosing = ({ session, source }: Step): boolean => session !== undefined && source?.step !== session

const isChunked = (step: Step, steps: readonly Step[]): boolean => {
  const { session, first } = step
  return (
    session !== undefined &&
    (first.request.method === 'PATCH' ||
      steps.some((each) => each.session === session && each.first.request.method === 'PATCH'))
  )
}

/** The chunks whose bytes a final PUT closes; undefined for any other request. */
function partsOf(step: Step, steps: readonly Step[]): Step[] | undefined {
  if (step.first.request.method !== 'PUT' || !isChunked(step, steps)) return undefined
  const sent = steps.filter(
    (each) =>
      each.session === step.session &&
      each.first.id <= step.first.id &&
      (each === step || each.first.request.method === 'PATCH') &&
      (each.first.request.body?.size ?? 0) > 0,
  )
  const accepted = sent.filter(
    (each) => each === step || (each.last.response !== undefined && each.last.response.status < 300),
  )
  return (
    [accepted, sent, ...prefixes(sent)].find((each) => isMadeOf(step, each)) ??
    // Where all bytes are known, the digest is that of something else.
    (hasBytes(sent) ? undefined : accepted)
  )
}

const prefixes = (steps: readonly Step[]): Step[][] => steps.map((_, at) => steps.slice(0, at + 1))

const hasBytes = (steps: readonly Step[]): boolean =>
  steps.every(({ first }) => first.request.body !== undefined && bytesOf(first.request.body) !== undefined)

function isMadeOf(step: Step, parts: readonly Step[]): boolean {
  const digest = claimedDigest(step) ?? ''
  const algorithm = digest.split(':', 1)[0] ?? ''
  if (!['sha256', 'sha512'].includes(algorithm) || !hasBytes(parts)) return false
  return (
    digestOf(algorithm, Buffer.concat(parts.flatMap(({ first }) => bytesOf(first.request.body!) ?? []))) ===
    digest
  )
}

function madeOf(step: Step, body: BodyRecord): Made {
  const { text, truncated, size } = body
  if (text !== undefined && !text.includes('\0')) {
    const isLong = text.length > longestText || truncated
    if (!isLong) return { by: 'text', text }
    if (/^\s*\{/.test(text) && (truncated || repeated.test(text))) return shortened(text, size)
    if (isManifest(step) && !truncated) return { by: 'text', text }
  }
  const bytes = isManifest(step) && size <= mostBytes ? bytesOf(body) : undefined
  return bytes ? { by: 'bytes', bytes } : { by: 'filling', ...formOf(body) }
}

/** Zeros at the end from this many on, after what makes the bytes those of one run. */
const [fewestZeros, unlike] = [16, 64]

/** What is known of the bytes, which may be their beginning alone. */
function formOf({ base64 = '' }: BodyRecord): { form?: 'gzip' | 'zeros' } {
  const bytes = Buffer.from(base64, 'base64')
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return { form: 'gzip' }
  const isZero = bytes.length >= unlike + fewestZeros && bytes.subarray(unlike).every((byte) => byte === 0)
  return isZero ? { form: 'zeros' } : {}
}

const repeated = /(.)\1{199,}/su

/** A long JSON document: its beginning, the character that it repeats, and what closes it. */
function shortened(text: string, size: number): Made {
  const run = repeated.exec(text)
  const start = run ? text.slice(0, run.index + 1) : text.slice(0, longestText)
  const rest = run ? text.slice(run.index + run[0].length) : ''
  const isWhole = Buffer.byteLength(text) === size
  return {
    by: 'cut text',
    text: start,
    filling: run?.[1] ?? ' ',
    end: isWhole && run ? rest : closing(start),
  }
}

/** What closes the strings, lists and objects that the beginning of a JSON document opens. */
function closing(text: string): string {
  const open: string[] = []
  let inString = false
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at]!
    if (inString) {
      if (character === '\\') at += 1
      else if (character === '"') inString = false
    } else if (character === '"') inString = true
    else if (character === '{') open.push('}')
    else if (character === '[') open.push(']')
    else if (character === '}' || character === ']') open.pop()
  }
  return `${inString ? '"' : ''}${open.toReversed().join('')}`
}
