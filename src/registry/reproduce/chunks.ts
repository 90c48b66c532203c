import { bytesOf, digestOf } from './bytes.ts'
import type { Step } from './step.ts'

/** The digest that the URL of a push has. */
export const claimedDigest = ({ first }: Step): string | undefined =>
  URL.canParse(first.request.url)
    ? (new URL(first.request.url).searchParams.get('digest') ?? undefined)
    : undefined

/** Whether a request is one of an upload that was sent in chunks. */
export const isChunked = (step: Step, steps: readonly Step[]): boolean => {
  const { session, first } = step
  return (
    session !== undefined &&
    (first.request.method === 'PATCH' ||
      steps.some((each) => each.session === session && each.first.request.method === 'PATCH'))
  )
}

/** The chunks whose bytes a final PUT closes; undefined for any other request. */
export function partsOf(step: Step, steps: readonly Step[]): Step[] | undefined {
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

/** The digests of what a final PUT closes: the one that it claims, and where all bytes are known the others. */
export function digestsOfWhole(step: Step, parts: readonly Step[]): string[] {
  const bytes = hasBytes(parts) ? joined(parts) : undefined
  const known = bytes ? ['sha256', 'sha512'].map((algorithm) => digestOf(algorithm, bytes)) : []
  return [...new Set([...known, claimedDigest(step)])].filter((digest) => digest !== undefined)
}

const prefixes = (steps: readonly Step[]): Step[][] => steps.map((_, at) => steps.slice(0, at + 1))

const hasBytes = (steps: readonly Step[]): boolean =>
  steps.every(({ first }) => first.request.body !== undefined && bytesOf(first.request.body) !== undefined)

function isMadeOf(step: Step, parts: readonly Step[]): boolean {
  const digest = claimedDigest(step) ?? ''
  const algorithm = digest.split(':', 1)[0] ?? ''
  if (!['sha256', 'sha512'].includes(algorithm) || !hasBytes(parts)) return false
  return digestOf(algorithm, joined(parts)) === digest
}

const joined = (parts: readonly Step[]): Buffer =>
  Buffer.concat(parts.flatMap(({ first }) => bytesOf(first.request.body!) ?? []))
