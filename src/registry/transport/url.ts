/** Of each scheme with host and port that was met; undefined where it is not a URL. A run meets one or two. */
const origins = new Map<string, string | undefined>()

function originOf(start: string): string | undefined {
  if (!origins.has(start)) {
    // A registry that redirects from host to host without end must not fill the memory.
    if (origins.size >= 1000) origins.clear()
    origins.set(start, URL.canParse(start) ? new URL(start).origin : undefined)
  }
  return origins.get(start)
}

/** Scheme, host and port, and the rest without normalising it; undefined for what is not an http or https URL. */
export function splitUrl(url: string): { origin: string; path: string } | undefined {
  const match = /^(https?:\/\/[^/?#]+)([^#]*)/i.exec(url)
  const origin = match ? originOf(match[1]!) : undefined
  if (!match || origin === undefined) return undefined
  const path = match[2]!
  return { origin, path: path.startsWith('/') ? path : `/${path}` }
}

/** The URL of a request: its path below the registry's address, or an absolute URL as it is. */
export function requestUrl(base: URL, path: string): string {
  if (/^[a-z][a-z0-9+.-]*:/i.test(path)) return path
  return `${base.href.replace(/\/$/, '')}${path.startsWith('/') ? '' : '/'}${path}`
}
