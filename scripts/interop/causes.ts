/** Why a cell of the grid fails, as its exchanges, its message or the source of the client or registry showed. */
export interface Cause {
  /** Which cells: absent for all of them. */
  client?: string
  registry?: string
  kind?: string
  operation?: 'push' | 'pull'
  /** What the message of the cell contains. */
  says?: RegExp
  cause: string
  /** The requirement that is violated, where there is one. */
  requirement?: string
}

const rejected = /the registry rejects it|could be pushed|nothing was pushed/

/** Causes that were looked at: each names a client or a registry; the first that fits a cell is its cause. A cell without one fails the script. */
export const causes: readonly Cause[] = [
  {
    client: 'skopeo',
    kind: 'nested-index',
    says: /Unexpectedly received a manifest list/,
    cause:
      'its library copies the entries of an index as images of one platform, and fails at an entry that is an index',
    requirement: 'client.index.nested',
  },
  {
    client: 'skopeo',
    kind: 'docker-types',
    operation: 'push',
    says: /no descriptor found for reference/,
    cause: 'its transport for layouts looks only for manifests and indexes of OCI in index.json',
  },
  {
    client: 'skopeo',
    kind: 'sha512',
    says: /error writing blob sha512:/,
    cause:
      'it compares what it has copied with the sha256 that it computes, so that no blob has the sha512 that its descriptor states',
  },
  {
    client: 'crane',
    kind: 'sha512',
    operation: 'push',
    says: /MANIFEST_BLOB_UNKNOWN|MANIFEST_INVALID|does not have sha512:/,
    cause:
      'it addresses the config by the sha256 that it computes: what the manifest names by sha512 is not pushed',
  },
  {
    client: 'crane',
    kind: 'sha512',
    operation: 'pull',
    says: /config of .* is not there/,
    cause:
      'it writes the config into the layout under the sha256 that it computes: what the manifest names by sha512 is not there',
  },
  {
    client: 'oras',
    kind: 'sha512',
    operation: 'push',
    says: /digest mismatch in Docker-Content-Digest/,
    cause:
      'it pushes to a tag and expects the sha512 in Docker-Content-Digest; the registry names the manifest by sha256, as the text permits: a PUT to a tag states no algorithm before the next version',
  },
  {
    client: 'regctl',
    kind: 'sha512',
    operation: 'push',
    says: /unexpected digest returned, expected sha512/,
    cause:
      'it states the sha512 as a query parameter of the PUT to a tag, which this registry does not know, and rejects the sha256 that is returned',
  },
  {
    registry: 'crane',
    kind: 'sha512',
    operation: 'pull',
    says: /404 for the GET of config|the registry does not have/,
    cause: 'it answers the upload of a sha512 blob with 201, and returns 404 for it',
    requirement: 'push.sha512.blob',
  },
  {
    registry: 'distribution',
    kind: 'sha512',
    says: rejected,
    cause:
      'it accepts blobs under sha512 and no manifest: it addresses manifests by sha256 only, which no text forbids',
  },
  {
    registry: 'zot',
    kind: 'docker-types',
    says: /returned 415|the registry rejects it/,
    cause:
      'it stores the types of Docker only where its configuration lists them (http.compat), which the grid leaves as it is',
  },
  {
    registry: 'olareg',
    kind: 'foreign-layer',
    says: rejected,
    cause: 'it requires every layer of a manifest, non-distributable ones as well; clients keep those back',
  },
  {
    client: 'crane',
    kind: 'foreign-layer',
    operation: 'pull',
    says: /layers\.example/,
    cause:
      'it fetches the layer from its urls, as is intended for such layers; the host of the grid does not exist',
  },
  {
    client: 'skopeo',
    kind: 'foreign-layer',
    operation: 'pull',
    says: /404 \(Not Found\)/,
    cause: 'it fetches the layer from the registry only, and not from its urls, where it writes a folder',
  },
]

/** The cause with whom it concerns. */
export const causeText = ({ client, registry, cause }: Cause): string =>
  `${client ?? `the registry ${registry ?? ''}`}: ${cause}`
