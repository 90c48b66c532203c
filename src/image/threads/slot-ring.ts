/** As large as a core's cache takes, and a few of them. */
const slotSize = 256 * 1024
const slots = 4

/** Bytes on their way to another thread. */
export interface SlotRing {
  /** Done, or resolves, when all of the chunk has been copied. */
  put(chunk: Uint8Array): Promise<void> | void
  /** Sends what has come together so far. */
  flush(): void
  /** Takes back a slot that was read. */
  give: (slot: SharedArrayBuffer) => void
  /** Nobody reads any more: what is put is dropped. */
  stop(): void
}

/**
 * Memory that two threads see, filled by the one and read by the other in turn: handing over each chunk
 * in memory of its own cost more than hashing it. A reader that is slow is waited for.
 */
export function slotRing(send: (slot: SharedArrayBuffer, length: number) => void): SlotRing {
  const free: SharedArrayBuffer[] = []
  let made = 0
  let filling: { slot: SharedArrayBuffer; length: number } | undefined
  let goOn: (() => void) | undefined
  const reader = { gone: false }

  const nextSlot = () => {
    if (free.length > 0 || made === slots) return free.pop()
    made += 1
    return new SharedArrayBuffer(slotSize)
  }
  const flush = () => {
    if (filling) send(filling.slot, filling.length)
    filling = undefined
  }
  /** Copies as much as there is room for; answers where the rest begins. */
  const fill = (chunk: Uint8Array, from: number): number => {
    let at = from
    while (at < chunk.length) {
      const slot = filling?.slot ?? nextSlot()
      if (!slot) return at
      filling ??= { slot, length: 0 }
      const part = chunk.subarray(at, at + slotSize - filling.length)
      new Uint8Array(slot).set(part, filling.length)
      filling.length += part.length
      at += part.length
      if (filling.length === slotSize) flush()
    }
    return at
  }
  const fillAll = async (chunk: Uint8Array, from: number) => {
    for (let at = from; at < chunk.length && !reader.gone; at = fill(chunk, at)) {
      // oxlint-disable-next-line no-await-in-loop -- there is no room before
      await new Promise<void>((resolve) => (goOn = resolve))
    }
  }

  return {
    put(chunk) {
      if (reader.gone) return undefined
      const at = fill(chunk, 0)
      return at === chunk.length ? undefined : fillAll(chunk, at)
    },
    flush,
    give(slot) {
      free.push(slot)
      goOn?.()
    },
    stop() {
      reader.gone = true
      goOn?.()
    },
  }
}
