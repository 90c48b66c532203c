/** Lets at most `size` pieces of work run at once, in the order in which they were started. */
export function turns(size: number): (work: () => Promise<void>) => Promise<void> {
  const waiting: (() => void)[] = []
  let free = Math.max(1, size)
  return async (work) => {
    if (free > 0) free -= 1
    else await new Promise<void>((resolve) => waiting.push(resolve))
    try {
      await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else free += 1
    }
  }
}
