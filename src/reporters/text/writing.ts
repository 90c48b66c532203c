import type { RunResult } from '../../results/result.ts'
import { writeWhole } from '../../files/write.ts'
import type { Reporter } from '../../results/reporter.ts'

/** A reporter that makes one file of the whole result. */
export const writing = (name: string, path: string, textOf: (result: RunResult) => string): Reporter => ({
  name,
  onEnd(result) {
    writeWhole(path, textOf(result))
  },
})
