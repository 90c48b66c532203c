import type { ConclusionOptions } from '../conclusion/conclusion.ts'
import { foldEvents } from '../fold.ts'
import { writeWhole } from '../../files/write.ts'
import type { Reporter } from '../reporter.ts'
import { resultsParts, resultsText } from './results-text.ts'

/**
 * Writes results.json. It exists from the start of the run, marked as incomplete, so that a run
 * that is killed leaves no older result behind that could be taken for its own.
 */
export function resultsJson(path: string, options: ConclusionOptions = {}): Reporter {
  return {
    name: 'results.json',
    onEvent(event) {
      if (event.type !== 'run-started') return
      writeWhole(path, resultsText(foldEvents([event])))
    },
    onEnd(result) {
      writeWhole(path, resultsParts(result, options))
    },
  }
}
