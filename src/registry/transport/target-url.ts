/** A registry's address that cannot be used; the message states what to type instead. */
export class TargetUrlError extends Error {
  override name = 'TargetUrlError'
}

export interface TargetUrlOptions {
  /** Use HTTP where no scheme was typed; contradicts an `https://`. */
  plainHttp?: boolean
}

const example = 'for example localhost:5000 or https://registry.example'

/** True for names and addresses that never leave this machine. */
export function isLoopback(hostname: string): boolean {
  const name = hostname.toLowerCase().replace(/\.$/, '')
  return (
    name === 'localhost' ||
    name.endsWith('.localhost') ||
    name === '[::1]' ||
    /^127(?:\.\d{1,3}){3}$/.test(name)
  )
}

/**
 * Reads what a user types as a registry's address: `localhost:5000`, `http://[::1]:5000/`,
 * `registry.example/some/prefix`. Without a scheme, loopback names mean http and all others https.
 * The path of the URL is the prefix of `/v2/` and ends in a slash.
 * Throws TargetUrlError.
 */
export function parseTargetUrl(text: string, options: TargetUrlOptions = {}): URL {
  const typed = text.trim()
  const fail = (why: string): never => {
    throw new TargetUrlError(`${JSON.stringify(typed)} ${why}`)
  }
  if (typed === '') throw new TargetUrlError(`the registry's address is empty; specify one, ${example}`)
  if (/[\s\p{Cc}\\]/u.test(typed))
    fail(`is not a valid registry address: it contains a space or a backslash; ${example}`)
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(typed)?.[1]?.toLowerCase()
  if (scheme !== undefined && scheme !== 'http' && scheme !== 'https') {
    fail(`has the scheme ${scheme}, but registries use http or https; ${example}`)
  }
  if (scheme === 'https' && options.plainHttp === true) {
    fail('has the scheme https, which contradicts --plain-http; leave one of them out')
  }
  const rest = scheme === undefined ? typed : typed.slice(scheme.length + 3)
  const authority = /^[^/?#]*/.exec(rest)![0]
  if (authority.includes('@')) {
    // Without the part before the @: it may be a password.
    throw new TargetUrlError(
      'the address contains a user name or password; use --username and --password-stdin instead',
    )
  }
  if (/^[^[]*:[^:]*:/.test(authority)) {
    fail(`contains an IPv6 address without brackets; write http://[${authority}]/`)
  }
  if (/[?#]/.test(rest)) fail('has a query or a fragment; leave out everything from the ? or # on')
  const hostname = authority.replace(/:\d*$/, '')
  if (hostname === '') fail(`names no host; ${example}`)
  const chosen = scheme ?? (options.plainHttp === true || isLoopback(hostname) ? 'http' : 'https')
  const spelled = `${chosen}://${rest}`
  if (!URL.canParse(spelled))
    fail(`is not a valid registry address (check the host and the port); ${example}`)
  const url = new URL(spelled)
  // People paste the endpoint too: `/v2/` is part of every request and never of the prefix.
  url.pathname = `${url.pathname.replace(/(?<!\/)\/+$/, '').replace(/\/v2$/, '')}/`
  return url
}
