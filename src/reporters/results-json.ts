import { mkdirSync, writeFileSync } from 'node:fs'
import { rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { ConclusionOptions } from '../engine/conclusion.ts'
import { collect } from '../engine/results.ts'
import type { Reporter } from './reporter.ts'
import { resultsText } from './results-text.ts'

/**
 * Writes results.json. It is there from the start of the run, told as incomplete, so that a run
 * that is killed leaves no older result behind that could be taken for its own.
 */
export function resultsJson(path: string, options: ConclusionOptions = {}): Reporter {
  return {
    name: 'results.json',
    onEvent(event) {
      if (event.type !== 'run-started') return
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, resultsText(collect([event])))
    },
    async onEnd(result) {
      const unfinished = `${path}.part`
      await writeFile(unfinished, resultsText(result, options))
      await rename(unfinished, path)
    },
  }
}
