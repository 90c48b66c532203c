import picomatch from 'picomatch'
import { starMatcher } from './star.ts'

const mostCharacters = 200
/** Of patterns that have more than `*`: each multiplies the time that matching takes. */
const mostStars = 4

/** Whether a pattern is matched in negligible time: it may come from an untrusted file. */
export function isReasonableGlob(pattern: string): boolean {
  if (pattern.length > mostCharacters) return false
  if (/^[^?[\]{}()!+@|\\]*$/.test(pattern)) return true
  return !/[()+@|\\]/.test(pattern) && pattern.split('*').length - 1 <= mostStars
}

/** A matcher for a glob; one that is not reasonable matches nothing. */
export function globMatcher(pattern: string): (text: string) => boolean {
  if (!isReasonableGlob(pattern)) return () => false
  if (/[?[\]{}!]/.test(pattern)) {
    // Its second parameter makes it return an object, which would be truthy.
    const matches = picomatch(pattern)
    return (text) => matches(text)
  }
  return starMatcher(pattern)
}
