/** The turn of one of those that started. */
export interface Turn {
  /** Does the work when all of lower number that have started by now are done, with none beside it. */
  take: <Value>(work: () => Promise<Value>) => Promise<Value>
  /** Lets the others go on, where the turn was not taken too. */
  end: () => void
  /** When all that have started by now have ended. */
  others: () => Promise<void>
}

const nothing = (): void => undefined

/** Lets work that is prepared at the same time be done in one order, whichever is ready first. */
export function createTurns(): { enter: (number: number) => Turn } {
  const waiting = new Map<number, Promise<void>>()
  let last: Promise<unknown> = Promise.resolve()
  return {
    enter(number) {
      let end = nothing
      waiting.set(number, new Promise((resolve) => (end = resolve)))
      return {
        end,
        async others() {
          await Promise.all(waiting.values())
        },
        async take(work) {
          await Promise.all([...waiting].flatMap(([other, done]) => (other < number ? [done] : [])))
          const mine = last.then(work)
          last = mine.catch(() => undefined)
          return mine
        },
      }
    },
  }
}
