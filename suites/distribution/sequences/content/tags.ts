import type { Random } from '../../../../src/content/random.ts'
import type { TagName, TagRecipe } from '../sequence.ts'

/** A tag has at most this many characters (distribution specification, Pulling manifests). */
const longest = 128

/**
 * The text of each tag, all within the grammar `[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}` and with digits that only this run
 * has. Throws RangeError where a recipe refers to a tag that is not there, or to itself.
 */
export function writeTags(
  recipes: Readonly<Record<TagName, TagRecipe>>,
  random: Random,
): ReadonlyMap<TagName, string> {
  const digits = new Map(Object.keys(recipes).map((name) => [name, random.hex(12)]))
  const write = (name: TagName, above: readonly TagName[]): string => {
    const recipe = recipes[name]
    const own = digits.get(name)
    if (!recipe || own === undefined || above.includes(name)) {
      throw new RangeError(`the sequence has no tag ${name} that does not depend on itself`)
    }
    if (recipe.form === 'extends') return extended(write(recipe.tag, [...above, name]))
    if (recipe.form === 'shortens') return write(recipe.tag, [...above, name]).slice(0, -1)
    if (recipe.form === 'other-case') return inOtherCase(write(recipe.tag, [...above, name]), own)
    return forms[recipe.form](own)
  }
  return new Map(Object.keys(recipes).map((name) => [name, write(name, [])]))
}

type OwnForm = Exclude<TagRecipe['form'], 'extends' | 'shortens' | 'other-case'>

const forms: Readonly<Record<OwnForm, (digits: string) => string>> = {
  plain: (digits) => `assay-${digits}`,
  longest: (digits) => `assay-${digits}-`.padEnd(longest, 'longest-'),
  'upper-case': (digits) => `ASSAY-${digits.toUpperCase()}`,
  digits: (digits) => String(Number.parseInt(digits, 16)).padStart(15, '0'),
  separators: (digits) => `a--.._${digits}._-.`,
  'underscore-first': (digits) => `_Assay--${digits}`,
}

/** Another tag with something behind it; where there is no room, the last character is another one. */
const extended = (tag: string): string =>
  tag.length < longest ? `${tag}.1`.slice(0, longest) : `${tag.slice(0, -1)}_`

/** The same letters in the other case; a tag that has no letters gets some in front. */
function inOtherCase(tag: string, digits: string): string {
  const lower = tag.toLowerCase()
  if (lower !== tag) return lower
  const upper = tag.toUpperCase()
  return upper === tag ? `a${digits}` : upper
}
