import { headerValues, type BodyRecord, type ExchangeRecord } from '../exchange.ts'
import { comment, quote } from './shell.ts'

type RequestRecord = ExchangeRecord['request']

/** Bodies up to this size are part of the script; of text in bytes, of others in characters of base64. */
const inlined = 8 * 1024

/** Fields that curl writes by itself. */
const ownHeaders = new Set(['host', 'connection', 'content-length', 'authorization'])

const tokenGrammar = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/

/**
 * A field that curl sends as one line of a request. curl reads fields from a file where `@` begins one, and a line break
 * would end the request and begin another one: a stored result may have either.
 */
export const isField = ([name, value]: readonly [string, string]): boolean =>
  tokenGrammar.test(name) && !/[^\P{Cc}\t]/u.test(value)

/** The arguments that authenticate a request like that of the run; undefined where it was sent without. */
export function credentialArguments({ headers }: RequestRecord): string | undefined {
  const [authorization] = headerValues(headers, 'authorization')
  if (authorization === undefined) return undefined
  if (/^basic /i.test(authorization)) return '--user "$REGISTRY_USER:$REGISTRY_PASSWORD"'
  const scheme = /^[\w-]+(?= )/.exec(authorization)?.[0] ?? 'Bearer'
  return `--header "Authorization: ${scheme} $TOKEN"`
}

export function headerArguments({ headers, body }: RequestRecord): string[] {
  const sent = headers
    .filter(isField)
    .filter(([name]) => !ownHeaders.has(name.toLowerCase()))
    .map(([name, value]) => `--header ${quote(value === '' ? `${name};` : `${name}: ${value}`)}`)
  // Fields that curl would add by itself, and the run did not send.
  const added = ['User-Agent', 'Accept', ...(body === undefined ? [] : ['Content-Type'])]
    .filter((name) => headerValues(headers, name).length === 0)
    .map((name) => `--header '${name}:'`)
  return [...sent, ...added]
}

export function bodyArguments({ headers, body }: RequestRecord, isPiped: boolean): string[] {
  if (isPiped) return ['--data-binary @-']
  return body !== undefined || headerValues(headers, 'content-length').length > 0 ? [`--data ''`] : []
}

/** The command that writes a body to curl, with the lines that precede it. */
export function bodySource(body: BodyRecord | undefined): { lines: string[]; pipe: string } {
  if (body === undefined || body.size === 0) return { lines: [], pipe: '' }
  const { text, truncated } = body
  if (!truncated && text !== undefined && text.length <= inlined && !text.includes('\0'))
    return { lines: [], pipe: `printf '%s' ${quote(text)} | ` }
  const base64 = body.base64 ?? Buffer.from(text ?? '').toString('base64')
  if (!truncated && base64.length <= inlined)
    return { lines: [], pipe: `printf '%s' ${quote(base64)} | base64 -d | ` }
  return {
    lines: [
      comment(`The body of the run, ${body.size} bytes with ${body.sha256}, is too long for this script.`),
      comment(
        'As many zero bytes are sent in its place, so a digest of it does not match: put in a file of yours.',
      ),
    ],
    pipe: `head -c ${body.size} /dev/zero | `,
  }
}
