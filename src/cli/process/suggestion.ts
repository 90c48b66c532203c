import { didYouMean, similarNames } from '../../results/text/similar.ts'

/** Options as other tools name them. */
const elsewhere: ReadonlyMap<string, string> = new Map(
  Object.entries({
    '--reports': ['--out', '--output', '--output-dir', '--report', '--report-dir', '-o'],
    '--ca-file': ['--ca', '--cacert', '--ca-cert', '--cafile'],
    '--insecure-skip-verify': ['--skip-tls-verify', '--tls-skip-verify', '--tls-verify', '--insecure', '-k'],
    '--plain-http': ['--http', '--insecure-registry'],
    '--username': ['--user', '-u'],
    '--password-stdin': ['--password', '-p'],
    '--repository': ['--repo', '--namespace'],
    '--expectations': ['--baseline', '--known-failures', '--allow-failures'],
    '--spec': ['--spec-version'],
  }).flatMap(([own, others]) => others.map((other): [string, string] => [other, own])),
)

/**
 * A message about the command line with what may have been meant, where commander suggests nothing or what is only spelled alike: the
 * option that other tools name so, the option of which one was the beginning, and the value that another one is similar to.
 */
export function withSuggestion(printed: string, options: readonly string[]): string {
  const message = printed.replace("' is invalid. must ", "' is invalid: it must ")
  const typed = /unknown option '(?<name>[^'=]+)/.exec(message)?.groups?.['name'] ?? ''
  const own = elsewhere.get(typed)
  if (own !== undefined && options.includes(own)) {
    const rest = message.split('\n').filter((line) => !/^\(did you mean/i.test(line))
    return withLine(rest.join('\n'), `(Did you mean ${own}?)`)
  }
  if (/did you mean/i.test(message)) return message
  if (message.includes("too many arguments for 'run'")) return withLine(message, severalTargets)
  const suggestion = didYouMean(meantBy(message, options))
  if (suggestion === undefined) return message
  return withLine(message, `(${suggestion.replace(/^d/, 'D')})`)
}

const severalTargets = '(A run has one target. Several images: --images <file>, --all-tags or --catalog.)'

/** A message with another line behind its first one. */
function withLine(message: string, line: string): string {
  const [first = '', ...others] = message.split('\n')
  return [first, line, ...others].join('\n')
}

/** The value and the choices in what commander prints of a value of an option or an argument that is none of them. */
function invalidChoice(line: string): { typed: string; allowed: string[] } | undefined {
  const [before = '', after = ''] = line.split("' is invalid", 2)
  const [, allowed] = after.split('. Allowed choices are ', 2)
  if (allowed === undefined) return undefined
  return {
    typed: before.slice(before.lastIndexOf("'") + 1),
    allowed: allowed.replace(/\.$/, '').split(', '),
  }
}

function meantBy(message: string, options: readonly string[]): string[] {
  const [line = ''] = message.split('\n', 1)
  const [, name] = line.split("unknown option '")
  if (name?.startsWith('--')) {
    const beginning = `${name.replaceAll("'", '')}-`
    return options.filter((each) => each.startsWith(beginning))
  }
  const choice = invalidChoice(line)
  return choice ? similarNames(choice.typed, choice.allowed) : []
}
