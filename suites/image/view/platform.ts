import { property, text } from '../../../src/image/json/value.ts'

/** Of arm64 this variant is the one that is meant without any. */
const usual = /^([^/]+\/arm64)\/v8$/

/** `os/architecture[/variant]` of a platform in an index, or of a configuration; undefined where it has none. */
export function platformOf(value: unknown): string | undefined {
  const [os, architecture, variant] = ['os', 'architecture', 'variant'].map((name) => text(value, name))
  if (os === undefined || architecture === undefined) return undefined
  return [os, architecture, ...(variant === undefined || variant === '' ? [] : [variant])].join('/')
}

/** The platform of a descriptor in an index. */
export const platformOfDescriptor = (descriptor: unknown): string | undefined =>
  platformOf(property(descriptor, 'platform'))

/** Whether a platform is the one that is wanted; without a variant, any of them is. */
export function isPlatform(platform: string, wanted: string): boolean {
  const [is, want] = [platform, wanted].map((each) => each.replace(usual, '$1'))
  return is === want || (want?.split('/').length === 2 && is?.startsWith(`${want}/`) === true)
}
