import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Refused, type Content, type Descriptor, type Document } from './content.ts'

const refName = 'org.opencontainers.image.ref.name'

const pathOf = (folder: string, digest: string): string => join(folder, 'blobs', ...digest.split(':'))

/** Writes content into a layout. */
export function writeBlob(folder: string, { digest, bytes }: Content): void {
  const path = pathOf(folder, digest)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, bytes)
}

/** Writes what makes a folder of blobs a layout. */
export function writeIndex(folder: string, entry: Descriptor, tag: string): void {
  writeFileSync(join(folder, 'oci-layout'), JSON.stringify({ imageLayoutVersion: '1.0.0' }))
  const manifests = [{ ...entry, annotations: { [refName]: tag } }]
  writeFileSync(join(folder, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests }))
}

/** Reads the content that a descriptor leads to. */
export const readContent = (folder: string, { digest, mediaType }: Descriptor): Content => ({
  digest,
  mediaType,
  bytes: readFileSync(pathOf(folder, digest)),
})

/** The entry of a tag. */
export function entryIn(folder: string, tag: string): Descriptor {
  const { manifests = [] } = JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8')) as Document
  const found = manifests.find(({ annotations }) => annotations?.[refName] === tag)
  if (!found) throw new Refused(`the layout has no ${tag}`)
  return found
}
