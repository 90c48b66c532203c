import { expect, it } from 'vitest'
import { describe as descriptorOf, emptyContent } from '../../src/content/content.ts'
import { imageManifest } from '../../src/content/manifest.ts'
import { padded } from '../../src/content/padding.ts'

const manifest = imageManifest({
  config: descriptorOf(emptyContent),
  layers: [descriptorOf(emptyContent)],
  annotations: { of: 'a test' },
})
const { length } = manifest.bytes

it.each([0, 40, 1000, 65_536, 65_569, 65_570, 65_600, 131_072 + 66, 131_072 + 67, 1_000_000])(
  'makes a manifest exactly %i bytes longer, and leaves it a manifest',
  (more) => {
    const longer = padded(manifest, length + more)
    expect(longer.bytes.length).toBe(length + more)
    const { annotations, ...rest } = JSON.parse(new TextDecoder().decode(longer.bytes)) as Record<
      string,
      unknown
    >
    expect(rest).toEqual({
      ...(JSON.parse(new TextDecoder().decode(manifest.bytes)) as object),
      annotations: undefined,
    })
    expect(annotations).toMatchObject({ of: 'a test' })
  },
)

it.each([-1, 1, 10])('refuses what it cannot do: %i bytes more', (more) => {
  expect(() => padded(manifest, length + more)).toThrow(RangeError)
})

it('refuses a manifest without annotations', () => {
  const bare = imageManifest({ config: descriptorOf(emptyContent), layers: [] })
  expect(() => padded(bare, 10_000)).toThrow('without annotations')
})
