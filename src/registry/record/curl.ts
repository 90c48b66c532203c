import { headerValues, type BodyRecord, type ExchangeRecord } from './exchange.ts'
import { mask } from './redaction/redactor.ts'

export interface CurlOptions {
  /** The run did not verify certificates. */
  insecure?: boolean
  /** The URL of the registry, whose origin alone gets credentials. By default it is that of the first exchange. */
  target?: string | undefined
}

/** Bodies up to this size stand in the script; of text in bytes, of others in characters of base64. */
const inlined = 8 * 1024

/** What curl writes by itself. */
const ownHeaders = new Set(['host', 'connection', 'content-length', 'authorization'])

/** One word for a POSIX shell, whatever is in it. */
export const quote = (text: string): string =>
  /^[A-Za-z0-9_./:=@%+,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`

const originOf = (url: string): string | undefined =>
  URL.canParse(url) && /^https?:/i.test(url) ? new URL(url).origin : undefined

const tokenGrammar = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/

/**
 * A field that curl sends as one line of a request. curl reads fields from a file where `@` begins one, and a line break
 * would end the request and begin another one: a stored result may have either.
 */
const isField = ([name, value]: readonly [string, string]): boolean =>
  tokenGrammar.test(name) && !/[^\P{Cc}\t]/u.test(value)

/** Whether a request is one that can be sent: no other scheme, and nothing that would make two of it. */
const isSendable = ({ method, url }: ExchangeRecord['request']): boolean =>
  /^[A-Z]+$/i.test(method) && originOf(url) !== undefined && !/[\s\p{Cc}]/u.test(url)

/** Since a registry chooses where an answer leads, a script finds out only when it runs where credentials would go. */
const registryFunction = (registry: string) => `# Credentials are sent to this origin only.
registry=${quote(registry)}
at_registry() {
  case $1 in "$registry" | "$registry"/* | "$registry"\\?*) return 0 ;; *) return 1 ;; esac
}`

/** A line that cannot end before its end. */
const comment = (text: string): string => `# ${text.replace(/[^\x20-\x7e]/g, '?')}`

const locationFunction = `# Prints where the answer with the header fields in $1 leads, which was given at the URL $2.
location() {
  to=$(sed -n 's/^[Ll][Oo][Cc][Aa][Tt][Ii][Oo][Nn]:[[:blank:]]*//p' "$1" | tr -d '\\r' | tail -n 1)
  from=\${2%%\\?*}
  case $to in
    *://*) printf '%s' "$to" ;;
    //*) printf '%s:%s' "\${from%%:*}" "$to" ;;
    /*) printf '%s%s' "$(printf '%s' "$from" | sed 's|^\\([^:]*://[^/]*\\).*|\\1|')" "$to" ;;
    *) printf '%s/%s' "\${from%/*}" "$to" ;;
  esac
}`

/** Where an answer leads, as far as only the registry can know it: upload sessions and redirects. */
function leadsTo({ request, response }: ExchangeRecord): string | undefined {
  if (!response || (response.status !== 202 && (response.status < 300 || response.status > 399)))
    return undefined
  const [location] = headerValues(response.headers, 'location')
  if (location === undefined || !URL.canParse(location, request.url)) return undefined
  return new URL(location, request.url).href
}

/** What a request added to a Location, such as `&digest=…`; undefined where it went elsewhere. */
function addition(url: string, location: string): string | undefined {
  if (url.startsWith(location) && /^(?:$|[?&])/.test(url.slice(location.length)))
    return url.slice(location.length)
  if (!URL.canParse(url)) return undefined
  const [to, from] = [new URL(url), new URL(location)]
  if (to.origin !== from.origin || to.pathname !== from.pathname) return undefined
  const known = [...from.searchParams]
  const added = [...to.searchParams].filter(
    ([name, value]) => !known.some(([known, old]) => known === name && old === value),
  )
  if (added.length + known.length !== [...to.searchParams].length) return undefined
  if (added.length === 0) return ''
  return `${from.search === '' ? '?' : '&'}${new URLSearchParams(added).toString()}`
}

/** The latest earlier answer that led to this request, with what the request added. */
function origin(
  records: readonly ExchangeRecord[],
  index: number,
): { from: number; added: string } | undefined {
  for (let from = index - 1; from >= 0; from -= 1) {
    const location = leadsTo(records[from]!)
    if (location === undefined) continue
    const added = addition(records[index]!.request.url, location)
    if (added !== undefined) return { from, added }
  }
  return undefined
}

function bodySource(body: BodyRecord): { lines: string[]; pipe: string } {
  if (body.size === 0) return { lines: [], pipe: '' }
  if (
    !body.truncated &&
    body.text !== undefined &&
    body.text.length <= inlined &&
    !body.text.includes('\0')
  ) {
    return { lines: [], pipe: `printf '%s' ${quote(body.text)} | ` }
  }
  const base64 = body.base64 ?? Buffer.from(body.text ?? '').toString('base64')
  if (!body.truncated && base64.length <= inlined) {
    return { lines: [], pipe: `printf '%s' ${quote(base64)} | base64 -d | ` }
  }
  return {
    lines: [
      comment(`The body of the run, ${body.size} bytes with ${body.sha256}, is too long to stand here.`),
      comment(
        'As many zero bytes are sent in its place, so a digest of it does not match: put in a file of yours.',
      ),
    ],
    pipe: `head -c ${body.size} /dev/zero | `,
  }
}

/** The arguments that authenticate a request like that of the run; undefined where it was sent without. */
function credentialArguments({ request }: ExchangeRecord): string | undefined {
  const [authorization] = headerValues(request.headers, 'authorization')
  if (authorization === undefined) return undefined
  if (/^basic /i.test(authorization)) return '--user "$REGISTRY_USER:$REGISTRY_PASSWORD"'
  const scheme = /^[\w-]+(?= )/.exec(authorization)?.[0] ?? 'Bearer'
  return `--header "Authorization: ${scheme} $TOKEN"`
}

function headerArguments({ request }: ExchangeRecord): string[] {
  const given: string[] = []
  for (const [name, value] of request.headers.filter(isField)) {
    if (ownHeaders.has(name.toLowerCase())) continue
    given.push(`--header ${quote(value === '' ? `${name};` : `${name}: ${value}`)}`)
  }
  // What curl would add by itself, and the run did not send.
  const own = ['User-Agent', 'Accept', ...(request.body === undefined ? [] : ['Content-Type'])]
  for (const name of own) {
    if (headerValues(request.headers, name).length === 0) given.push(`--header '${name}:'`)
  }
  return given
}

/** Whether the answer holds a token that later requests were sent with. */
const givesToken = ({ response }: ExchangeRecord): boolean =>
  response?.status === 200 &&
  new RegExp(`"(?:access_)?token"\\s*:\\s*"${mask.replaceAll('*', '\\*')}"`).test(response.body.text ?? '')

const tokenFilter = `sed -n 's/.*"\\(access_\\)\\{0,1\\}token" *: *"\\([^"]*\\)".*/\\2/p'`

function bodyArguments({ request }: ExchangeRecord, piped: boolean): string[] {
  if (piped) return ['--data-binary @-']
  return request.body !== undefined || headerValues(request.headers, 'content-length').length > 0
    ? [`--data ''`]
    : []
}

interface StepOptions {
  /** The URL, as a word of the shell. */
  target: string
  /** Whether a later request goes where the answer to this one leads. */
  dumps: boolean
  insecure: boolean
  /** Where credentials may be sent. */
  registry: string
}

function step(
  records: readonly ExchangeRecord[],
  index: number,
  { target, dumps, insecure, registry }: StepOptions,
): string[] {
  const record = records[index]!
  const { request, response, error } = record
  const outcome = response ? `was answered ${response.status}` : `failed: ${error?.code ?? 'no answer'}`
  const title = comment(`${index + 1}. ${request.method} ${request.url} ${outcome}`)
  if (!isSendable(request))
    return [title, comment('It is not repeated: it is no request by HTTP.'), `url_${index + 1}=''`]
  const { lines, pipe } = request.body ? bodySource(request.body) : { lines: [], pipe: '' }
  const gives = givesToken(record)
  const method = request.method === 'HEAD' ? '--head' : `--request ${quote(request.method)}`
  const credentials = credentialArguments(record)
  const isAtRegistry = originOf(request.url) === registry
  const withheld = credentials !== undefined && !isAtRegistry
  const dynamic = target.includes('location')
  const words = [
    `curl --proto '=http,https' --silent --show-error --globoff --path-as-is${insecure ? ' --insecure' : ''}${gives ? '' : ' --include'} ${method}`,
    ...(dumps ? [`--dump-header "$work/${index + 1}"`] : []),
    ...headerArguments(record),
    ...(credentials === undefined || withheld ? [] : [dynamic ? '"$@"' : credentials]),
    ...bodyArguments(record, pipe !== ''),
    `--url "$url_${index + 1}"`,
  ]
  const command = `${pipe}${words.join(' \\\n  ')}`
  const masked = request.url.includes(mask) && !dynamic
  const checked =
    credentials === undefined || withheld || !dynamic
      ? []
      : ['set --', `if at_registry "$url_${index + 1}"; then set -- ${credentials}; fi`]
  return [
    title,
    ...(request.headers.every(isField) ? [] : [comment('Header fields that are not valid are left out.')]),
    ...(masked ? [comment(`${mask} in the URL stands for a secret that was masked: put it in.`)] : []),
    ...(withheld ? [comment(withholding(request.url, gives))] : []),
    ...lines,
    `url_${index + 1}=${target}`,
    ...checked,
    gives
      ? `TOKEN=${withheld ? '${TOKEN:-' : ''}$(${command} | ${tokenFilter})${withheld ? '}' : ''}`
      : command,
    ...(gives ? [] : [`printf '\\n'`]),
  ]
}

const withholding = (url: string, gives: boolean): string =>
  `The run sent credentials to ${originOf(url) ?? 'another origin'}, which is not the registry: they are left out.${
    gives ? ' Set TOKEN to use a token of your own.' : ''
  }`

/**
 * A script for a POSIX shell that repeats exchanges by hand, in their order. Locations of uploads
 * and redirects are carried from answer to request, since a registry makes them anew each time;
 * credentials are taken from the environment, and sent to the registry alone. Everything from the target is quoted.
 */
export function curlOf(records: readonly ExchangeRecord[], options: CurlOptions = {}): string {
  const origins = records.map((_, index) => origin(records, index))
  const dumped = new Set(origins.flatMap((each) => (each ? [each.from] : [])))
  const registry = originOf(options.target ?? '') ?? originOf(records[0]?.request.url ?? '') ?? ''
  const trusted = records.filter(({ request }) => originOf(request.url) === registry)
  const authorizations = trusted.flatMap(({ request }) => headerValues(request.headers, 'authorization'))
  const users = authorizations.some((value) => /^basic /i.test(value))
  const bearer = authorizations.some((value) => !/^basic /i.test(value))
  const first = records.findIndex(givesToken)
  const lines = ['#!/bin/sh', 'set -u']
  if (users) {
    lines.push(comment('Set REGISTRY_USER and REGISTRY_PASSWORD before.'))
    lines.push(': "${REGISTRY_USER:?}" "${REGISTRY_PASSWORD:?}"')
  }
  if (bearer && first < 0) {
    lines.push(comment('Set TOKEN before, to a token of the registry for the repositories below.'))
    lines.push(': "${TOKEN:?}"')
  }
  if (dumped.size > 0) {
    lines.push('work=$(mktemp -d) || exit', `trap 'rm -rf "$work"' EXIT`, '', locationFunction)
    if (authorizations.length > 0) lines.push('', registryFunction(registry))
  }
  for (const [index, record] of records.entries()) {
    const from = origins[index]
    const target = from
      ? `$(location "$work/${from.from + 1}" "$url_${from.from + 1}")${from.added === '' ? '' : quote(from.added)}`
      : quote(record.request.url)
    const dumps = dumped.has(index)
    lines.push('', ...step(records, index, { target, dumps, insecure: options.insecure === true, registry }))
  }
  return `${lines.join('\n')}\n`
}
