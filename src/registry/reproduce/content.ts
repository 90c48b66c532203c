import type { BodyRecord } from '../record/exchange.ts'
import { bytesOf, digestOf } from './bytes.ts'
import { claimedDigest, digestsOfWhole, isChunked, partsOf } from './chunks.ts'
import { textOfCommon } from './common.ts'
import { madeOf, type Made } from './made.ts'
import { succeeded, type Step } from './step.ts'

/** Bytes that the script makes and sends; what it sends in the run's place has the same size. */
export interface Content {
  /** The variable of its digest, and the name of its file. */
  name: string
  size: number
  /** Digests that it had in the run. */
  digests: readonly string[]
  made: Made
}

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
    const claimed = claimOf(step, body)
    const digests = bytes
      ? [digestOf('sha256', bytes), digestOf('sha512', bytes), ...claimed]
      : [body.sha256, ...claimed]
    return add(kindOf(step), body.size, [...new Set(digests)], madeOf(body, isManifest(step)))
  }

  /** What was sent in chunks is made of them; where it was sent in other chunks before, these are cut from it. */
  const addWhole = (digests: readonly string[], parts: readonly Content[]): void => {
    const known = digests.map((digest) => byDigest.get(digest)).find((each) => each?.made.by === 'parts')
    if (known === undefined) {
      const size = parts.reduce((sum, part) => sum + part.size, 0)
      add('blob', size, digests, { by: 'parts', parts: parts.map(({ name }) => name) })
      return
    }
    const made = ingredientsOf(known, list)
    let from = 0
    for (const part of parts) {
      if (!made.has(part.name) && part.made.by !== 'cut') part.made = { by: 'cut', of: known.name, from }
      from += part.size
    }
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
      if (made.length > 1) addWhole(digestsOfWhole(step, parts), made)
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

/** What a content is made of. */
function ingredientsOf({ made }: Content, list: readonly Content[]): ReadonlySet<string> {
  if (made.by !== 'parts') return new Set()
  const own = list.filter(({ name }) => made.parts.includes(name))
  return new Set([...made.parts, ...own.flatMap((each) => [...ingredientsOf(each, list)])])
}

const isManifest = ({ first: { request } }: Step): boolean =>
  /\/manifests\/[^/]+$/.test(request.url.split('?', 1)[0] ?? '')

const kindOf = (step: Step): string =>
  isManifest(step) ? 'manifest' : step.first.request.method === 'PATCH' ? 'chunk' : 'blob'

/** The sha512 that a push claims for a body which was cut, so that it cannot be computed: where it was accepted it is right. */
function claimOf(step: Step, body: BodyRecord): string[] {
  if (!body.truncated) return []
  const isWhole = step.first.request.method !== 'PATCH' && !isClosing(step)
  const digest = isManifest(step) ? succeeded(step) && digestInPath(step) : isWhole && claimedDigest(step)
  return typeof digest === 'string' && digest.startsWith('sha512:') ? [digest] : []
}

/** The reference of a manifest. */
const digestInPath = ({ first: { request } }: Step): string | undefined =>
  /\/manifests\/(sha512(?::|%3[Aa])[0-9a-f]{128})$/
    .exec(request.url.split('?', 1)[0] ?? '')?.[1]
    ?.replace(/%3a/i, ':')

const isClosing = ({ session, source }: Step): boolean => session !== undefined && source?.step !== session
