import { violated } from '../../../../src/engine/judgement.ts'
import type { SpecVersion } from '../../../../src/engine/requirement.ts'
import { isWellFormed, parseDigest } from '../../../../src/image/decode/digest.ts'
import { hasLayoutFiles } from '../../../../src/image/model/layout-files.ts'
import type { Entry } from '../../../../src/image/source/source.ts'
import type { ImageFacts } from '../../facts/facts.ts'
import { noted, placeIn, type Check, type Unevaluated } from '../../judges/check.ts'
import { quoted } from '../../../../src/image/json/value.ts'
import type { BlobFile } from './blob-file.ts'
import { macosFile } from './macos.ts'

const grammarOfAlgorithm = /^[a-z0-9]+(?:[+._-][a-z0-9]+)*$/

/** Everything below blobs/. */
export function blobFilesOf(image: Pick<ImageFacts, 'form' | 'part' | 'layout' | 'references'>): BlobFile[] {
  const { layout, references } = image
  if (!hasLayoutFiles(image)) return []
  const named = new Set(references.map(({ descriptor }) => descriptor['digest']))
  return layout.files.flatMap((entry): BlobFile[] => {
    if (!entry.path.startsWith('blobs/')) return []
    const parts = entry.path.split('/').slice(1)
    const digest = parts.length === 2 ? parseDigest(parts.join(':')) : undefined
    const isNamed = named.has(parts.join(':'))
    if (!digest || !isWellFormed(digest)) return [{ entry, parts, named: isNamed }]
    return [{ entry, parts, digest: digest.text, named: isNamed }]
  })
}

const leadsTo: Readonly<Record<NonNullable<Entry['leads']>, string>> = {
  file: 'is a file',
  folder: 'is a folder',
  nowhere: 'does not exist',
  outside: 'is outside of the layout',
  circle: 'leads back to itself',
  other: 'is not a regular file',
}

/** What an entry is, for people; of a link also what it leads to. */
export function kindOfEntry({
  type,
  link = '',
  leads = 'nowhere',
  special = 'a special file',
}: Entry): string {
  if (type === 'directory') return 'a folder'
  if (type === 'other') return special
  if (type === 'file') return 'a file'
  return `a ${type === 'hardlink' ? 'hard' : 'symbolic'} link to ${quoted(link)}, which ${leadsTo[leads]}`
}

const isLink = ({ type }: Entry): boolean => type === 'symlink' || type === 'hardlink'

/** Whether the content of a blob can be the content of an entry. */
export const isContent = (entry: Entry): boolean =>
  entry.type === 'file' || (isLink(entry) && entry.leads === 'file')

/** The names of files below blobs/, and the folders that they are in. */
export function* judgeBlobPlace({ entry, parts, digest, named }: BlobFile): Generator<Check> {
  const { path, type } = entry
  const isFolder = type === 'directory'
  const evidence = [placeIn(path)]
  const [folder = '', name] = parts
  if (name === undefined) {
    if (!isFolder && !isLink(entry)) {
      const left = macosFile(path)
      const received = left === undefined ? path : `${path}, ${left}`
      const judgement = violated('has a file directly in blobs', 'a directory for each algorithm', received)
      yield { requirement: 'layout.blob.in-algorithm-folder', judgement, evidence }
    } else if (!grammarOfAlgorithm.test(folder)) {
      const judgement = violated(
        'has a directory in blobs that is not named after an algorithm',
        'such as sha256',
        path,
      )
      yield { requirement: 'layout.blob.name-grammar', judgement, evidence }
    } else if (isLink(entry) && entry.leads !== 'folder') {
      const judgement = violated(
        `has a link instead of the directory ${path}`,
        `a directory with the blobs of ${folder}`,
        kindOfEntry(entry),
      )
      yield { requirement: 'layout.blob.matches-name', judgement, evidence }
    }
    return
  }
  if (parts.length === 2 && macosFile(path) !== undefined) return
  // A folder whose own name is wrong has its finding.
  if (parts.length > 2 || !grammarOfAlgorithm.test(folder) || named || digest !== undefined) return
  const judgement = violated(
    `has ${isFolder ? 'a directory' : 'a file'} among its blobs that is not named after a digest`,
    `the encoded part of a digest (${folder})`,
    path,
  )
  yield { requirement: 'layout.blob.name-grammar', judgement, evidence }
}

/** The content of a blob against its name. */
export function* judgeBlobFile(
  { entry, parts, digest }: BlobFile,
  { blobs }: Pick<ImageFacts, 'blobs'>,
  spec: SpecVersion,
): Generator<Check | Unevaluated> {
  const requirement = 'layout.blob.matches-name'
  if (digest === undefined) return
  const evidence = [placeIn(entry.path)]
  if (entry.sparse) {
    yield {
      requirement,
      unevaluated: `${entry.path} is stored with holes, which are not read from an archive`,
    }
    return
  }
  if (!isContent(entry)) {
    const what = isLink(entry) ? 'a link that does not lead to a file' : kindOfEntry(entry)
    const judgement = violated(`has ${what} instead of a blob`, 'a regular file', kindOfEntry(entry))
    yield { requirement, judgement, evidence }
    return
  }
  const blob = blobs.get(digest)
  if (!blob) return
  // The finding of one that is not read on is its size, where a descriptor states one.
  if (blob.endless) {
    if (blob.unsized) yield { requirement, unevaluated: `${entry.path} ${blob.reason ?? 'is not read'}` }
  } else if (blob.state !== 'present') {
    const reason = blob.reason === undefined ? '' : `: ${blob.reason}`
    yield { requirement, unevaluated: `${entry.path} cannot be read${reason}` }
  } else if (blob.verified === undefined) {
    const algorithm = parts[0] ?? ''
    yield noted(requirement, `cannot be verified: ${algorithm} is not registered in ${spec}`, ...evidence)
  } else if (!blob.verified) {
    const judgement = violated(
      'has content whose digest differs from its name',
      `bytes of ${blob.digest}`,
      `${blob.size ?? 0} bytes of ${blob.actual ?? 'another digest'}`,
    )
    yield { requirement, judgement, evidence }
  }
}
