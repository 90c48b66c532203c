/**
 * BLAKE3 in its plain hashing mode with 32 bytes of output, which is what a `blake3:` digest holds;
 * node:crypto does not have it. Input is cut into chunks of 1024 bytes, each hashed in blocks of 64;
 * chunks are the leaves of a binary tree whose left subtrees are complete, so a stack of one chaining
 * value per level is all that must be remembered, whatever the size of the input.
 */

const iv = Uint32Array.of(
  0x6a09e667,
  0xbb67ae85,
  0x3c6ef372,
  0xa54ff53a,
  0x510e527f,
  0x9b05688c,
  0x1f83d9ab,
  0x5be0cd19,
)

const chunkStart = 1
const chunkEnd = 2
const parent = 4
const root = 8

const chunkLength = 1024
const blockLength = 64

/** Where the words of a message go from one round to the next. */
const permutation = [2, 6, 3, 10, 7, 0, 4, 13, 1, 11, 12, 5, 9, 14, 15, 8]

/** The order of the message's words in each of the seven rounds, one after the other. */
const schedule: Uint8Array = (() => {
  const rounds: number[] = []
  let order = Array.from({ length: 16 }, (_, index) => index)
  for (let round = 0; round < 7; round += 1) {
    rounds.push(...order)
    order = permutation.map((from) => order[from]!)
  }
  return Uint8Array.from(rounds)
})()

const state = new Uint32Array(16)

/** Mixes two words of the message into one column or diagonal of the state. */
function mix(a: number, b: number, c: number, d: number, x: number, y: number): void {
  let va = state[a]!
  let vb = state[b]!
  let vc = state[c]!
  let vd = state[d]!
  va = (va + vb + x) | 0
  vd ^= va
  vd = (vd >>> 16) | (vd << 16)
  vc = (vc + vd) | 0
  vb ^= vc
  vb = (vb >>> 12) | (vb << 20)
  va = (va + vb + y) | 0
  vd ^= va
  vd = (vd >>> 8) | (vd << 24)
  vc = (vc + vd) | 0
  vb ^= vc
  vb = (vb >>> 7) | (vb << 25)
  state[a] = va
  state[b] = vb
  state[c] = vc
  state[d] = vd
}

/** Compresses one block into `out` (eight words), which may be `chaining` itself. */
function compress(
  chaining: Uint32Array,
  message: Uint32Array,
  counter: number,
  length: number,
  flags: number,
  out: Uint32Array,
): void {
  state.set(chaining)
  state[8] = iv[0]!
  state[9] = iv[1]!
  state[10] = iv[2]!
  state[11] = iv[3]!
  state[12] = counter
  state[13] = Math.floor(counter / 2 ** 32)
  state[14] = length
  state[15] = flags
  for (let at = 0; at < 112; at += 16) {
    const word = (index: number) => message[schedule[at + index]!]!
    mix(0, 4, 8, 12, word(0), word(1))
    mix(1, 5, 9, 13, word(2), word(3))
    mix(2, 6, 10, 14, word(4), word(5))
    mix(3, 7, 11, 15, word(6), word(7))
    mix(0, 5, 10, 15, word(8), word(9))
    mix(1, 6, 11, 12, word(10), word(11))
    mix(2, 7, 8, 13, word(12), word(13))
    mix(3, 4, 9, 14, word(14), word(15))
  }
  for (let index = 0; index < 8; index += 1) out[index] = state[index]! ^ state[index + 8]!
}

/** A BLAKE3 hash under way, with the shape of node's own hashes. `digest` may be called once. */
export interface Blake3 {
  update(bytes: Uint8Array): Blake3
  digest(encoding: 'hex'): string
}

export function blake3(): Blake3 {
  /** Chaining values of complete left subtrees; each joins as soon as its right neighbour is complete. */
  const stack: Uint32Array[] = []
  const chaining = Uint32Array.from(iv)
  const block = new Uint8Array(blockLength)
  const words = new Uint32Array(16)
  const view = new DataView(block.buffer)
  let inBlock = 0
  /** Bytes of the current chunk that have been compressed already. */
  let inChunk = 0
  /** Chunks that are complete. */
  let chunks = 0

  const load = () => {
    for (let index = 0; index < 16; index += 1) words[index] = view.getUint32(index * 4, true)
  }
  const startFlag = () => (inChunk === 0 ? chunkStart : 0)

  const join = (left: Uint32Array, right: Uint32Array, flags: number): Uint32Array => {
    words.set(left)
    words.set(right, 8)
    const out = new Uint32Array(8)
    compress(iv, words, 0, blockLength, parent | flags, out)
    return out
  }

  /** Called with a full block which is known not to be the last of the input. */
  const flushBlock = () => {
    load()
    const last = inChunk + blockLength === chunkLength
    compress(chaining, words, chunks, blockLength, startFlag() | (last ? chunkEnd : 0), chaining)
    inChunk += blockLength
    inBlock = 0
    if (!last) return
    let value: Uint32Array = Uint32Array.from(chaining)
    chunks += 1
    // As many subtrees are now complete as the number of chunks has trailing zeros.
    for (let rest = chunks; rest % 2 === 0; rest /= 2) value = join(stack.pop()!, value, 0)
    stack.push(value)
    chaining.set(iv)
    inChunk = 0
  }

  const hash: Blake3 = {
    update(bytes) {
      let at = 0
      while (at < bytes.length) {
        // A full block waits until more comes, since the last one is compressed differently.
        if (inBlock === blockLength) flushBlock()
        const take = Math.min(blockLength - inBlock, bytes.length - at)
        block.set(bytes.subarray(at, at + take), inBlock)
        inBlock += take
        at += take
      }
      return hash
    },
    digest() {
      block.fill(0, inBlock)
      load()
      const only = stack.length === 0
      let value: Uint32Array = new Uint32Array(8)
      compress(chaining, words, chunks, inBlock, startFlag() | chunkEnd | (only ? root : 0), value)
      while (stack.length > 0) {
        const left = stack.pop()!
        value = join(left, value, stack.length === 0 ? root : 0)
      }
      const out = new DataView(new ArrayBuffer(32))
      value.forEach((word, index) => out.setUint32(index * 4, word, true))
      return Buffer.from(out.buffer).toString('hex')
    },
  }
  return hash
}
