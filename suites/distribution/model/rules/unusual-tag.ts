import type { RequirementId } from '../../requirements.ts'

const longest = 128

/**
 * The requirement that has an unusual tag accepted and served; undefined for a plain one. Sequences are reduced to plain tags where
 * the violation does not need another.
 */
export function requirementOfTag(tag: string): RequirementId | undefined {
  if (tag.length === longest) return 'push.tag.longest'
  return /[A-Z]|^_|^[0-9]+$|[._-]{2}|[._-]$/.test(tag) ? 'push.tag.characters' : undefined
}
