/** A repository by the grammar of the distribution specification, or an endpoint of one that was pasted. */
const repositoryForm = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/
const endpoints = new Set(['manifests', 'blobs', 'tags', 'referrers'])

/** The repository of a pasted endpoint, and the reference of one of a manifest; undefined for other paths. */
function pastedEndpoint(path: string): { repository: string; reference?: string } | undefined {
  const segments = path.split('/')
  const [endpoint = '', reference = ''] = segments.slice(-2)
  if (segments.length < 4 || !endpoints.has(endpoint) || reference === '') return undefined
  if (endpoint === 'tags' && reference !== 'list') return undefined
  const version = segments.lastIndexOf('v2', segments.length - 4)
  if (version < 0) return undefined
  const repository = segments.slice(version + 1, -2).join('/')
  return endpoint === 'manifests' ? { repository, reference } : { repository }
}

/**
 * What to do where no server below an address responds like a registry: a path may have been meant as the
 * name of an image, which an address with a scheme names only with a tag or a digest.
 */
export function adviceForPath(base: URL): string {
  const path = decodeURI(base.pathname).replaceAll(/^\/|\/$/g, '')
  const { repository: name = path, reference = 'latest' } = pastedEndpoint(path) ?? {}
  if (!repositoryForm.test(name)) return 'check the address, the port and the path in front of /v2/'
  const image = `${base.origin}/${name}${reference.includes(':') ? '@' : ':'}${reference}`
  return `if ${name} is a repository, specify its image with a tag or digest: \`oci-assay run ${image}\`; otherwise check the path in front of /v2/`
}
