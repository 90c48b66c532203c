import { it } from 'vitest'

/** The parts of the table in docs/hostile-input.md, in its order. */
export const parts = [
  'Secrets',
  'Registries',
  'Images and archives',
  'Stored results',
  'Untrusted checkouts',
  'Clean-up',
  'Outages',
  'Limits and signals',
  'The machine',
] as const

/** One attack or disturbance, as the table lists it. */
export interface Attack {
  part: (typeof parts)[number]
  /** What is sent, planted or taken away: `a Link field of 200 parameters without an end`. */
  what: string
  /** What happens then: `the run ends in its usual time, the requirement fails`. */
  result: string
}

declare module 'vitest' {
  interface TaskMeta {
    attack?: Attack
  }
}

/** A test of one row of the table. The row is there because the test passes, and only then. */
export const attack = (row: Attack, test: () => Promise<void> | void, timeout?: number): void => {
  it(
    `${row.part}: ${row.what}: ${row.result}`,
    timeout === undefined ? {} : { timeout },
    async ({ task }) => {
      task.meta.attack = row
      await test()
    },
  )
}
