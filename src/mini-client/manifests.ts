import type { Behaviour } from './behaviour.ts'
import { digestOf, isIndex, matches, parse, Refused, types, type Content, type Document } from './content.ts'
import { isDigest, pathOf, type Reference } from './reference.ts'
import type { Session } from './session.ts'

/** What the operations of the client share. */
export interface Client {
  session: Session
  behaviour: Behaviour
  print: (line: string) => void
  /** Folder for what is not kept. */
  scratch: string | undefined
}

/** A manifest or an index that was pulled. */
export interface Fetched extends Content {
  document: Document
  /** The digest that the client prints. */
  shown: string
}

const accepted = [types.index, types.manifest, types.dockerManifest, types.dockerList].join(', ')

/** Pulls a manifest by tag or digest, and verifies it. */
export async function fetchManifest({ session, behaviour }: Client, ref: Reference): Promise<Fetched> {
  const url = pathOf(ref, `manifests/${ref.reference}`)
  if (!behaviour.sendsNoNamespace && ref.source === undefined) url.searchParams.set('ns', ref.base.host)
  const response = await session.send(url, behaviour.sendsAccept ? { headers: { Accept: accepted } } : {})
  if (response.status !== 200) throw new Refused(`GET ${url.pathname}: ${response.status}`)
  const { body: bytes, headers } = response
  const document = parse(bytes)
  const named = headers.get('docker-content-digest')
  if (named === undefined && !behaviour.needsNoDigestHeader) throw new Refused('no Docker-Content-Digest')
  const requested = isDigest(ref.reference) ? ref.reference : undefined
  if (requested !== undefined && behaviour.verifiesRequestedManifests && !matches(bytes, requested))
    throw new Refused(`the manifest does not have the digest ${requested}`)
  const digest = requested ?? digestOf(bytes)
  return {
    mediaType: typeOf(behaviour, headers.get('content-type') ?? '', document),
    bytes,
    digest,
    document,
    shown: behaviour.trustsOwnDigestOfManifests ? digest : (named ?? digest),
  }
}

function typeOf(behaviour: Behaviour, field: string, { mediaType }: Document): string {
  const [type = '', ...parameters] = field.split(';')
  if (parameters.length > 0 && !behaviour.ignoresTypeParameters) throw new Refused(`unknown type ${field}`)
  if (mediaType !== undefined && mediaType !== type.trim() && behaviour.comparesTypeWithField)
    throw new Refused(`${mediaType} was returned as ${type}`)
  return behaviour.respectsReturnedType ? type.trim() : (mediaType ?? types.manifest)
}

const knownProperties = new Set(
  'schemaVersion mediaType artifactType config layers manifests subject annotations'.split(' '),
)
const knownArtifactTypes = new Set(['application/vnd.example.sbom', 'application/vnd.example.signature'])

/** Refuses what the client does not know, which the honest one never does. */
export function checkDocument(behaviour: Behaviour, { mediaType, document }: Fetched): void {
  const { artifactType, annotations = {} } = document
  if (!behaviour.toleratesProperties)
    for (const name of Object.keys(document))
      if (!knownProperties.has(name)) throw new Refused(`unknown property ${name}`)
  if (!behaviour.toleratesAnnotations)
    for (const key of Object.keys(annotations))
      if (!key.startsWith('org.opencontainers.')) throw new Refused(`unknown annotation ${key}`)
  if (
    !behaviour.toleratesArtifactTypes &&
    artifactType !== undefined &&
    !knownArtifactTypes.has(artifactType)
  )
    throw new Refused(`unknown artifactType ${artifactType}`)
  if (!behaviour.processesIndexes && isIndex(mediaType)) throw new Refused('an index')
}
