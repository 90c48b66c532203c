import * as fc from 'fast-check'

/** A text of this many letters of an alphabet. */
export const letters = (alphabet: string, minLength: number, maxLength: number): fc.Arbitrary<string> =>
  fc.array(fc.constantFrom(...alphabet.split('')), { minLength, maxLength }).map((chars) => chars.join(''))

/** Runs of letters with a separator between each two of them. */
export const runs = (alphabet: string, separators: readonly string[]): fc.Arbitrary<string> =>
  fc
    .array(fc.tuple(letters(alphabet, 1, 6), fc.constantFrom(...separators)), { minLength: 1, maxLength: 4 })
    .map((parts) => parts.map(([run], at) => (at === 0 ? run : `${parts[at - 1]?.[1]}${run}`)).join(''))

/** Puts one of these characters somewhere into a text. */
export const spoiled = (characters: string): fc.Arbitrary<(text: string) => string> =>
  fc.tuple(fc.constantFrom(...characters.split('')), fc.nat()).map(([character, place]) => (text: string) => {
    const at = place % (text.length + 1)
    return `${text.slice(0, at)}${character}${text.slice(at)}`
  })
