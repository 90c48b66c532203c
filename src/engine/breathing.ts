/**
 * For loops that only compute: yields to the event loop now and then, for signals and the end of the run's time.
 * Undefined while there is still time, so that a loop waits only where it has to.
 */
export function breathing(every = 50): () => Promise<void> | undefined {
  let last = performance.now()
  const breath = async () => {
    await new Promise((resolve) => setImmediate(resolve))
    last = performance.now()
  }
  return () => (performance.now() - last < every ? undefined : breath())
}
