/** XXH64, the checksum of zstd frames (RFC 8878, 3.1.1; the algorithm's own specification). */
export interface Xxh64 {
  update(bytes: Uint8Array): void
  /** The whole hash; may be called once. */
  digest(): bigint
}

const p1 = 0x9e3779b185ebca87n
const p2 = 0xc2b2ae3d27d4eb4fn
const p3 = 0x165667b19e3779f9n
const p4 = 0x85ebca77c2b2ae63n
const p5 = 0x27d4eb2f165667c5n
const wrap = (value: bigint): bigint => BigInt.asUintN(64, value)
const rotate = (value: bigint, by: bigint): bigint => wrap((value << by) | (value >> (64n - by)))
const round = (lane: bigint, accumulator = 0n): bigint =>
  wrap(rotate(wrap(accumulator + lane * p2), 31n) * p1)

const stripe = 32

/** The upper half of the last product. */
let high = 0

/**
 * The lower half of a 64-bit product, by numbers of 32 bits: whole layers go through here, and BigInt
 * would take twenty times as long.
 */
function multiply(low: number, upper: number, byLow: number, byUpper: number): number {
  const a0 = low & 0xffff
  const a1 = low >>> 16
  const b0 = byLow & 0xffff
  const b1 = byLow >>> 16
  const first = Math.imul(a0, b0)
  const second = Math.imul(a0, b1)
  const third = Math.imul(a1, b0)
  const middle = (first >>> 16) + (second & 0xffff) + (third & 0xffff)
  high =
    (Math.imul(a1, b1) +
      (second >>> 16) +
      (third >>> 16) +
      (middle >>> 16) +
      Math.imul(upper, byLow) +
      Math.imul(low, byUpper)) |
    0
  return (middle << 16) | (first & 0xffff)
}

const halves = (value: bigint): [low: number, upper: number] => [
  Number(BigInt.asIntN(32, value)),
  Number(BigInt.asIntN(32, value >> 32n)),
]
const [p1Low, p1Upper] = halves(p1)
const [p2Low, p2Upper] = halves(p2)

const whole = (low: number, upper: number): bigint => BigInt(low >>> 0) | (BigInt(upper >>> 0) << 32n)

/** A hash with the seed 0, which is the one that zstd uses. */
export function xxh64(): Xxh64 {
  /** Four accumulators, each as its lower and its upper half. */
  const state = Int32Array.from([p1 + p2, p2, 0n, -p1].flatMap(halves))
  const held = new Uint8Array(stripe)
  const heldView = new DataView(held.buffer)
  let heldLength = 0
  let total = 0

  function take(view: DataView, from: number, to: number): void {
    for (let at = from; at < to; at += 8) {
      const index = ((at - from) & 24) >> 2
      const product = multiply(view.getInt32(at, true), view.getInt32(at + 4, true), p2Low, p2Upper)
      const low = (product + state[index]!) | 0
      const carry = low >>> 0 < product >>> 0 ? 1 : 0
      const upper = (high + state[index + 1]! + carry) | 0
      // Turned left by 31 bits.
      const turnedLow = (low << 31) | (upper >>> 1)
      const turnedUpper = (upper << 31) | (low >>> 1)
      state[index] = multiply(turnedLow, turnedUpper, p1Low, p1Upper)
      state[index + 1] = high
    }
  }

  return {
    update(bytes) {
      total += bytes.length
      let at = 0
      if (heldLength > 0) {
        at = Math.min(stripe - heldLength, bytes.length)
        held.set(bytes.subarray(0, at), heldLength)
        heldLength += at
        if (heldLength < stripe) return
        take(heldView, 0, stripe)
        heldLength = 0
      }
      const whole = at + Math.floor((bytes.length - at) / stripe) * stripe
      take(new DataView(bytes.buffer, bytes.byteOffset, bytes.length), at, whole)
      held.set(bytes.subarray(whole))
      heldLength = bytes.length - whole
    },
    digest() {
      const lanes = [0, 2, 4, 6].map((index) => whole(state[index]!, state[index + 1]!))
      let hash = p5
      if (total >= stripe) {
        hash = [1n, 7n, 12n, 18n].reduce((sum, by, index) => wrap(sum + rotate(lanes[index]!, by)), 0n)
        for (const lane of lanes) hash = wrap((hash ^ round(lane)) * p1 + p4)
      }
      hash = wrap(hash + BigInt(total))
      let at = 0
      for (; at + 8 <= heldLength; at += 8)
        hash = wrap(rotate(hash ^ round(heldView.getBigUint64(at, true)), 27n) * p1 + p4)
      if (at + 4 <= heldLength) {
        hash = wrap(rotate(hash ^ wrap(BigInt(heldView.getUint32(at, true)) * p1), 23n) * p2 + p3)
        at += 4
      }
      for (; at < heldLength; at += 1) hash = wrap(rotate(hash ^ wrap(BigInt(held[at]!) * p5), 11n) * p1)
      hash = wrap((hash ^ (hash >> 33n)) * p2)
      hash = wrap((hash ^ (hash >> 29n)) * p3)
      return hash ^ (hash >> 32n)
    },
  }
}
