/** Why a cell of the grid fails, as the real tool showed when it was run by hand. */
export type Cause = Cells & {
  cause: string
  /** What was seen when the command of the cell was repeated by hand. */
  seen: string
} & (
    | {
        /** The requirement that is violated, or that the registry does not support. */
        requirement: string
      }
    | {
        /** Why no requirement is violated. */
        none: string
      }
  )

/** Which cells: each part is absent for all of them. */
interface Cells {
  client?: string
  registry?: string
  kind?: string
  operation?: 'push' | 'pull'
  /** What the message of the cell contains. */
  says?: RegExp
}

const rejected = /the registry rejects it|could be pushed|nothing was pushed/

const noAlgorithm = 'no text requires an algorithm other than sha256 (descriptor.md, SHA-512: MAY)'

/** Causes that were looked at: each names a client or a registry; the first that fits a cell is its cause. A cell without one fails the script. */
export const causes: readonly Cause[] = [
  {
    client: 'skopeo',
    kind: 'nested-index',
    says: /Unexpectedly received a manifest list/,
    cause:
      'its library copies the entries of an index as images of one platform, and fails at an entry that is an index',
    seen: '`skopeo copy --all` ends with 1 at the first entry, from a layout and from distribution alike; with an index of two images it succeeds.',
    requirement: 'client.index.nested',
  },
  {
    client: 'skopeo',
    kind: 'docker-types',
    operation: 'push',
    says: /no descriptor found for reference/,
    cause: 'its transport for layouts looks only for manifests and indexes of OCI in index.json',
    seen: '`skopeo copy oci:…` finds no descriptor for a tag that index.json has, on an entry with the type of Docker; between two registries it copies the same image.',
    none: 'image-index.md lists the types that clients have to support, and those of Docker are not among them; an unknown type is to be ignored, as it is here',
  },
  {
    client: 'skopeo',
    kind: 'sha512',
    says: /error writing blob sha512:/,
    cause:
      'it compares what it has copied with the sha256 that it computes, so that no blob has the sha512 that its descriptor states',
    seen: '`skopeo copy` ends with 1: the layer under sha512 was "saved with digest sha256:…", which it calls an internal error.',
    none: noAlgorithm,
  },
  {
    client: 'skopeo',
    kind: 'referrers',
    operation: 'push',
    says: /is in no list of referrers/,
    cause:
      'it pushes a manifest with a subject as any other: where the registry has no referrers API, nobody creates the referrers tag',
    seen: '`skopeo copy` of image and signature to distribution ends with 0; GET of the referrers: 404, of the referrers tag: 404. After `oras copy` of the same the tag has the signature.',
    requirement: 'client.referrers-tag.updated',
  },
  {
    client: 'crane',
    kind: 'sha512',
    operation: 'push',
    says: /MANIFEST_BLOB_UNKNOWN|MANIFEST_INVALID|does not have sha512:/,
    cause:
      'it addresses the config by the sha256 that it computes: what the manifest names by sha512 is not pushed',
    seen: '`crane -v push` uploads the layer under sha512 and the config under sha256, and the manifest that names the config by sha512 is rejected by zot.',
    none: noAlgorithm,
  },
  {
    client: 'crane',
    kind: 'sha512',
    operation: 'pull',
    says: /config of .* is not there/,
    cause:
      'it writes the config into the layout under the sha256 that it computes: what the manifest names by sha512 is not there',
    seen: '`crane pull --format oci` from zot ends with 0; the layout has the layer under sha512, the config and the manifest under sha256, and no file for the config that the manifest names.',
    none: 'a layout may lack blobs (image-layout.md), and no text requires an algorithm other than sha256',
  },
  {
    client: 'oras',
    kind: 'sha512',
    operation: 'push',
    says: /digest mismatch in Docker-Content-Digest/,
    cause:
      'it pushes to a tag and expects its sha512 in Docker-Content-Digest; the registry names the manifest by its sha256, as the text permits: a PUT to a tag states no algorithm',
    seen: '`oras copy` to zot ends with 1 after a PUT with status 201; the sha256 that it rejects is that of the manifest.',
    none: 'a client may use the header, and is to compare it with the content (SHOULD); that it takes a true digest by another algorithm for a mismatch violates nothing',
  },
  {
    client: 'regctl',
    kind: 'sha512',
    operation: 'push',
    says: /unexpected digest returned, expected sha512/,
    cause:
      'it pushes by digest with the tag as a parameter, then to the tag with the digest as one; this registry knows neither parameter, and regctl rejects the sha256 that is returned',
    seen: '`regctl image copy` sends both requests to the embedded registry of version 1.1 and to that of crane, and ends with 1; with zot, with olareg and with the embedded registry of the next version it succeeds.',
    none: 'the parameter is one of the next version of the specification, which registries may support (MAY)',
  },
  {
    registry: 'crane',
    kind: 'sha512',
    operation: 'pull',
    says: /404 for the GET of config|the registry does not have/,
    cause: 'it answers the upload of a sha512 blob with 201, and returns 404 for it',
    seen: 'POST, PUT with the sha512 of config and layer: 201 with that digest; GET: 404. The manifest is stored under both digests.',
    requirement: 'push.sha512.blob',
  },
  {
    registry: 'distribution',
    kind: 'sha512',
    says: rejected,
    cause: 'it accepts blobs under sha512 and no manifest: it addresses manifests by sha256 only',
    seen: 'PUT of the manifest by its sha512: 400 DIGEST_INVALID; to a tag: 201, with its sha256. Config and layer can be pulled by sha512.',
    requirement: 'push.sha512.manifest',
  },
  {
    registry: 'zot',
    kind: 'docker-types',
    says: /returned 415|the registry rejects it/,
    cause:
      'it stores the types of Docker only where its configuration lists them (http.compat), which the grid leaves as it is',
    seen: 'PUT of the manifest: 415 MANIFEST_INVALID; with `"compat": ["docker2s2"]`: 201.',
    requirement: 'push.accepts.docker-manifest',
  },
  {
    registry: 'olareg',
    kind: 'foreign-layer',
    says: rejected,
    cause: 'it requires every layer of a manifest, non-distributable ones as well; clients keep those back',
    seen: 'PUT of the manifest after config and plain layer: 400 MANIFEST_BLOB_UNKNOWN, "layer not found"; distribution returns 201 for the same.',
    none: 'a registry may reject a manifest whose blobs it does not have, with this very code (push.accepts.non-distributable passes)',
  },
  {
    client: 'crane',
    kind: 'foreign-layer',
    operation: 'pull',
    says: /layers\.example/,
    cause:
      'it fetches the layer from its urls, as is intended for such layers; the host of the grid does not exist',
    seen: '`crane pull` requests the urls, and nothing of the layer from the registry. It refuses urls on loopback ("private or link-local address").',
    none: 'that the layer cannot be had anywhere is of the grid: a client is to download such layers as others (client.layer.nondistributable-pulled), as this one tries to',
  },
  {
    client: 'skopeo',
    kind: 'foreign-layer',
    operation: 'pull',
    says: /404 \(Not Found\)/,
    cause:
      'it fetches the layer from its urls, then from the registry, and reports only the 404 of that; the host of the grid does not exist',
    seen: '`skopeo copy docker://… dir:…` gets the layer where its urls can be reached; without them `--debug` shows a GET of the urls, then of the registry, and exit status 1. To `oci:` it leaves the layer out.',
    none: 'that the layer cannot be had anywhere is of the grid: a client is to download such layers as others (client.layer.nondistributable-pulled), as this one tries to',
  },
]

/** The cause with whom it concerns. */
export const causeText = ({ client, registry, cause }: Cause): string =>
  `${client ?? `the registry ${registry ?? ''}`}: ${cause}`
