import { header } from '../../../src/registry/record/exchange.ts'
import { hasDigest, joined } from './blob.ts'
import { readDocument, type ManifestDocument } from './document.ts'
import { createWrites, keyOf } from './keys.ts'
import { isOn, isOpen, isSuccess, type Observed } from './observed.ts'
import { isDigest, type OperationOn } from './operation.ts'
import type { Write } from './writes.ts'

/** A manifest that was pushed. */
export interface StoredManifest {
  /** Absent where its body is not known whole, or is not what the digest is of. */
  document?: ManifestDocument
  bytes?: Uint8Array
}

/** What became of the pushes and deletions of manifests and tags. Keys are the repository and the digest or tag. */
export interface Manifests {
  manifests: ReadonlyMap<string, readonly Write<StoredManifest>[]>
  /** A tag holds the sha256 of the bytes of its manifest. */
  tags: ReadonlyMap<string, readonly Write<string>[]>
  /** The sha256 of the bytes that were pushed under a digest. */
  sha256Of: (digest: string) => string
}

/** The names of tags in OCI-Tag (dev, Pushing Manifests). */
export const tagsCreated = ({ exchange }: Pick<Observed, 'exchange'>): string[] =>
  (exchange.response?.headers ?? [])
    .filter(([name]) => name.toLowerCase() === 'oci-tag')
    .flatMap(([, value]) => value.split(','))
    .map((each) => each.trim())
    .filter((each) => each !== '')

/** Whether a manifest is pushed under a digest that its bytes do not have. */
export const isOfOtherBytes = ({
  operation: { reference },
  request,
}: Observed<OperationOn<'manifest'>>): boolean =>
  request.body !== undefined && hasDigest(joined([request.body]), reference) === false

/** Follows PUT and DELETE of manifests. */
export function followManifests(observed: readonly Observed[]): Manifests {
  const manifests = createWrites<StoredManifest>()
  const tags = createWrites<string>()
  const sha256 = new Map<string, string>()

  const push = (each: Observed<OperationOn<'manifest'>>) => {
    const { request, operation } = each
    const { repository, reference } = operation
    const { body } = request
    if ((!isSuccess(each) && !isOpen(each)) || body === undefined) return
    const digest = isDigest(reference) ? reference : body.sha256
    const document = readDocument(body, header(request.headers, 'content-type') ?? '')
    const value: StoredManifest = {
      ...(document ? { document } : {}),
      ...(body.truncated ? {} : { bytes: body.bytes }),
    }
    const isWrong = isOfOtherBytes(each)
    const certain = isSuccess(each) && !isWrong
    // Whatever the registry does with other bytes, they are not the content of this digest.
    manifests.add(keyOf(repository, digest), { value: isWrong ? {} : value, certain, by: each })
    if (isWrong) manifests.add(keyOf(repository, body.sha256), { value, certain, by: each })
    else sha256.set(digest, body.sha256)
    const named = isDigest(reference) ? tagsCreated(each) : [reference]
    // A registry may ignore the parameters, which OCI-Tag shows.
    const requested = isDigest(reference) ? new URL(request.url).searchParams.getAll('tag') : []
    for (const tag of new Set([...named, ...requested]))
      tags.add(keyOf(repository, tag), {
        value: body.sha256,
        certain: certain && named.includes(tag),
        by: each,
      })
  }
  const remove = (each: Observed<OperationOn<'manifest'>>) => {
    const { repository, reference } = each.operation
    const certain = isSuccess(each)
    if (!certain && !isOpen(each)) return
    const write = { value: undefined, certain, by: each }
    if (isDigest(reference)) manifests.add(keyOf(repository, reference), write)
    else tags.add(keyOf(repository, reference), write)
  }
  for (const each of observed) {
    if (!isOn(each, 'manifest')) continue
    if (each.operation.method === 'PUT') push(each)
    if (each.operation.method === 'DELETE') remove(each)
  }
  return {
    manifests: manifests.map,
    tags: tags.map,
    sha256Of: (digest) => sha256.get(digest) ?? digest,
  }
}
