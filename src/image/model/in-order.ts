/** The results of several tasks in the order of their items, of which a limited number is under way at once. Tasks must not reject. */
export async function* inOrder<Item, Result>(
  items: readonly Item[],
  atOnce: number,
  run: (item: Item) => Promise<Result>,
): AsyncGenerator<readonly [Item, Result]> {
  const running: Promise<Result>[] = []
  for (const [at, item] of items.entries()) {
    const started = at + running.length
    for (const next of items.slice(started, at + atOnce)) running.push(run(next))
    const first = running.shift()
    if (first) yield [item, await first]
  }
}
