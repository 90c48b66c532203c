import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { AssayResult, Reporter } from './reporter.ts'

/** A reporter that makes one file of the whole result. */
export const writing = (name: string, path: string, textOf: (result: AssayResult) => string): Reporter => ({
  name,
  async onEnd(result) {
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, textOf(result))
  },
})
