import { isObject, jsonObjectIn } from '../record/json-object.ts'
import { textOfCommon } from './common.ts'
import type { Content, Contents } from './content.ts'
import { blobKey } from './operation.ts'
import type { Step } from './step.ts'

/** A blob that a manifest of the script refers to and no recorded request pushed. */
export interface Supplied {
  repository: string
  digest: string
  content: Content
}

/** A blob that is stated to be larger is not made. */
const largest = 16 * 1024 ** 2

/**
 * What manifests refer to and no step pushes: blobs that everybody has, and what sequences pushed whose requests are not stored.
 * `accepted` are the steps that a registry which conforms answers with success; what another manifest lacks may be why it is rejected.
 */
export function suppliedTo(
  kept: readonly Step[],
  accepted: (step: Step) => boolean,
  contents: Contents,
): Supplied[] {
  const pushed = new Set(kept.flatMap(({ operation }) => operation.writes))
  const found = new Map<string, Supplied>()
  for (const step of kept) {
    const { repository } = step.operation
    if (repository === undefined || !isManifestPush(step) || !accepted(step)) continue
    for (const { digest, size } of blobsOf(step)) {
      const key = blobKey(repository, digest)
      if (pushed.has(key) || found.has(key) || !isToBeSupplied(step, digest, size, contents)) continue
      found.set(key, { repository, digest, content: contents.supply(digest, size) })
    }
  }
  return [...found.values()]
}

/** Exchanges of sequences are stored only where a finding shows them; all others are there. */
function isToBeSupplied({ test }: Step, digest: string, size: number, contents: Contents): boolean {
  if (textOfCommon(digest) !== undefined) return true
  return size <= largest && test.startsWith('sequences.') && contents.byDigest(digest) === undefined
}

const isManifestPush = ({ first, operation }: Step): boolean =>
  first.request.method === 'PUT' && operation.writes.some((key) => /^(?:tag|manifest) /.test(key))

/** The blobs of a manifest, with their stated sizes. */
function blobsOf({ first }: Step): { digest: string; size: number }[] {
  const { config, layers, blobs } = jsonObjectIn(first.request.body?.text ?? '') ?? {}
  return [config, layers, blobs].flat().flatMap((each) => {
    const { digest, size } = isObject(each) ? each : {}
    return typeof digest === 'string' && typeof size === 'number' ? [{ digest, size }] : []
  })
}
