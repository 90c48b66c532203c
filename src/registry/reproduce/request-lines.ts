import { headerValues, type ExchangeRecord } from '../record/exchange.ts'
import type { Contents } from './content.ts'
import { withVariable, type Names } from './names.ts'
import { isUnrelated } from './refusals.ts'
import { comment, word, type Template } from './shell.ts'
import { isChange, succeeded, type Step } from './step.ts'

interface Requests {
  contents: Contents
  names: Names
  numbers: ReadonlyMap<Step, number>
  /** What is compared, with those that wanted the same at once. */
  rivals: readonly Step[]
  /** Exchanges whose responses are compared. */
  compared: ReadonlySet<number>
  /** The finding is about a Location: what is requested at one is requested for its sake. */
  isAboutLocation: boolean
  /** Statuses that conditions name. */
  statuses: readonly string[]
  /** What is done where requests are refused, and the script does not end. */
  orElse: string
  end?: End | undefined
}

/** A list whose last one a request names. */
export interface End {
  step: Step
  /** It was this one in the run. */
  last: string
  /** How it is found in the script: the function that reads a list, and the number of its first page. */
  of: string
  list: number
}

/** The variable of the last one of a list. */
const ofLast = 'last'

/** Names in which the last one of a list is what the script has found. */
export const namesWithEnd = (names: Names, end: End | undefined): Names =>
  end ? withVariable(names, end.last, ofLast) : names

/** The lines that send the requests, in order; what was sent at once is sent at once. */
export function requestLines(groups: readonly (readonly Step[])[], requests: Requests): string[] {
  return groups.flatMap((group) => {
    const lines = group.map((step) => ({ step, line: lineOf(step, group, requests) }))
    const { end } = requests
    const found = end && group.includes(end.step) ? [`${ofLast}=$(last_of ${end.of} ${end.list})`] : []
    const sent =
      group.length === 1
        ? lines.map(({ line }) => line)
        : [comment('These are sent at once.'), ...lines.map(({ line }) => `beside ${line}`), 'wait']
    const checked = group.flatMap((step) => checkOf(step, requests))
    return [...found, ...sent, ...checked]
  })
}

/**
 * What is compared, and what failed in the run, may fail, if not for want of access. Where the run got such a response, or has to,
 * that is what is compared.
 */
function checkOf(step: Step, { rivals, compared, statuses, numbers, orElse }: Requests): string[] {
  const number = numbers.get(step)
  const status = step.last.response?.status
  const isCompared = rivals.includes(step) || compared.has(step.id) || compared.has(step.first.id)
  if (!isCompared && isChange(step) && succeeded(step)) return [`needs ${number}${orElse}`]
  if (!isCompared && !isChange(step)) return []
  if (isUnrelated(status) || statuses.some((each) => isUnrelated(Number(each)))) return []
  // A repository in which nothing is stored may be unknown to who reads there what was not to be stored.
  const mayBeUnknown =
    status === 404 || statuses.some((each) => each === '404' || (!isChange(step) && each.startsWith('4')))
  return [`evaluable ${number}${mayBeUnknown ? '' : ' 404'}${orElse}`]
}

/** Fields that curl or the script writes. */
const ownHeaders = new Set(['host', 'connection', 'content-length', 'authorization', 'user-agent'])

const tokenGrammar = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/

/**
 * A field that curl sends as one line of a request. curl reads fields from a file where \`@\` begins one, and a line break
 * would end the request and begin another one: a stored result may have either.
 */
const isField = ([name, value]: readonly [string, string]): boolean =>
  tokenGrammar.test(name) && !/[^\P{Cc}\t]/u.test(value)

/** Whether a request is one that can be sent: no other scheme, and nothing that would make two of it. */
const isSendable = ({ method, url }: ExchangeRecord['request']): boolean =>
  /^[A-Z]+$/i.test(method) && URL.canParse(url) && /^https?:/i.test(url) && !/[\s\p{Cc}]/u.test(url)

function lineOf(step: Step, group: readonly Step[], requests: Requests): string {
  const { contents, names: all, numbers, compared, end } = requests
  const names = end?.step === step ? namesWithEnd(all, end) : all
  const { request } = step.first
  const number = numbers.get(step) ?? 0
  if (!isSendable(request)) return comment(`${number} is not sent: it is not a valid HTTP request.`)
  // What is compared may be the redirect itself.
  const follows = step.redirected && (compared.has(step.id) || !compared.has(step.first.id))
  const words = [
    `send ${number} ${request.method} ${urlOf(step, group, { ...requests, names })}`,
    ...(follows ? ['--location'] : []),
    ...headerWords(request, names),
    ...bodyWords(request, contents),
  ]
  return words.join(' ')
}

/**
 * The URL of a session is the Location that the script receives, and that of a page the Link. Stored content is requested by its own
 * URL: a test that looks in another repository requests what a wrong Location names too.
 */
function urlOf(
  step: Step,
  group: readonly Step[],
  { names, numbers, compared, isAboutLocation }: Requests,
): string {
  const { source, session, first } = step
  // What is sent at once leads nowhere yet.
  const from = source && !group.includes(source.step) ? numbers.get(source.step) : undefined
  const isCompared = compared.has(step.id) || compared.has(first.id)
  const isFlowing = session !== undefined || source?.by === 'next' || (isCompared && isAboutLocation)
  if (source === undefined || from === undefined || !isFlowing) return word(names.template(first.request.url))
  if (source.by === 'next') return `"$(next_page ${from})"`
  const added = source.added.replace(/^[?&]/, '')
  return `"$(location ${from}${added === '' ? '' : ` ${word(names.template(added))}`})"`
}

function headerWords({ headers }: ExchangeRecord['request'], names: Names): string[] {
  return headers
    .filter(isField)
    .filter(([name]) => !ownHeaders.has(name.toLowerCase()))
    .filter(([name, value]) => !(name.toLowerCase() === 'accept-encoding' && value === 'identity'))
    .map(([name, value]): Template => [name, ...(value === '' ? [';'] : [': ', ...names.template(value)])])
    .map((template) => `--header ${word(template)}`)
    .concat(decodes(headers) ? ['--compressed'] : [])
}

/** What comes encoded to a client that accepts that is compared as the client has it. */
const decodes = (headers: ExchangeRecord['request']['headers']): boolean =>
  headerValues(headers, 'accept-encoding').some((value) => value.includes('gzip'))

/** Above this many bytes curl is to read the body while it sends it. */
const streamed = 1024 ** 2

function bodyWords({ headers, body }: ExchangeRecord['request'], contents: Contents): string[] {
  const content = contents.ofBody(body)
  if (content)
    return [
      `${content.size > streamed ? '--upload-file' : '--data-binary'} "${content.size > streamed ? '' : '@'}$work/${content.name}"`,
    ]
  return body !== undefined || headerValues(headers, 'content-length').length > 0 ? ["--data ''"] : []
}
