import type { ImageFacts } from '../../suites/image/facts/facts.ts'
import { overviewOf } from '../../suites/image/overview.ts'
import type { Evidence } from '../engine/verdict.ts'
import type { ImageRecord } from '../image/model/overview.ts'
import type { RunEvent } from '../results/events.ts'

export interface OverviewAtEnd {
  onFacts(facts: ImageFacts): void
  /** Takes each event before the reporters do. */
  observe(event: RunEvent): void
}

/**
 * Reports what an image is made of just before the end of the run: only then findings are known, and
 * they decide what of a large image is kept.
 */
export function overviewAtEnd(report: (record: ImageRecord) => void): OverviewAtEnd {
  let facts: ImageFacts | undefined
  const places: Evidence[] = []
  return {
    onFacts(found) {
      facts = found
    },
    observe(event) {
      if (event.type === 'requirement-finished') {
        const { findings, consequences = [] } = event.requirement
        places.push(...[...findings, ...consequences].flatMap(({ evidence }) => evidence))
      }
      const record = event.type === 'run-finished' && facts ? overviewOf(facts, places) : undefined
      if (record) report(record)
    },
  }
}
