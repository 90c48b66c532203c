import { hiddenBy, orphansOf } from '../../content/judges/orphans.ts'
import { placeIn } from '../../judges/check.ts'
import { breach, type Examined, type Seen } from '../seen.ts'

/** Why unreferenced blobs are not looked for. */
export function withoutBlobFiles({ facts: { form, part, references } }: Examined): string | undefined {
  if (form === 'registry') return 'a registry does not list the blobs of a repository'
  if (form === 'docker-archive') return 'a docker archive has no blobs'
  if (part && !part.files) return 'the blobs of the layout are looked at once for all of its images'
  if (part?.hidden) return 'not all manifests of the layout could be read'
  return references.some(({ outside }) => outside) ? 'only a part of the layout was read' : undefined
}

/** Blobs of a layout that no descriptor refers to. */
export function* judgeUnreferenced({ facts }: Examined): Generator<Seen> {
  const hidden = hiddenBy(facts)
  if (hidden) yield { unread: hidden.reason, ...(hidden.by === undefined ? {} : { by: hidden.by }) }
  const orphans = orphansOf(facts)
  if (orphans.length === 0) return
  const size = orphans.reduce((sum, { size: bytes = 0 }) => sum + bytes, 0)
  const names = orphans.slice(0, 3).map(({ digest }) => digest)
  const more = orphans.length > names.length ? ` and ${orphans.length - names.length} more` : ''
  yield breach(
    'has unreferenced blobs',
    'only blobs that a descriptor leads to',
    `${orphans.length} of ${size} bytes: ${names.join(', ')}${more}`,
    ...orphans.slice(0, 20).map(({ digest }) => placeIn(digest)),
  )
}
