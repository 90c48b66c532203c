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
  const [line = ''] = message.split('\n', 1)
  const [, name] = line.split("unknown option '")
  if (name?.startsWith('--')) {
    const beginning = `${name.replaceAll("'", '')}-`
    return options.filter((each) => each.startsWith(beginning))
  }
  const [given, allowed] = line.split("' is invalid. Allowed choices are ")
  const typed = given?.split("' argument '").at(-1)
  return typed === undefined || allowed === undefined
    ? []
    : similarNames(typed, allowed.slice(0, -1).split(', '))
}
