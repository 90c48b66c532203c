/** Paths of the endpoints (distribution specification, Endpoints), below the registry's URL. */

export const manifestPath = (repository: string, reference: string): string =>
  `/v2/${repository}/manifests/${reference}`

export const blobPath = (repository: string, digest: string): string => `/v2/${repository}/blobs/${digest}`

export const uploadsPath = (repository: string, query: Record<string, string> = {}): string =>
  withQuery(`/v2/${repository}/blobs/uploads/`, query)

export const tagsPath = (repository: string, query: Record<string, string> = {}): string =>
  withQuery(`/v2/${repository}/tags/list`, query)

export const referrersPath = (
  repository: string,
  digest: string,
  query: Record<string, string> = {},
): string => withQuery(`/v2/${repository}/referrers/${digest}`, query)

/** Adds query parameters to a path or URL that may have some already, and leaves those untouched. */
export function withQuery(url: string, query: Record<string, string>): string {
  const added = new URLSearchParams(query).toString().replaceAll('%3A', ':').replaceAll('%2F', '/')
  if (added === '') return url
  return `${url}${url.includes('?') ? '&' : '?'}${added}`
}
