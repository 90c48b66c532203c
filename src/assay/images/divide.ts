import type { Shard } from '../../engine/shard.ts'

/** An image as far as it matters for a division. */
export interface Piece {
  /** The same for images that are read once, such as two tags of one digest: they stay together. */
  key: string
  /** Bytes of what is read of it, by their keys: what several images share has the same key in all of them. */
  blobs: ReadonlyMap<string, number>
}

/** What an image takes besides its blobs, in bytes that could be read meanwhile. */
const ofEach = 256 * 1024

interface Share {
  cost: number
  blobs: Set<string>
}

/**
 * The number of the shard of each piece, from 1. The largest goes first, each to the shard that is done with it soonest, where bytes
 * that this shard has not yet count twice: so that layers which images share are read by few shards, and none has much
 * more to do than another. Each machine finds the same division from the same pieces, in whatever order they are.
 */
export function divide(pieces: readonly Piece[], count: Shard['count']): number[] {
  const shares = Array.from({ length: count }, (): Share => ({ cost: 0, blobs: new Set() }))
  const byKey = new Map(pieces.map((piece) => [piece.key, piece]))
  const largestFirst = [...byKey.values()]
    .map((piece) => ({ ...piece, size: [...piece.blobs.values()].reduce((sum, size) => sum + size, ofEach) }))
    .toSorted((one, other) => other.size - one.size || (one.key < other.key ? -1 : 1))
  const shardOf = new Map<string, number>()
  for (const { key, blobs } of largestFirst) {
    const more = shares.map((share) => missing(share, blobs))
    const until = (at: number) => shares[at]!.cost + 2 * more[at]!
    const best = shares.reduce((least, _, at) => (until(at) < until(least) ? at : least), 0)
    const share = shares[best]!
    share.cost += more[best]!
    for (const blob of blobs.keys()) share.blobs.add(blob)
    shardOf.set(key, best + 1)
  }
  return pieces.map(({ key }) => shardOf.get(key) ?? 1)
}

const missing = ({ blobs: known }: Share, blobs: Piece['blobs']): number => {
  let size = ofEach
  for (const [key, bytes] of blobs) if (!known.has(key)) size += bytes
  return size
}
