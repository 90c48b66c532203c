import { violated } from '../../../../src/engine/judgement.ts'
import { causeIn } from '../../judges/causes.ts'
import type { Document, Manifest } from '../../../../src/image/model/model.ts'
import type { ImageFacts, Unread } from '../../facts/facts.ts'
import { placeIn, type JudgeOptions, type Check } from '../../judges/check.ts'
import { judgeReading } from '../../layer/judges/unread.ts'
import { property, quoted, text } from '../../../../src/image/json/value.ts'

/** The files with the names of users and groups of an image. */
export const accountFiles = { user: 'etc/passwd', group: 'etc/group' } as const

/** A name that a converter has to look up. */
interface NamedAccount {
  what: 'user' | 'group'
  name: string
  config: Document
  manifest: Manifest
}

/** Users and groups of Linux images that are names; numbers are copied as they are. */
export function usersOf({ manifests }: Pick<ImageFacts, 'manifests'>): NamedAccount[] {
  return manifests.flatMap((manifest): NamedAccount[] => {
    const { configDocument: config } = manifest
    if (!config || text(config.value, 'os') !== 'linux') return []
    const user = text(property(config.value, 'config'), 'User') ?? ''
    const [name = '', group = '', ...more] = user.split(':')
    if (more.length > 0) return []
    const named = ([what, value]: readonly ['user' | 'group', string]): NamedAccount[] =>
      value === '' || /^-?\d+$/.test(value) ? [] : [{ what, name: value, config, manifest }]
    return [...named(['user', name]), ...named(['group', group])]
  })
}

/** The files that are looked into, by the digest of the layer: those of images that name accounts. */
export function filesOfAccounts(manifests: readonly Manifest[]): Map<string, readonly string[]> {
  const files = new Map<string, readonly string[]>()
  for (const { manifest } of usersOf({ manifests })) {
    for (const { digest } of manifest.layers) {
      if (digest !== undefined) files.set(digest, Object.values(accountFiles))
    }
  }
  return files
}

/** The last file of a path in the layers of an image; undefined where a layer above cannot be read. */
export function fileOf({ blobs }: ImageFacts, { layers }: Manifest, path: string): Uint8Array | undefined {
  for (const { digest } of layers.toReversed()) {
    const kept = digest === undefined ? undefined : blobs.get(digest)?.facts?.kept
    if (!kept) return undefined
    const file = kept[path]
    if (file === 'unknown') return undefined
    if (file !== undefined) return file === 'removed' ? new Uint8Array() : file
  }
  return new Uint8Array()
}

/** Accounts that can be looked up in the layers that are here. */
export const resolvable = (image: ImageFacts): number =>
  usersOf(image).filter(({ what, manifest }) => fileOf(image, manifest, accountFiles[what]) !== undefined)
    .length

/** Where no image has layers in which its accounts can be looked up: the cause for the first layer that cannot be read. */
export function unreadUsers(image: ImageFacts, options: JudgeOptions): Unread | undefined {
  const users = usersOf(image)
  if (resolvable(image) > 0) return undefined
  for (const { digest, mediaType } of users.flatMap(({ manifest }) => manifest.layers.toReversed())) {
    if (digest === undefined) continue
    const facts = image.blobs.get(digest)?.facts
    const layer = facts && { digest, mediaType, facts, ofImage: true }
    const cause = image.causes.of(digest) ?? (layer ? causeIn(judgeReading(layer), options) : undefined)
    if (cause) return { kinds: ['layer'], ...cause }
  }
  return undefined
}

/** Names that neither /etc/passwd nor /etc/group has. */
export function* judgeUsers(image: ImageFacts): Generator<Check> {
  for (const { what, name, config, manifest } of usersOf(image)) {
    const path = accountFiles[what]
    const file = fileOf(image, manifest, path)
    if (file === undefined) continue
    const names = Buffer.from(file)
      .toString('utf8')
      .split('\n')
      .map((line) => line.split(':')[0])
    if (names.includes(name)) continue
    yield {
      requirement: 'conversion.user.resolves',
      judgement: violated(
        `runs as a ${what} that does not exist in its filesystem`,
        `an entry for ${quoted(name)} in /${path}, or a number`,
        file.length === 0 ? `no /${path}` : `${names.length} other entries`,
      ),
      evidence: [placeIn(config.source, '/config/User')],
    }
  }
}
