import { specVersions, type SpecVersion } from './spec-version.ts'
import type { Account } from './auth/accounts.ts'

export interface TlsPair {
  /** PEM. */
  key: string | Buffer
  /** PEM, with the chain where there is one. */
  cert: string | Buffer
}

/**
 * All that can be chosen about the registry. Every option has a default; what depends on the version
 * comes from `presets`, and what is set explicitly wins over both.
 */
export interface ReferenceSettings {
  /** The version that the registry is; chooses the preset. Default `dev`. */
  spec: SpecVersion

  /** Refuses all writing over HTTP; `registry.store` still writes. Default false. */
  readOnly: boolean
  /** Default `none`. */
  auth: 'none' | 'basic' | 'bearer'
  /** Who may do what, for `basic` and `bearer`. Default one account, `assay` with password `assay-password`, that may do all. */
  accounts: readonly Account[]
  /** Pulling needs no account. Default false. */
  anonymousPull: boolean
  /** The `service` of bearer challenges and the realm of basic ones. Default `oci-assay reference`. */
  service: string
  /** Seconds that a bearer token is valid. Default 300. */
  tokenLifetime: number
  /** Serves HTTPS. Default none: plain HTTP. */
  tls: TlsPair | undefined
  /** Path in front of `/v2/`, such as `/registry`. Default empty. */
  pathPrefix: string

  /** Digest algorithms that are accepted on a push. Default sha256 and sha512. */
  algorithms: readonly ('sha256' | 'sha512')[]
  /** A blob in one POST; off, such a POST begins a session. Default true. */
  singlePost: boolean
  /** PATCH without Content-Range appends; off, it is refused. Default true. */
  streamedChunks: boolean
  /** GET of an upload session. Default true. */
  uploadStatus: boolean
  /** DELETE of an upload session. Default true. */
  cancelUploads: boolean
  /** Looks at `digest-algorithm` of the POST. Default: dev. */
  digestAlgorithmParameter: boolean
  /** Announced as OCI-Chunk-Min-Length and enforced when positive; bytes. Default 0. */
  minChunkLength: number
  /** Puts a critical query parameter into upload locations. Default false. */
  uploadState: boolean
  /** Locations with scheme and host. Default false: path only. */
  absoluteLocations: boolean
  /** Seconds that an untouched upload session lives. Default 600. */
  sessionLifetime: number
  /** Mounting from another repository; off, the POST begins a session. Default true. */
  mount: boolean
  /** Mounting also where `from` is not chosen. Default: 1.1 and dev. */
  mountWithoutFrom: boolean

  /** `?tag=` on a push by digest. Default: dev. */
  tagParameters: boolean
  /** The most tag parameters; 414 for more. Default 100. */
  maxTagParameters: number
  /** Largest manifest, bytes; 413 for more. Default 8 MiB. */
  manifestLimit: number
  /** What a manifest that refers to content missing in its repository meets. Default `reject`. */
  missingReferences: 'reject' | 'accept'
  /** `strict` returns 406 where no type of Accept matches. Default `ignore`, as HTTP allows. */
  negotiation: 'ignore' | 'strict'

  /** The referrers API, with OCI-Subject. Default: 1.1 and dev. */
  referrers: boolean
  /** Filtering referrers by artifactType. Default true. */
  referrersFilter: boolean
  /** Most descriptors in one referrers response. Default 1000. */
  referrersPageLimit: number
  /** `lexical` ignores case and satisfies every version, `ascii` is allowed by dev only. Default `lexical`. */
  tagOrder: 'lexical' | 'ascii'
  /** Most tags in one response. Default 1000; Infinity in 1.0, which does not allow a cap. */
  tagPageLimit: number

  /** Default true. */
  deleteTags: boolean
  /** Default true. */
  deleteManifests: boolean
  /** Default true. */
  deleteBlobs: boolean
  /** The status where deletion is off. Default 405. */
  deletionRefusal: 400 | 405

  /** Range requests on blobs. Default true. */
  ranges: boolean
  /** Redirects GETs of blobs: `path` on this host, else an origin such as `http://localhost:5001`. Default none. */
  redirectBlobs: string | undefined
  /** ETag, If-Match, If-None-Match and If-Range. Default true. */
  etags: boolean
  /** Texts sent as Warning headers with every response. Default none. */
  warnings: readonly string[]
  /** Responds to `ns` with OCI-Namespace; every source host has the same content. Default: dev. */
  namespaces: boolean
  /** `_oci/ext/discover`. Default: 1.1 and dev. */
  extensions: boolean
  /** Returns 429 beyond a number of requests in a window. Default none. */
  rateLimit: { requests: number; windowSeconds: number } | undefined

  /** Largest blob, bytes. Default 1 GiB. */
  blobLimit: number
  /** Bytes of all that is stored and being uploaded. Default 2 GiB. */
  capacity: number
  /** Open upload sessions; 429 for more. Default 1000. */
  sessionLimit: number
  /** Milliseconds since the epoch; a test can turn it. Default Date.now. */
  now: () => number
}

const mebibyte = 1024 * 1024

/** The defaults that no version changes. */
export const defaults: ReferenceSettings = {
  spec: 'dev',
  readOnly: false,
  auth: 'none',
  accounts: [{ username: 'assay', password: 'assay-password' }],
  anonymousPull: false,
  service: 'oci-assay reference',
  tokenLifetime: 300,
  tls: undefined,
  pathPrefix: '',
  algorithms: ['sha256', 'sha512'],
  singlePost: true,
  streamedChunks: true,
  uploadStatus: true,
  cancelUploads: true,
  digestAlgorithmParameter: true,
  minChunkLength: 0,
  uploadState: false,
  absoluteLocations: false,
  sessionLifetime: 600,
  mount: true,
  mountWithoutFrom: true,
  tagParameters: true,
  maxTagParameters: 100,
  manifestLimit: 8 * mebibyte,
  missingReferences: 'reject',
  negotiation: 'ignore',
  referrers: true,
  referrersFilter: true,
  referrersPageLimit: 1000,
  tagOrder: 'lexical',
  tagPageLimit: 1000,
  deleteTags: true,
  deleteManifests: true,
  deleteBlobs: true,
  deletionRefusal: 405,
  ranges: true,
  redirectBlobs: undefined,
  etags: true,
  warnings: [],
  namespaces: true,
  extensions: true,
  rateLimit: undefined,
  blobLimit: 1024 * mebibyte,
  capacity: 2048 * mebibyte,
  sessionLimit: 1000,
  now: Date.now,
}

const beforeDev: Partial<ReferenceSettings> = {
  digestAlgorithmParameter: false,
  tagParameters: false,
  namespaces: false,
}

/** What each version changes: a registry of that version has nothing of later ones. */
export const presets: Record<SpecVersion, Partial<ReferenceSettings>> = {
  '1.0': {
    ...beforeDev,
    mountWithoutFrom: false,
    referrers: false,
    extensions: false,
    tagPageLimit: Number.POSITIVE_INFINITY,
  },
  '1.1': beforeDev,
  dev: {},
}

/** Fills in what is not chosen. Throws with a message for people where an option makes no sense. */
export function completeOptions(chosen: Partial<ReferenceSettings>): ReferenceSettings {
  const spec = chosen.spec ?? defaults.spec
  if (!specVersions.includes(spec)) {
    throw new Error(`unknown specification version ${JSON.stringify(spec)}: use ${specVersions.join(', ')}`)
  }
  const options: ReferenceSettings = { ...defaults, ...presets[spec], ...chosen, spec }
  if (options.pathPrefix !== '' && !/^(?:\/[A-Za-z0-9._~-]+)+$/.test(options.pathPrefix)) {
    throw new Error(`the path prefix ${JSON.stringify(options.pathPrefix)} must look like "/registry"`)
  }
  for (const name of ['manifestLimit', 'blobLimit', 'capacity', 'sessionLimit', 'tagPageLimit'] as const) {
    if (!(options[name] > 0)) throw new Error(`the option ${name} must be positive, it is ${options[name]}`)
  }
  if (!(options.referrersPageLimit >= 1)) throw new Error('the option referrersPageLimit must be at least 1')
  return options
}
