import { didYouMean, similarNames } from '../../results/text/similar.ts'

/**
 * A message about the command line with what may have been meant, where commander suggests nothing: the option of which one was the
 * beginning, and the value that another one is similar to.
 */
export function withSuggestion(message: string, options: readonly string[]): string {
  if (/did you mean/i.test(message)) return message
  const suggestion = didYouMean(meantBy(message, options))
  if (suggestion === undefined) return message
  const [first = '', ...others] = message.split('\n')
  return [first, `(${suggestion.replace(/^d/, 'D')})`, ...others].join('\n')
}

function meantBy(message: string, options: readonly string[]): string[] {
  const unknown = /unknown option '(?<name>--[a-z-]+)'/.exec(message)?.groups?.['name']
  if (unknown !== undefined) return options.filter((each) => each.startsWith(`${unknown}-`))
  const [, given, allowed] =
    /argument '(?<given>[^']*)' is invalid\. Allowed choices are (?<allowed>[^\n]*)\.$/m.exec(message) ?? []
  return given === undefined || allowed === undefined ? [] : similarNames(given, allowed.split(', '))
}
