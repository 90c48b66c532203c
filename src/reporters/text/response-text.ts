/** An error of the specified format (distribution specification, error codes), as far as it is there. */
interface ResponseError {
  code?: unknown
  message?: unknown
  detail?: unknown
}

/**
 * `500 {"errors": [{"code": "UNKNOWN", …}]}` in short: `500 UNKNOWN: unknown error (detail)`.
 * Anything else is returned as it is; the exchange has what was sent.
 */
export function describeResponse(received: string): string {
  const { status = '', body = '' } = /^(?<status>\d{3}) (?<body>\{.*\})$/s.exec(received)?.groups ?? {}
  const errors = status === '' ? undefined : errorsIn(body)
  return errors ? `${status} ${errors.map(errorText).join('; ')}` : received
}

function errorsIn(body: string): ResponseError[] | undefined {
  try {
    const parsed: unknown = JSON.parse(body)
    if (typeof parsed !== 'object' || parsed === null || Object.keys(parsed).join() !== 'errors')
      return undefined
    const { errors } = parsed as { errors: unknown }
    const known = ['code', 'message', 'detail']
    const usual = (each: unknown): each is ResponseError =>
      typeof each === 'object' && each !== null && Object.keys(each).every((name) => known.includes(name))
    return Array.isArray(errors) && errors.length > 0 && errors.every(usual) ? errors : undefined
  } catch {
    return undefined
  }
}

function errorText({ code, message, detail }: ResponseError): string {
  const words = [code, message].filter((each) => each !== undefined && each !== '').map(asText)
  const more = detail === undefined || detail === null || detail === '' ? '' : ` (${asText(detail)})`
  return `${words.join(': ')}${more}`
}

const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))
