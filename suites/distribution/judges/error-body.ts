import { violated, holds, warning, type Judge, type Judgement } from '../../../src/engine/judgement.ts'
import type { SpecVersion } from '../../../src/engine/requirement.ts'
import { header, type Exchange } from '../../../src/registry/record/exchange.ts'
import { startOf } from './received.ts'
import { answerOf, jsonOf } from './response.ts'
import { anyOf, headerIs, textLacks, textMatches } from '../../../src/registry/reproduce/condition.ts'
import type { Condition } from '../../../src/registry/reproduce/condition-kinds.ts'

/** The closed list of codes (Error Codes); TOOMANYREQUESTS and the others are the same since 1.0. */
export const listedCodes = [
  'BLOB_UNKNOWN',
  'BLOB_UPLOAD_INVALID',
  'BLOB_UPLOAD_UNKNOWN',
  'DIGEST_INVALID',
  'MANIFEST_BLOB_UNKNOWN',
  'MANIFEST_INVALID',
  'MANIFEST_UNKNOWN',
  'NAME_INVALID',
  'NAME_UNKNOWN',
  'SIZE_INVALID',
  'UNAUTHORIZED',
  'DENIED',
  'UNSUPPORTED',
  'TOOMANYREQUESTS',
] as const

/** Codes that a text foresees outside of the list: Docker's schema1, and the extensions' page. */
const foreseenCodes = ['TAG_INVALID', 'MANIFEST_UNVERIFIED', 'EXTENSION_UNKNOWN']

/** A body under a type of JSON is JSON: it begins as an object or a list does. */
const jsonWhereLabelled = anyOf(
  [headerIs('Content-Type', { matches: '[/+]json', not: true, optional: true })],
  [textMatches('^[{[].*[]}]$')],
)

const listOfErrors = textMatches('"errors":\\[\\{.*\\}\\]')

/** No error lacks what the expression matches: what is left of the list without it has no error. */
const eachErrorHas = (expression: string): Condition => textMatches(`"errors":\\[\\{([^{}]*)${expression}`)

const onlyCodes = (codes: readonly string[]): Condition =>
  textMatches(`^[^:]*:\\[(\\{[^{]*"code":"(${codes.join('|')})"[^{]*(\\{.*\\})?[^{]*\\},?)*\\]`)

/** True for a 4xx answer that may have a body, and whose body was not cut. */
const isWholeError = (exchange: Exchange): boolean => {
  const { status, body } = answerOf(exchange)
  return status >= 400 && status <= 499 && exchange.request.method !== 'HEAD' && !body.truncated
}

const isLabelledJson = (exchange: Exchange): boolean =>
  /[/+]json\b/i.test(header(answerOf(exchange).headers, 'content-type') ?? '')

/**
 * True for a 4xx answer with a JSON body. A number or a word may be JSON by chance, so it counts only
 * where the answer is labelled as JSON.
 */
export function hasJsonError(exchange: Exchange): boolean {
  if (!isWholeError(exchange)) return false
  const document = jsonOf(exchange)
  return isObject(document) || (document !== undefined && isLabelledJson(exchange))
}

/** A 4xx answer labels its body as JSON exactly where it is. */
export const isLabelledRightly: Judge<Exchange> = (exchange) => {
  if (!isWholeError(exchange)) return holds()
  const { headers, body } = answerOf(exchange)
  const type = header(headers, 'content-type') ?? 'no Content-Type'
  if (hasJsonError(exchange)) {
    return isLabelledJson(exchange)
      ? holds()
      : violated(
          'returned a JSON error under another type',
          'Content-Type: application/json',
          type,
          headerIs('Content-Type', { matches: '[/+]json' }),
        )
  }
  if (!isLabelledJson(exchange)) return holds()
  return body.size === 0
    ? violated(
        'labeled an empty error body as JSON',
        ['a JSON body', 'no JSON type'],
        `${type}, 0 bytes`,
        jsonWhereLabelled,
      )
    : violated(
        'labeled an error body as JSON that is not JSON',
        ['a JSON body', 'another type'],
        type,
        jsonWhereLabelled,
      )
}

/** The errors of a body in the specified format; undefined for any other body. */
export function errorsOf(exchange: Exchange): { code?: unknown; message?: unknown }[] | undefined {
  const { errors } = (jsonOf(exchange) ?? {}) as { errors?: unknown }
  if (!Array.isArray(errors)) return undefined
  return errors.every(isObject) ? errors : undefined
}

const isObject = (each: unknown): each is object => typeof each === 'object' && each !== null

export const codesOf = (exchange: Exchange): string[] =>
  (errorsOf(exchange) ?? []).flatMap(({ code }) => (typeof code === 'string' ? [code] : []))

/** A JSON body of an error is an object with a list of errors. */
export const hasErrorFormat: Judge<Exchange> = (exchange) => {
  const errors = errorsOf(exchange)
  if (errors && errors.length > 0) return holds()
  const text = startOf(answerOf(exchange).body, 300)
  return violated(
    'returned an error as JSON of another form',
    '{"errors": [{"code": "…", …}]}',
    text,
    listOfErrors,
  )
}

const wellFormed = /^[A-Z_]+$/

/** Each error has a code. */
export const hasCodes: Judge<Exchange> = (exchange) =>
  firstViolation(exchange, (error) =>
    typeof error.code === 'string' && error.code !== ''
      ? holds()
      : violated(
          'returned an error without a code',
          '"code": "…"',
          JSON.stringify(error),
          eachErrorHas('"code":"[^"]'),
        ),
  )

/** Each code is made of upper-case letters and underscores. */
export const hasWellFormedCodes: Judge<Exchange> = (exchange) =>
  firstViolation(exchange, ({ code }) =>
    typeof code !== 'string' || code === '' || wellFormed.test(code)
      ? holds()
      : violated(
          `returned the error code ${code}`,
          'a code of uppercase letters and underscores',
          `"code": ${JSON.stringify(code)}`,
          textLacks('"code":"[^"]*[^A-Z_"]'),
        ),
  )

/** Each code that is well-formed is one of the closed list; those that another text foresees warn. */
export const hasListedCodes: Judge<Exchange> = (exchange) =>
  firstViolation(exchange, ({ code }) => {
    if (typeof code !== 'string' || !wellFormed.test(code)) return holds()
    if ((listedCodes as readonly string[]).includes(code)) return holds()
    const judgement = violated(
      `returned the error code ${code}, which is not listed`,
      [...listedCodes],
      code,
      onlyCodes(listedCodes),
    )
    return foreseenCodes.includes(code) ? warning(judgement) : judgement
  })

/** Where there is a message, it is a string. */
export const hasReadableMessages: Judge<Exchange> = (exchange) =>
  firstViolation(exchange, ({ message }) =>
    message === undefined || typeof message === 'string'
      ? holds()
      : violated(
          'returned an error message that is not a string',
          'a string',
          JSON.stringify(message),
          textLacks('"message":[^"]'),
        ),
  )

/** A JSON error names one of these codes; where another listed one is sent it warns at most. */
export const namesCode =
  (...codes: readonly string[]): Judge<Exchange> =>
  (exchange) => {
    if (!hasJsonError(exchange)) return holds()
    const found = codesOf(exchange)
    if (found.some((code) => codes.includes(code))) return holds()
    const received = found.length > 0 ? found.join(', ') : 'no code'
    return violated(
      `returned the error as ${received}`,
      codes,
      received,
      textMatches(`"code":"(${codes.join('|')})"`),
    )
  }

function firstViolation(
  exchange: Exchange,
  judge: (error: { code?: unknown; message?: unknown }) => Judgement,
): Judgement {
  const judgement = (errorsOf(exchange) ?? []).map(judge).find((each) => !each.holds) ?? holds()
  const { body } = answerOf(exchange)
  return judgement.holds || !body.foreign ? judgement : { ...judgement, received: startOf(body, 0) }
}

/** 1.0 has no code for a manifest's missing content but BLOB_UNKNOWN; later only code-5 is right. */
export const missingContentCodes = (spec: SpecVersion): readonly string[] =>
  spec === '1.0' ? ['BLOB_UNKNOWN', 'MANIFEST_BLOB_UNKNOWN'] : ['MANIFEST_BLOB_UNKNOWN']
