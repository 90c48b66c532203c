import { broken } from '../../../src/engine/judgement.ts'
import { Undecided } from '../../../src/engine/record.ts'
import type { SpecVersion } from '../../../src/engine/requirement.ts'
import { isWellFormed, parseDigest } from '../../../src/image/digest.ts'
import type { Entry } from '../../../src/image/source.ts'
import type { ImageFacts } from '../facts/facts.ts'
import { noted, placeIn, type Said } from '../judged.ts'

/** A file below blobs/, with the digest that its place stands for. */
export interface BlobFile {
  entry: Entry
  /** Folder and name below blobs/; more parts where it lies deeper. */
  parts: readonly string[]
  /** Absent where folder and name follow no grammar of digests. */
  digest?: string
  /** True where a descriptor names it although its digest is malformed: then that is told there. */
  named: boolean
}

const grammarOfAlgorithm = /^[a-z0-9]+(?:[+._-][a-z0-9]+)*$/

/** Everything below blobs/. */
export function blobFilesOf({ form, layout, references }: ImageFacts): BlobFile[] {
  if (form === 'registry') return []
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

/** Where files stand below blobs/, and how they are called. */
export function* judgeBlobPlace({ entry, parts, digest, named }: BlobFile): Generator<Said> {
  const { path, type } = entry
  const isFolder = type === 'directory'
  const evidence = [placeIn(path)]
  const [folder = '', name] = parts
  if (name === undefined) {
    if (!isFolder && type !== 'symlink') {
      const judgement = broken('has a file directly in blobs', 'a folder for each algorithm', path)
      yield { requirement: 'layout.blob.in-algorithm-folder', judgement, evidence }
    } else if (!grammarOfAlgorithm.test(folder)) {
      const judgement = broken(
        'has a folder in blobs that is named after no algorithm',
        'such as sha256',
        path,
      )
      yield { requirement: 'layout.blob.name-grammar', judgement, evidence }
    }
    return
  }
  // What is wrong with a folder is told of the folder.
  if (parts.length > 2 || !grammarOfAlgorithm.test(folder) || named) return
  if (digest !== undefined && !isFolder) return
  const judgement = broken(
    `has ${isFolder ? 'a folder' : 'a file'} among its blobs that is named after no digest`,
    `the encoded part of a ${folder} digest`,
    path,
  )
  yield { requirement: 'layout.blob.name-grammar', judgement, evidence }
}

/** What a blob holds against its name. */
export function* judgeBlobFile(file: BlobFile, { blobs }: ImageFacts, spec: SpecVersion): Generator<Said> {
  const requirement = 'layout.blob.matches-name'
  const blob = file.digest === undefined ? undefined : blobs.get(file.digest)
  if (!blob) return
  const evidence = [placeIn(file.entry.path)]
  if (blob.state === 'unreadable') throw new Undecided(blob.reason ?? `${file.entry.path} cannot be read`)
  if (blob.state !== 'present') {
    yield noted(requirement, `is not read: ${blob.reason ?? blob.state}`, ...evidence)
  } else if (blob.verified === undefined) {
    const algorithm = file.parts[0] ?? ''
    yield noted(requirement, `cannot be verified: ${algorithm} is not registered in ${spec}`, ...evidence)
  } else if (!blob.verified) {
    const judgement = broken(
      'holds bytes that have another digest than their name',
      `bytes of ${blob.digest}`,
      `${blob.size ?? 0} bytes of ${blob.actual ?? 'another digest'}`,
    )
    yield { requirement, judgement, evidence }
  }
}
