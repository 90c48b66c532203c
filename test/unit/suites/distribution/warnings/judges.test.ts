import { describe, expect, it } from 'vitest'
import {
  hasWarningForm,
  parseWarnings,
  warnsBriefly,
  warnsWith,
} from '../../../../../suites/distribution/warnings/judges.ts'
import type { Answer } from '../exchange.ts'
import { cases } from '../judges/verdict.ts'

const warning = (...values: string[]): Answer => ({
  headers: values.map((value) => ['Warning', value] as const),
})
const date = '"Sat, 25 Aug 2012 23:34:45 GMT"'

describe('parseWarnings', () => {
  it.each<[string, object[] | undefined]>([
    ['299 - "old"', [{ code: '299', agent: '-', text: '"old"' }]],
    ['299 - "one", 299 - "two, three"', [{ text: '"one"' }, { text: '"two, three"' }]],
    ['299 - "a \\" b"', [{ text: '"a \\" b"' }]],
    ['299 - ""', [{ text: '""' }]],
    [`110 proxy:80 "stale" ${date}`, [{ code: '110', agent: 'proxy:80', date: date.slice(1, -1) }]],
    ['299 - old', undefined],
    ['299 "old"', undefined],
    ['old', undefined],
    ['', undefined],
    ['299 - "old" more', undefined],
  ])('%s: %o', (value, wanted) => {
    if (wanted) expect(parseWarnings(value)).toMatchObject(wanted)
    else expect(parseWarnings(value)).toBeUndefined()
  })

  it('ends soon on a long value', () => {
    expect(parseWarnings(`299 - "${'\\\\'.repeat(50_000)}`)).toBeUndefined()
  })
})

cases('hasWarningForm', hasWarningForm, [
  [{}, 'holds'],
  [warning('299 - "old"', '299 - "slow"'), 'holds'],
  [warning('299 - "old"', 'slow'), 'violated'],
])

cases('the code', warnsWith('code'), [
  [warning('299 - "old"'), 'holds'],
  [warning('199 - "old"'), 'violated'],
  [warning('299 - "old", 199 - "slow"'), 'violated'],
  [warning('old'), 'holds'],
])

cases('the agent', warnsWith('agent'), [
  [warning('299 - "old"'), 'holds'],
  [warning('299 registry "old"'), 'violated'],
])

cases('the date', warnsWith('date'), [
  [warning('299 - "old"'), 'holds'],
  [warning(`299 - "old" ${date}`), 'violated'],
])

cases('warnsBriefly', warnsBriefly, [
  [{}, 'holds'],
  [warning('x'.repeat(4096)), 'holds'],
  [warning('x'.repeat(4097)), 'violated'],
  [warning('x'.repeat(2000), 'y'.repeat(2097)), 'violated'],
])
