/**
 * What is read of an image at most. These limits bound time and memory; no specification has them, so reaching one is
 * never a violation: what is behind it cannot be evaluated.
 */
export const imageLimits = {
  'document-size': { default: 8 * 1024 ** 2, most: 256 * 1024 ** 2, about: 'bytes of one JSON document' },
  'document-depth': { default: 100, most: 10_000, about: 'levels of nesting in one JSON document' },
  'documents-size': { default: 128 * 1024 ** 2, most: 1024 ** 3, about: 'bytes of all JSON documents' },
  'index-depth': { default: 32, most: 1000, about: 'indexes inside of each other' },
  nodes: { default: 20_000, most: 1_000_000, about: 'blobs that descriptors lead to' },
  'layer-size': { default: 128 * 1024 ** 3, most: 2 ** 50, about: 'decompressed bytes of one layer' },
  'layer-ratio': { default: 2000, most: 1_000_000, about: 'decompressed bytes for each compressed one' },
  'layer-names': { default: 128 * 1024 ** 2, most: 1024 ** 3, about: 'characters of the paths of one layer' },
  'tar-header': { default: 1024 ** 2, most: 256 * 1024 ** 2, about: 'bytes of one extended header of a tar' },
  'zstd-window': { default: 128 * 1024 ** 2, most: 2 ** 31, about: 'bytes of the window of a zstd frame' },
  members: { default: 1_000_000, most: 1_000_000_000, about: 'gzip members or zstd frames of one blob' },
} as const

export type LimitName = keyof typeof imageLimits

/** Limits that are not the default ones. */
export type ImageLimits = { readonly [Name in LimitName]?: number }

/** The limit that applies. */
export const limitOf = (limits: ImageLimits | undefined, name: LimitName): number =>
  limits?.[name] ?? imageLimits[name].default

/** The end of a sentence about something that is beyond a limit: which one, and the option that raises it. */
export const raising = (name: LimitName): string =>
  `the limit ${name}; raise it with --limit ${name}=<number>`

const isLimit = (name: string): name is LimitName => Object.hasOwn(imageLimits, name)

/** Limits from `name=number` texts. Throws an Error whose message contains what to write instead. */
export function parseLimits(texts: readonly string[]): ImageLimits {
  return Object.fromEntries(
    texts.map((text) => {
      const [, name = '', digits = ''] = /^([a-z-]+)=(\d{1,16})$/.exec(text) ?? []
      if (!isLimit(name)) {
        throw new Error(`write <name>=<number>; the names are ${Object.keys(imageLimits).join(', ')}`)
      }
      const { most } = imageLimits[name]
      const value = Number(digits)
      if (value < 1 || value > most) throw new Error(`give ${name} a whole number from 1 to ${most}`)
      return [name, value]
    }),
  )
}
