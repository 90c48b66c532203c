/** What an address below `/v2/` names. */
export type Route =
  | { kind: 'manifest' | 'blob'; repository: string; reference: string }
  /** Where upload sessions are opened. */
  | { kind: 'uploads'; repository: string }
  /** One session, where it lies in the repository's own address space. */
  | { kind: 'session'; repository: string; reference: string }

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Reads a URL's path, with whatever prefix stands before `/v2/`; undefined for other endpoints. */
export function readRoute(pathname: string): Route | undefined {
  const match = /\/v2\/(?<repository>.+)\/(?<kind>manifests|blobs)\/(?<rest>.+)$/.exec(pathname)
  if (!match?.groups) return undefined
  const repository = decode(match.groups['repository']!)
  const rest = match.groups['rest']!
  if (match.groups['kind'] === 'manifests') return { kind: 'manifest', repository, reference: decode(rest) }
  const session = /^uploads(?:\/(?<id>.*))?$/.exec(rest)
  if (!session) return { kind: 'blob', repository, reference: decode(rest) }
  const id = session.groups?.['id'] ?? ''
  return id === '' ? { kind: 'uploads', repository } : { kind: 'session', repository, reference: id }
}
