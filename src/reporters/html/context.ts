import type { TargetLog } from '../../results/log/target-log.ts'
import type { BodyRecord, ExchangeRecord } from '../../registry/record/exchange.ts'
import type { Reproductions } from '../../results/reproduction/reproduction.ts'
import type { Seen } from '../text/finding-text.ts'
import type { Exhibit } from './exchange.ts'

/** What the page's parts need to show evidence. */
export interface PageContext extends Pick<Seen, 'invocations'> {
  exhibit: Exhibit
  exchanges: ReadonlyMap<number, ExchangeRecord>
  reproductions: Reproductions
  /** Scripts that the page has a place for, by requirement. */
  scripts: Map<string, string>
  /** Bodies of the run by their digest. */
  bodies: ReadonlyMap<string, BodyRecord>
  /** What the target wrote, where the run started it. */
  log?: TargetLog | undefined
}
