import type { ExchangeRecord } from '../exchange.ts'
import { mask } from '../redaction/mask.ts'
import { bodyArguments, bodySource, credentialArguments, headerArguments, isField } from './arguments.ts'
import { comment, quote, tokenFilter } from './shell.ts'

export interface StepOptions {
  /** The URL, as a word of the shell. */
  target: string
  /** Whether a later request is sent where the response to this one leads. */
  isFollowed: boolean
  insecure: boolean
  /** The origin that credentials may be sent to. */
  registry: string
}

/** The origin of an http or https URL; undefined for others. */
export const originOf = (url: string): string | undefined =>
  URL.canParse(url) && /^https?:/i.test(url) ? new URL(url).origin : undefined

/** Whether a request is one that can be sent: no other scheme, and nothing that would make two of it. */
const isSendable = ({ method, url }: ExchangeRecord['request']): boolean =>
  /^[A-Z]+$/i.test(method) && originOf(url) !== undefined && !/[\s\p{Cc}]/u.test(url)

/** Whether the response contains a token that later requests were sent with. */
export const hasToken = ({ response }: ExchangeRecord): boolean =>
  response?.status === 200 &&
  new RegExp(`"(?:access_)?token"\\s*:\\s*"${mask.replaceAll('*', '\\*')}"`).test(response.body.text ?? '')

/** The lines that repeat one request. */
export function step(record: ExchangeRecord, number: number, options: StepOptions): string[] {
  const { request } = record
  if (!isSendable(request))
    return [
      title(record, number),
      comment('It is not repeated: it is not a valid HTTP request.'),
      `url_${number}=''`,
    ]
  const { lines, pipe } = bodySource(request.body)
  const credentials = credentialArguments(request)
  const isWithheld = credentials !== undefined && originOf(request.url) !== options.registry
  const isDynamic = options.target.includes('location')
  const sent = isWithheld ? undefined : credentials
  const command = curl(record, number, pipe, isDynamic && sent !== undefined ? '"$@"' : sent, options)
  return [
    title(record, number),
    ...notes(record, isDynamic, isWithheld),
    ...lines,
    `url_${number}=${options.target}`,
    ...(isDynamic && sent !== undefined
      ? ['set --', `if at_registry "$url_${number}"; then set -- ${sent}; fi`]
      : []),
    ...(hasToken(record) ? [tokenFrom(command, isWithheld)] : [command, `printf '\\n'`]),
  ]
}

function title({ request, response, error }: ExchangeRecord, number: number): string {
  const outcome = response ? `was answered ${response.status}` : `failed: ${error?.code ?? 'no answer'}`
  return comment(`${number}. ${request.method} ${request.url} ${outcome}`)
}

function notes(record: ExchangeRecord, isDynamic: boolean, isWithheld: boolean): string[] {
  const { url, headers } = record.request
  const texts: string[] = []
  if (!headers.every(isField)) texts.push('Header fields that are not valid are left out.')
  if (url.includes(mask) && !isDynamic)
    texts.push(`${mask} in the URL replaces a secret that was masked: put it in.`)
  if (isWithheld) texts.push(withholding(url, hasToken(record)))
  return texts.map(comment)
}

const withholding = (url: string, hasToken: boolean): string =>
  `The run sent credentials to ${originOf(url) ?? 'another origin'}, which is not the registry: they are left out.${
    hasToken ? ' Set TOKEN to use a token of your own.' : ''
  }`

function curl(
  record: ExchangeRecord,
  number: number,
  pipe: string,
  credentials: string | undefined,
  { isFollowed, insecure }: StepOptions,
): string {
  const { request } = record
  const method = request.method === 'HEAD' ? '--head' : `--request ${quote(request.method)}`
  const options = `${insecure ? ' --insecure' : ''}${hasToken(record) ? '' : ' --include'}`
  const words = [
    `curl --proto '=http,https' --silent --show-error --globoff --path-as-is${options} ${method}`,
    ...(isFollowed ? [`--dump-header "$work/${number}"`] : []),
    ...headerArguments(request),
    ...(credentials === undefined ? [] : [credentials]),
    ...bodyArguments(request, pipe !== ''),
    `--url "$url_${number}"`,
  ]
  return `${pipe}${words.join(' \\\n  ')}`
}

const tokenFrom = (command: string, isWithheld: boolean): string =>
  isWithheld ? `TOKEN=\${TOKEN:-$(${command} | ${tokenFilter})}` : `TOKEN=$(${command} | ${tokenFilter})`
