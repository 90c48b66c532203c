/** What an address below `/v2/` names. */
export type Route =
  | { kind: 'manifest' | 'blob'; repository: string; reference: string }
  /** Where upload sessions are opened. */
  | { kind: 'uploads'; repository: string }
  /** One session, where its URL is below that of the repository. */
  | { kind: 'session'; repository: string; reference: string }

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** The last place of a part of a path that does not end it; a repository may have a name such as `a/blobs/b`. */
const lastBefore = (path: string, part: string): number =>
  path.length > part.length ? path.lastIndexOf(part, path.length - part.length - 1) : -1

/** Reads a URL's path, with any prefix before `/v2/`; undefined for other endpoints. */
export function readRoute(pathname: string): Route | undefined {
  const start = pathname.indexOf('/v2/')
  if (start < 0) return undefined
  const below = pathname.slice(start + '/v2/'.length)
  const [manifests, blobs] = ['/manifests/', '/blobs/'].map((endpoint) => lastBefore(below, endpoint))
  const at = Math.max(manifests!, blobs!)
  if (at < 1) return undefined
  const repository = decode(below.slice(0, at))
  const rest = below.slice(below.indexOf('/', at + 1) + 1)
  if (at === manifests) return { kind: 'manifest', repository, reference: decode(rest) }
  const session = /^uploads(?:\/(?<id>.*))?$/.exec(rest)
  if (!session) return { kind: 'blob', repository, reference: decode(rest) }
  const id = session.groups?.['id'] ?? ''
  return id === '' ? { kind: 'uploads', repository } : { kind: 'session', repository, reference: id }
}
