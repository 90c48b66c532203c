/** Rows that are checked at once: most wait for files and threads. */
const abreast = 5

/**
 * What is wrong in the rows of a table, one line each: `<name of the row>: <problem>`. A table is one test, since thousands
 * of tests take longer to be listed than to be run, and its expectation is that this is empty. A row whose check throws
 * has the error as its problem.
 */
export async function problemsIn<Row>(
  rows: Iterable<Row>,
  nameOf: (row: Row) => string,
  check: (row: Row) => Iterable<string> | AsyncIterable<string>,
): Promise<string[]> {
  const problems: string[] = []
  const queue = rows[Symbol.iterator]()
  const work = async () => {
    for (let next = queue.next(); !next.done; next = queue.next()) {
      const name = nameOf(next.value)
      try {
        for await (const problem of check(next.value)) problems.push(`${name}: ${problem}`)
      } catch (error) {
        problems.push(`${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
      }
    }
  }
  await Promise.all(Array.from({ length: abreast }, work))
  return problems
}
