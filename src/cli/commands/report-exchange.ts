import type { ExchangeRecord } from '../../registry/record/exchange.ts'
import { exchangesOf } from '../../results/causes/causes.ts'
import { exitCodes, Failure } from '../../results/conclusion/failure.ts'
import { noCommands } from '../../results/text/printable.ts'
import type { RunResult } from '../../results/result.ts'
import { wholeExchange } from '../../reporters/terminal/exchanges.ts'
import { paintFor } from '../../reporters/terminal/paint.ts'

/** `--exchange 303`: prints exchanges of a stored result as they were sent, secrets masked. */
export function printExchanges(
  result: RunResult,
  numbers: readonly number[],
  stream: NodeJS.WriteStream,
): void {
  const records = exchangesOf(result)
  const sheet = { paint: paintFor(stream), width: stream.columns ?? 80 }
  const texts = numbers.map((number) => wholeExchange(find(number, records), sheet).join('\n'))
  stream.write(`${noCommands(texts.join('\n\n'))}\n`)
}

function find(number: number, records: ReadonlyMap<number, ExchangeRecord>): ExchangeRecord {
  const record = records.get(number)
  if (record) return record
  const known = [...records.keys()]
  const advice =
    known.length === 0
      ? 'an image in files has none'
      : `its exchanges are numbered from ${Math.min(...known)} to ${Math.max(...known)}; some that passed are not stored`
  throw new Failure(`the result has no exchange ${number}`, exitCodes.usage, advice)
}
