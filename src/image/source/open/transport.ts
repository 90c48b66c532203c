/** A target that begins with the name of a transport, as skopeo, podman, regctl and helm write it. */
export type TransportTarget =
  /** Still without a scheme: the name of an image in a registry. */
  | { kind: 'registry'; reference: string }
  /** The folder of a layout, an archive of one, or one of Docker; `select` names one image of it. */
  | { kind: 'layout'; path: string; select?: string }
  /** Something that has to be copied first. */
  | { kind: 'elsewhere'; transport: 'dir' | 'containers-storage' | 'docker-daemon'; name: string }

const prefix =
  /^(docker:\/\/|oci:\/\/|ocidir:\/\/|oci-layout:\/\/|oci:|oci-archive:|docker-archive:|docker-daemon:|containers-storage:|dir:)(.*)$/is

/** A path, and behind its first colon a name; the colon of a Windows drive belongs to the path. */
const pathAndName = /^((?:[a-z]:(?=[\\/]))?[^:]*)(?::(.*))?$/is

/** What regctl and BuildKit write behind a path and an `@` for one manifest. */
const digestForm = /^[a-z0-9+._-]+:[^/\\]*$/i

function atDigest(text: string): [string, string, string] | undefined {
  const at = text.lastIndexOf('@')
  const digest = text.slice(at + 1)
  return at >= 0 && digestForm.test(digest) ? [text, text.slice(0, at), digest] : undefined
}

/** `oci:5000/app` is an image of a host with the name oci. */
const port = /^\d{1,5}(?:\/|$)/

/** Reads a target that begins with the name of a transport; undefined for every other one. */
export function parseTransport(text: string): TransportTarget | undefined {
  const [, written = '', rest = ''] = prefix.exec(text) ?? []
  const transport = written.toLowerCase()
  if (transport === '' || (!transport.endsWith('//') && port.test(rest))) return undefined
  if (transport === 'docker://' || transport === 'oci://') return { kind: 'registry', reference: rest }
  if (transport === 'docker-daemon:' || transport === 'containers-storage:' || transport === 'dir:') {
    return { kind: 'elsewhere', transport: transport.slice(0, -1) as 'dir', name: rest }
  }
  const [, path = '', select = ''] =
    (transport.endsWith('//') && atDigest(rest)) || (pathAndName.exec(rest) ?? [rest, rest])
  const selected = select === '' ? {} : { select }
  return { kind: 'layout', path, ...selected }
}
