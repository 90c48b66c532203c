import { manifestTypes } from '../../../src/content/media-types.ts'
import type { AcceptForm, Condition, RangeForm } from './sequence.ts'

/** The header fields by which the steps of sequences vary what they request. */

const isDocker = (type: string): boolean => type.includes('.docker.')
const dockerFirst = manifestTypes.toSorted((one, other) => Number(isDocker(other)) - Number(isDocker(one)))

/** `stored` is the type of what is requested; where that is not known, all common types are named instead. */
export function acceptHeaders(form: AcceptForm, stored: string | undefined): [string, string][] {
  switch (form) {
    case 'absent':
      return []
    case 'any':
      return [['Accept', '*/*']]
    case 'weighted':
      return [['Accept', manifestTypes.map((type, at) => `${type};q=0.${9 - at}`).join(', ')]]
    case 'lines':
      // As Docker's clients and containerd do, with the types that they had first in front.
      return dockerFirst.map((type) => ['Accept', type])
    default:
      return [['Accept', form === 'exact' && stored !== undefined ? stored : manifestTypes.join(', ')]]
  }
}

/** An entity tag as registries make it of a digest (RFC 9110, section 8.8.3). `digest` is that of what is stored, where known. */
export function conditionHeaders(
  condition: Condition | undefined,
  digest: string | undefined,
): [string, string][] {
  if (condition === undefined || digest === undefined) return []
  const [field, which] = condition.startsWith('none-match')
    ? ['If-None-Match', condition.slice('none-match-'.length)]
    : ['If-Match', condition.slice('match-'.length)]
  const tag = which === 'same' ? digest : `sha256:${'0'.repeat(64)}`
  return [[field, `"${tag}"`]]
}

/** A Range of a blob of this size; undefined where it has no such part. */
export function rangeHeader(form: RangeForm, size: number): string | undefined {
  if (size === 0) return undefined
  const middle = Math.floor(size / 2)
  switch (form) {
    case 'first':
      return 'bytes=0-0'
    case 'middle':
      return `bytes=${Math.floor(middle / 2)}-${middle}`
    case 'last-byte':
      return `bytes=${size - 1}-${size - 1}`
    case 'open-ended':
      return `bytes=${middle}-`
    case 'suffix':
      return `bytes=-${Math.max(1, Math.floor(size / 3))}`
    case 'whole':
      return `bytes=0-${size - 1}`
    case 'past-end':
      return `bytes=${middle}-${size + 1000}`
    case 'long-suffix':
      return `bytes=-${size + 1000}`
    default:
      return `bytes=${size}-`
  }
}
