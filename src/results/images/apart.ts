import type { RunResult } from '../result.ts'
import { imagesOf } from './join.ts'

/**
 * What keeps the images of shards from being those of one run, for people; undefined where they are, or where shards are not of many
 * images. Tags may move between the lists of two shards; what was listed by the user does not.
 */
export function imagesApart(shards: readonly { name: string; result: RunResult }[]): string | undefined {
  const all = shards.flatMap(({ name, result }) => {
    const images = imagesOf(result)
    return images
      ? [{ name, images, digests: new Map(images.list.map((each) => [each.name, each.digest])) }]
      : []
  })
  const [first, ...others] = all
  if (!first) return undefined
  const without = shards.find(({ result }) => !imagesOf(result))
  if (without) return `${without.name} is not of many images, and ${first.name} is`
  const owners = new Map<string, (typeof all)[number]>()
  for (const other of others) {
    const shared = first.images.list.filter(({ name }) => other.digests.has(name)).length
    const isSame = shared === first.images.list.length && shared === other.images.list.length
    if (first.images.named || other.images.named ? !isSame : shared === 0)
      return `${first.name} and ${other.name} list different images`
  }
  for (const each of all) {
    for (const at of each.images.own) {
      const image = each.images.list[at]
      if (!image) return `${each.name} has an image that it does not list`
      const owner = owners.get(image.name)
      // Where the lists are the same, so is the division.
      if (owner && isAlike(owner.digests, each.digests))
        return `the image ${image.name} was validated twice: in ${owner.name} and in ${each.name}`
      owners.set(image.name, each)
    }
  }
  const missing = first.images.list.find(({ name }) => !owners.has(name))
  if (missing && all.every(({ digests }) => isAlike(first.digests, digests)))
    return `the image ${missing.name} was not validated in any shard`
  return undefined
}

type Digests = ReadonlyMap<string, string | undefined>

const isAlike = (one: Digests, other: Digests): boolean =>
  one === other ||
  (one.size === other.size &&
    [...one].every(([name, digest]) => other.has(name) && other.get(name) === digest))
