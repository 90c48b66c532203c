import { placeIn } from '../../judges/check.ts'
import { namedImagesOf } from '../../view/named.ts'
import { isPlatform } from '../../view/platform.ts'
import { breach, unreadOf, type Examined, type Seen } from '../seen.ts'

/** Platforms that each named image has to have. */
export const judgePlatforms = (wanted: readonly string[]) =>
  function* judge(examined: Examined): Generator<Seen> {
    const { facts } = examined
    const isLost = facts.unread.some(({ kinds }) => kinds.includes('manifest'))
    for (const { platforms, artifact, source, pointer } of namedImagesOf(facts)) {
      if (artifact) continue
      const missing = wanted.filter((each) => !platforms.some((platform) => isPlatform(platform, each)))
      // It may be what could not be read.
      if (missing.length > 0 && isLost) yield unreadOf(examined, 'manifest', 'a manifest could not be read')
      else
        for (const platform of missing)
          yield breach(
            `has no image for ${platform}`,
            `images for ${wanted.join(', ')}`,
            platforms.length === 0 ? 'no platform' : platforms.join(', '),
            placeIn(source, pointer),
          )
    }
    if (facts.documents.length === 0) yield unreadOf(examined, 'manifest', 'nothing could be read')
  }
