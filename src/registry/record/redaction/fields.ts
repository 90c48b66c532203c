import { mask } from './mask.ts'

const authorization = /^(?:proxy-)?authorization$/i
const secretField =
  /(?:token|secret|password|-key|credential|signature|assertion)$|^(?:x-registry-auth|(?:proxy-)?authentication-info)$/i

/** Whether the value of a header field is a credential. */
export const isSecretHeader = (name: string): boolean =>
  authorization.test(name) || secretField.test(name) || /^cookie$/i.test(name)

/** `Basic ***`: the scheme is not a secret, and shows how to repeat the request. */
export const maskCredentials = (value: string): string => {
  const scheme = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+(?= )/.exec(value)?.[0]
  return scheme === undefined ? mask : `${scheme} ${mask}`
}

/** The value of a header field without what is a credential by its place; `maskText` masks all others. */
export function maskField(
  name: string,
  value: string,
  { maskText, maskValues }: { maskText: (text: string) => string; maskValues: (text: string) => string },
): string {
  if (authorization.test(name)) return maskCredentials(maskValues(value))
  if (secretField.test(name)) return mask
  if (/^set-cookie2?$/i.test(name)) return maskText(value).replace(/^([^=;]*)=[^;]*/, `$1=${mask}`)
  if (/^cookie$/i.test(name)) return maskText(value).replace(/=[^;]*/g, `=${mask}`)
  return maskText(value)
}
