import { property, text } from '../json/value.ts'
import type { Reference } from './model.ts'

/** A part of what was named: one image of a layout, or some platforms of an index. */
export interface Selection {
  /** The name or the digest of an entry of index.json; of a docker archive a tag. */
  name?: string
  /** `os/architecture`, with the variant where wanted. */
  platforms?: readonly string[]
}

/** Annotations under which tools store the name of an image in index.json. */
export const nameKeys = ['org.opencontainers.image.ref.name', 'io.containerd.image.name'] as const

/** What leads to an entry of index.json by a name: its names and its digest. */
export function namesOfEntry(descriptor: unknown): string[] {
  const annotations = property(descriptor, 'annotations')
  return [...nameKeys.map((key) => text(annotations, key)), text(descriptor, 'digest')].filter(
    (name) => name !== undefined,
  )
}

/** Whether a platform of an index is one of those that are wanted; one without a platform is. */
function isWanted(platform: unknown, wanted: readonly string[]): boolean {
  if (platform === undefined) return true
  const [os = '', architecture = '', variant] = ['os', 'architecture', 'variant'].map((name) =>
    text(platform, name),
  )
  return wanted.some((each) => {
    const [wantedOs, wantedArchitecture, wantedVariant] = each.split('/')
    const isSame = os === wantedOs && architecture === wantedArchitecture
    return isSame && (wantedVariant === undefined || variant === wantedVariant)
  })
}

/** True for a reference that leads to something else than what was selected: it is neither read nor missed. */
export function isOutside(
  { from, role, descriptor, item }: Reference,
  { name, platforms }: Selection,
): boolean {
  if (name !== undefined && item) return !item.tags.includes(name)
  if (role !== 'manifest') return false
  if (name !== undefined && from.kind === 'layout-index' && !namesOfEntry(descriptor).includes(name))
    return true
  return platforms !== undefined && !isWanted(property(descriptor, 'platform'), platforms)
}

/** What was selected, for people. */
export const selectionInWords = ({ name, platforms = [] }: Selection): string =>
  [...(name === undefined ? [] : [`the name ${JSON.stringify(name)}`]), ...platforms].join(', ')
