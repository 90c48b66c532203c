import { defineTest, type Test } from '../define.ts'
import type { RegistryContext } from '../target/context.ts'
import { measurementOf, type Sample } from './measure.ts'

/**
 * A test of content of real size. It runs at depth thorough only, alone, so that its times mean something, and after all
 * scripted tests. What does not fit the limits of a registry is skipped or unsupported: no text grants a size.
 */
export const scaleTest = (test: Test): Test =>
  defineTest({ ...test, depth: 'thorough', phase: 'late', alone: true, timeFactor: 10 })

/** For requests that take as long as their content is large: by what their time limits are multiplied. */
export const slow = { timeFactor: 10 } as const

/** Records how long operations took, where there were any. */
export function record(
  t: RegistryContext,
  operation: string,
  samples: readonly Sample[],
  remark?: string,
): void {
  const measurement = measurementOf(operation, samples, remark)
  if (measurement) t.recordMeasurement(measurement)
}

/** Does the work for each item, some at the same time; ends early where one returns false. In the order of the items. */
export async function eachOf<Item>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<boolean>,
): Promise<void> {
  const waiting = items.values()
  let goesOn = true
  const worker = async () => {
    for (const item of waiting) {
      if (!goesOn) return
      if (!(await work(item))) goesOn = false
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
}
