/** A repository by the grammar of the distribution specification, or an endpoint of one that was pasted. */
const repository = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/
const endpoint = /^(?:.*\/)?v2\/(.+)\/(?:manifests\/([^/]+)|blobs\/[^/]+|tags\/list|referrers\/[^/]+)$/

/**
 * What to do where nothing below an address answers like a registry: a path may have been meant as the
 * name of an image, which an address with a scheme names only with a tag or a digest.
 */
export function adviceForPath(base: URL): string {
  const path = decodeURI(base.pathname).replaceAll(/^\/|\/$/g, '')
  const [, pasted, reference = 'latest'] = endpoint.exec(path) ?? []
  const name = pasted ?? path
  if (!repository.test(name)) return 'check the address, the port and the path in front of /v2/'
  const image = `${base.origin}/${name}${reference.includes(':') ? '@' : ':'}${reference}`
  return `if ${name} is a repository, give its image with a tag or digest: \`oci-assay run ${image}\`; otherwise check the path in front of /v2/`
}
