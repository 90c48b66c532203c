import { warning, type Judgement } from '../../../src/engine/judgement.ts'
import type { Exchange } from '../../../src/registry/record/exchange.ts'
import type { RegistryContext } from '../target/context.ts'

/** Milliseconds between one look and the next; about four seconds in all. */
const pauses = [250, 500, 1000, 2000]

/** How something stood at the last look, or at the first one where it came right only later. */
export interface Settled {
  /** What the judgement is about. */
  exchange: Exchange
  judgement: Judgement
}

/**
 * Sends a request again for some seconds where an answer does not hold at once: caches and copies need their
 * time, for which no text grants any. What came right later is a warning.
 */
export async function eventually(
  t: Pick<RegistryContext, 'pause'>,
  request: () => Promise<Exchange>,
  judge: (exchange: Exchange) => Judgement,
): Promise<Settled> {
  const exchange = await request()
  const first = judge(exchange)
  if (first.holds) return { exchange, judgement: first }
  let last: Settled = { exchange, judgement: first }
  for (const pause of pauses) {
    await t.pause(pause)
    const again = await request()
    const judgement = judge(again)
    if (judgement.holds)
      return { exchange, judgement: warning({ ...first, title: `${first.title} for a while` }) }
    last = { exchange: again, judgement }
  }
  return last
}
