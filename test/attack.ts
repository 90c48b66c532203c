import { it } from 'vitest'
import type { Attack } from './attack-table.ts'

declare module 'vitest' {
  interface TaskMeta {
    attack?: Attack
  }
}

/** A test of one row of the table. The row is there because the test passes, and only then. */
export const attack = (row: Attack, test: () => Promise<void> | void, timeout?: number): void => {
  const name = `${row.part}: ${row.what}: ${row.result}`
  it(name, { meta: { attack: row }, ...(timeout === undefined ? {} : { timeout }) }, () => test())
}
