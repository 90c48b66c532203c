import { jsonObjectIn } from '../json-object.ts'
import { mask } from './mask.ts'

/** What a token server may return that opens nothing (distribution's token specification; RFC 6749, section 5.1). */
const harmlessMembers = new Set(['expires_in', 'issued_at', 'scope', 'token_type'])

const tokenMembers = new Set(['token', 'access_token', 'refresh_token', 'id_token'])

/** Other members may be names, which must not be masked in other texts: these are longer, and of one word. */
const looksLikeToken = (text: string): boolean => /^(?=.*\d)\S{20,}$/.test(text)

/** A response with more members is not one of a token server, and would make each later search longer. */
const mostMembers = 20

/** The body of a token response with all members masked but the harmless ones; undefined where it is not a JSON object. */
export function maskTokenResponse(body: Uint8Array): Uint8Array | undefined {
  const fields = jsonObjectIn(body)
  if (!fields) return undefined
  const masked = Object.entries(fields).map(
    ([name, value]) => [name, harmlessMembers.has(name) ? value : mask] as const,
  )
  return Buffer.from(JSON.stringify(Object.fromEntries(masked)), 'utf8')
}

/** The texts in the body of a token response that open something: tokens, and what looks like one. */
export const secretsInTokenResponse = (body: Uint8Array): string[] =>
  Object.entries(jsonObjectIn(body) ?? {})
    .flatMap(([name, value]) =>
      typeof value === 'string' &&
      !harmlessMembers.has(name) &&
      (tokenMembers.has(name) || looksLikeToken(value))
        ? [value]
        : [],
    )
    .slice(0, mostMembers)
