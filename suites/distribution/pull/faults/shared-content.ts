import type { Manifest } from '../../../../src/reference/manifest.ts'
import { changePolicy, type Effects } from '../../../../src/reference/effects/effects.ts'
import type { Fault } from '../../fault.ts'

const documentOf = ({ bytes }: Manifest): string =>
  JSON.stringify(JSON.parse(Buffer.from(bytes).toString('utf8')))

/** Takes manifests that are the same document for one: all lead to the text that came first. */
const sameDocumentAsOne = (): Effects =>
  changePolicy((honest) => ({
    findManifest(store, repository, reference) {
      const found = honest.findManifest(store, repository, reference)
      const all = [...(store.find(repository)?.manifests.values() ?? [])]
      return found && all.find((each) => each === found || documentOf(each) === documentOf(found))
    },
  }))

/** The digests of the blobs of a manifest that have this role. */
function partsOf({ bytes }: Manifest, role: 'config' | 'layers'): string[] {
  const document = JSON.parse(Buffer.from(bytes).toString('utf8')) as Record<string, unknown>
  return [document[role] ?? []].flat().map((each) => String((each as { digest?: unknown }).digest))
}

/** With a manifest go its blobs of one role that no other manifest has in the same role. */
const collecting = (role: 'config' | 'layers'): Effects =>
  changePolicy((honest) => ({
    deleteManifest(store, repository, digest) {
      const manifests = () => [...(store.find(repository)?.manifests.values() ?? [])]
      const gone = manifests().filter((each) => each.digest === digest)
      const isDeleted = honest.deleteManifest(store, repository, digest)
      const left = new Set(manifests().flatMap((each) => partsOf(each, role)))
      for (const part of gone.flatMap((each) => partsOf(each, role)))
        if (!left.has(part)) store.deleteBlob(repository, part)
      return isDeleted
    },
  }))

/** Faults in content that has something in common with other content. */
export const sharedContentFaults: readonly Fault[] = [
  {
    id: 'white-space-ignored',
    violates: 'pull.manifest.exact-bytes',
    title: 'takes manifests that differ in white space alone for one',
    effects: sameDocumentAsOne,
  },
  {
    id: 'layers-collected-that-are-configs',
    violates: 'pull.blob.get',
    title: 'removes the layers of a deleted manifest that are the config of another one',
    effects: () => collecting('layers'),
  },
  {
    id: 'configs-collected-that-are-layers',
    violates: 'pull.blob.get',
    title: 'removes the config of a deleted manifest that is a layer of another one',
    effects: () => collecting('config'),
  },
]
