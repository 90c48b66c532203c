/** The parameters in the path of each endpoint. */
interface RouteParts {
  base: object
  token: object
  storage: { repository: string; reference: string; signature: string }
  discover: { repository?: string }
  uploads: { repository: string }
  tags: { repository: string }
  upload: { repository: string; reference: string }
  blob: { repository: string; reference: string }
  manifest: { repository: string; reference: string }
  referrers: { repository: string; reference: string }
  /** Nothing that the registry has. */
  unknown: { malformed: boolean }
}

export type EndpointName = keyof RouteParts
export type RouteTo<Name extends EndpointName> = { endpoint: Name } & RouteParts[Name]
/** What a path leads to. */
export type Route = { [Name in EndpointName]: RouteTo<Name> }[EndpointName]

/** The endpoints below a repository whose last segment is a reference. */
const kinds = new Map<string | undefined, 'blob' | 'manifest' | 'referrers'>([
  ['blobs', 'blob'],
  ['manifests', 'manifest'],
  ['referrers', 'referrers'],
])

const nowhere: Route = { endpoint: 'unknown', malformed: false }

function decode(segments: readonly string[]): string[] | undefined {
  try {
    return segments.map((segment) => decodeURIComponent(segment))
  } catch {
    return undefined
  }
}

/**
 * Finds the endpoint of a path (section Endpoints). A repository name may itself hold words such as `blobs`
 * or `tags`, so a path is read from its end. The name is not judged here.
 */
export function routeOf(path: string, prefix: string): Route {
  if (!path.startsWith(`${prefix}/`)) return nowhere
  const segments = decode(path.slice(prefix.length + 1).split('/'))
  if (segments === undefined) return { endpoint: 'unknown', malformed: true }
  const [root, ...rest] = segments
  if (root === 'token' && rest.length === 0) return { endpoint: 'token' }
  if (root === 'storage' && rest.length >= 3) {
    const [signature = '', ...names] = rest
    return {
      endpoint: 'storage',
      signature,
      repository: names.slice(0, -1).join('/'),
      reference: names.at(-1) ?? '',
    }
  }
  if (root !== 'v2') return nowhere
  if (rest.length === 0 || (rest.length === 1 && rest[0] === '')) return { endpoint: 'base' }
  return routeBelow(rest) ?? nowhere
}

function routeBelow(segments: readonly string[]): Route | undefined {
  const before = (count: number): string => segments.slice(0, -count).join('/')
  const [third, second, last = ''] = [segments.at(-3), segments.at(-2), segments.at(-1)]
  if (third === '_oci' && second === 'ext' && last === 'discover') {
    return segments.length === 3 ? { endpoint: 'discover' } : { endpoint: 'discover', repository: before(3) }
  }
  if (segments.length < 3) return undefined
  if (second === 'tags' && last === 'list') return { endpoint: 'tags', repository: before(2) }
  if (second === 'blobs' && last === 'uploads') return { endpoint: 'uploads', repository: before(2) }
  if (third === 'blobs' && second === 'uploads' && segments.length > 3) {
    const repository = before(3)
    return last === ''
      ? { endpoint: 'uploads', repository }
      : { endpoint: 'upload', repository, reference: last }
  }
  const kind = kinds.get(second)
  return kind === undefined || last === ''
    ? undefined
    : { endpoint: kind, repository: before(2), reference: last }
}
