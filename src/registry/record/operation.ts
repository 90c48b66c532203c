/** Whether a method changes nothing (RFC 9110, section 9.2.1), of those that registries have endpoints for. */
export const isSafe = (method: string): boolean => method === 'GET' || method === 'HEAD'

/** What a request does to which endpoint: `read blobs`, `PUT manifests`; undefined for other URLs, such as those of storage. */
export function operationOf({ method, url }: { method: string; url: string }): string | undefined {
  const endpoint = endpointOf(url)
  if (endpoint === undefined) return undefined
  return `${isSafe(method) ? 'read' : method} ${endpoint}`
}

/** The endpoint of a URL, by the segments at its end. */
function endpointOf(url: string): string | undefined {
  const [path = ''] = url.split('?', 1)
  const segments = path.split('/')
  const [before, last] = segments.slice(-2)
  if (before === 'tags' && last === 'list') return 'tags'
  if (segments[segments.lastIndexOf('uploads') - 1] === 'blobs') return 'uploads'
  return before === 'manifests' || before === 'blobs' || before === 'referrers' ? before : undefined
}
