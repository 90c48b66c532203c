import { shardName, type Shard } from '../../engine/shard.ts'
import { exitCodes, Failure } from '../../results/conclusion/failure.ts'
import type { ImagesOfShard } from '../../results/images/record.ts'
import { plural } from '../../results/text/words.ts'
import { divide } from './divide.ts'
import type { ListedImage } from './list.ts'
import type { Surveyed } from './survey.ts'

/** The images of one shard of a run, with what it states of the division. */
export interface ShareOfImages {
  own: { image: ListedImage; place: number }[]
  record: Pick<ImagesOfShard, 'named' | 'list' | 'own'>
}

/** Manifests that are looked at at once. */
const atOnce = 16

/**
 * Divides images by the size of what they consist of and by what they share. Each shard looks at the manifests of all images for that, and
 * needs no other one. Throws Failure where there is nothing for this shard.
 */
export async function shareOfImages(
  images: readonly ListedImage[],
  shard: Shard,
  named: boolean,
  survey: (image: ListedImage) => Promise<Surveyed>,
): Promise<ShareOfImages> {
  const surveyed: Surveyed[] = []
  const waiting = images.entries()
  const lane = async () => {
    for (const [place, image] of waiting) surveyed[place] = await survey(image)
  }
  await Promise.all(Array.from({ length: atOnce }, lane))
  const shards = divide(surveyed, shard.count)
  const own = images.flatMap((image, place) => {
    if (shards[place] !== shard.index) return []
    const digest = surveyed[place]?.digest
    return [{ image: digest === undefined ? image : { ...image, digest }, place }]
  })
  if (own.length === 0) {
    const units = new Set(surveyed.map(({ key }) => key)).size
    const advice = `there ${units === 1 ? 'is' : 'are'} ${plural(units, 'image')} that can be divided: take fewer shards`
    throw new Failure(`there is no image for shard ${shardName(shard)}`, exitCodes.usage, advice)
  }
  const list = images.map(({ name }, place) => {
    const digest = surveyed[place]?.digest
    return digest === undefined ? { name } : { name, digest }
  })
  return { own, record: { named, list, own: own.map(({ place }) => place) } }
}
