import { describe, expect, it } from 'vitest'
import { isThere } from '../../../../../suites/distribution/model/presence.ts'
import { elsewhere, historyOf, home, manifest, put, remove, type Sent } from './exchanges.ts'

const [a, b] = [manifest('a'), manifest('b')]
const at = (sent: Sent, start: number, end: number): Sent => ({ ...sent, at: [start, end] })

const rows: [string, Sent[], number][] = [
  ['never pushed', [], Infinity],
  ['pushed once', [at(put(a, 'v1'), 0, 5)], 5],
  ['pushed in another repository', [at(put(a, 'v1', { repository: elsewhere }), 0, 5)], Infinity],
  ['moved', [at(put(a, 'v1'), 0, 5), at(put(b, 'v1'), 10, 15)], 15],
  ['moved twice at once', [at(put(a, 'v1'), 0, 12), at(put(b, 'v1'), 10, 15)], Infinity],
  ['perhaps moved', [at(put(a, 'v1'), 0, 5), at(put(b, 'v1', { status: 500 }), 10, 15)], Infinity],
  ['deleted', [at(put(a, 'v1'), 0, 5), at(remove('v1'), 10, 15)], Infinity],
  ['pushed again', [at(put(a, 'v1'), 0, 5), at(remove('v1'), 10, 15), at(put(a, 'v1'), 20, 25)], 25],
  ['deleted with its manifest', [at(put(a, 'v1'), 0, 5), at(remove(a.digest), 10, 15)], Infinity],
  ['deleted so meanwhile', [at(put(a, 'v1'), 0, 5), at(remove(a.digest), 3, 4)], Infinity],
  ['pushed after it', [at(remove(a.digest), 0, 5), at(put(a, 'v1'), 10, 15)], 15],
  ['beside another manifest', [at(put(a, 'v1'), 0, 5), at(put(b), 6, 7), at(remove(b.digest), 10, 15)], 5],
]

describe('the time from which a tag is set for good', () => {
  it.each(rows)('of one %s', (_, sent, since) => {
    const history = historyOf(sent)
    expect(history.setSince(home, 'v1')).toBe(since)
    // It saves a look at the writes, and finds what they say.
    const known = Number.isFinite(since)
    const possible = history.possibleTag(home, 'v1', { start: known ? since : 5, end: 100 })
    if (known) expect(isThere(possible)).toBe(true)
  })
})
