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
  return platform === undefined || wanted.some((each) => isPlatform(platform, each))
}

/** Whether a descriptor's platform, or a configuration, is of `os/architecture[/variant]`. */
export function isPlatform(platform: unknown, wanted: string): boolean {
  const [os, architecture, variant] = wanted.split('/')
  const isSame = text(platform, 'os') === os && text(platform, 'architecture') === architecture
  return isSame && (variant === undefined || text(platform, 'variant') === variant)
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
