import { posix, win32 } from 'node:path'
import { placeholders, type Placeholder } from './operations.ts'

/** A word of a command line, before its placeholders are filled in. */
type Word = string

/** A mistake in a command line; its message is for the person who wrote it. */
export class CommandLineError extends Error {}

/**
 * Divides a command line into words, as a POSIX shell does with quotes and backslashes and nothing else: no variables, no globs, no
 * pipes. Within {…} nothing is divided. On Windows a backslash is part of a path. Throws CommandLineError.
 */
export function wordsOf(line: string, platform: NodeJS.Platform = process.platform): Word[] {
  const words: Word[] = []
  /** Undefined between words: an empty word is one that has been quoted. */
  let word: Word | undefined
  let quote = ''
  for (let at = 0; at < line.length; at += 1) {
    const character = line[at] ?? ''
    const next = line[at + 1]
    if (next !== undefined && isEscape(character, quote, platform)) {
      at += 1
      word = `${word ?? ''}${escaped(next, quote)}`
    } else if (isQuote(character) && (quote === '' || quote === character)) {
      quote = quote === '' ? character : ''
      word ??= ''
    } else if (quote !== '' || !/\s/.test(character)) word = `${word ?? ''}${character}`
    else {
      if (word !== undefined) words.push(word)
      word = undefined
    }
  }
  if (quote !== '') throw new CommandLineError(`the command line ${JSON.stringify(line)} has an open quote`)
  if (word !== undefined) words.push(word)
  if (words.length === 0) throw new CommandLineError('the command line is empty')
  return words
}

/**
 * The same words with the path of the program made absolute: commands have working folders of their own, and people write paths from
 * where they are.
 */
export function withProgram(
  [program = '', ...rest]: readonly Word[],
  platform: NodeJS.Platform = process.platform,
): Word[] {
  const path = platform === 'win32' ? win32 : posix
  const isRelative =
    (platform === 'win32' ? /[\\/]/ : /\//).test(program) &&
    !program.startsWith('{') &&
    !path.isAbsolute(program)
  return [isRelative ? path.resolve(program) : program, ...rest]
}

/** On Windows a backslash is part of a path; between single quotes it is itself. */
const isEscape = (character: string, quote: string, platform: NodeJS.Platform): boolean =>
  platform !== 'win32' && character === '\\' && quote !== "'"

const isQuote = (character: string): boolean => character === '"' || character === "'"

/** What a backslash and a character mean: between double quotes a backslash is one, except before what it can escape there. */
const escaped = (character: string, quote: string): string =>
  quote === '"' && !'"\\$`'.includes(character) ? `\\${character}` : character

const reference = /\{(?<name>[a-z0-9]+)\}/g

/** Throws CommandLineError where words refer to something that does not exist. */
export function checkPlaceholders(words: readonly Word[]): void {
  for (const word of words)
    for (const { groups } of word.matchAll(reference)) {
      const name = groups?.['name'] ?? ''
      if (!Object.hasOwn(placeholders, name))
        throw new CommandLineError(
          `{${name}} is not a placeholder: use ${Object.keys(placeholders)
            .map((each) => `{${each}}`)
            .join(' ')}`,
        )
    }
}

/** Values of placeholders; a list is several words, or none, and takes the place of a word that is only its placeholder. */
export type Values = Readonly<Partial<Record<Placeholder, string | readonly string[]>>>

/** Fills in the placeholders of each word; what a value contains is never divided again. */
export const fill = (words: readonly Word[], values: Values): string[] =>
  words.flatMap((word) => {
    const name = /^\{([a-z0-9]+)\}$/.exec(word)?.[1] as Placeholder | undefined
    const whole = name && values[name]
    if (typeof whole === 'object') return whole.flatMap((each) => fill([each], values))
    return [
      word.replaceAll(reference, (match, key: Placeholder) => {
        const value = values[key]
        return typeof value === 'object' ? value.join(' ') : (value ?? match)
      }),
    ]
  })

/** A command as it can be pasted into a POSIX shell. */
export const shown = (command: readonly string[]): string =>
  command
    .map((word) => (/^[\w@%+=:,./~-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`))
    .join(' ')
