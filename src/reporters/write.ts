import { writeWhole } from '../files/write.ts'
import type { AssayResult, Reporter } from './reporter.ts'

/** A reporter that makes one file of the whole result. */
export const writing = (name: string, path: string, textOf: (result: AssayResult) => string): Reporter => ({
  name,
  onEnd(result) {
    writeWhole(path, textOf(result))
  },
})
