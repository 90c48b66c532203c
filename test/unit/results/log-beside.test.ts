import { describe, expect, it } from 'vitest'
import { joinLogs, type LogLine, type TargetLog } from '../../../src/results/log/target-log.ts'
import { linesAround, logBeside, logTail } from '../../../src/results/log/log-beside.ts'
import { exchange } from '../reporters/fixture.ts'

const line = (at: number, text: string): LogLine => ({ at, stream: 'stderr', text })
const seen = {
  ...exchange(1, { request: 'GET /v2/a/manifests/assay-tag-12345678?n=1' }),
  startedAt: 1000,
  duration: 50,
}

describe('the lines around an exchange', () => {
  it('are those of its time, and a little more', () => {
    const all = [900, 980, 1000, 1040, 1190, 1210].map((at) => line(at, `at ${at}`))
    expect(linesAround(all, seen).map(({ at }) => at)).toEqual([980, 1000, 1040, 1190])
  })

  it('are those alone that name what was requested, where there are any', () => {
    const whole = line(1001, 'GET /v2/a/manifests/assay-tag-12345678 200')
    const part = line(1002, 'loading assay-tag-12345678')
    const head = line(1000, 'HEAD /v2/a/manifests/assay-tag-12345678 200')
    expect(linesAround([line(1000, 'other'), head, whole, part], seen)).toEqual([whole, part])
  })

  // `tags/list` is in half of all lines, and distinguishes nothing.
  it('are not chosen by a word that all have', () => {
    const list = { ...exchange(1, { request: 'GET /v2/a/tags/list' }), startedAt: 1000, duration: 1 }
    const all = [line(1000, 'list'), line(1001, 'what')]
    expect(linesAround(all, list)).toEqual(all)
  })
})

const log = (lines: readonly LogLine[]): TargetLog => ({ source: 'image', lines, omitted: 0 })
const evidence = [{ kind: 'exchange', exchange: 1 } as const]

it('are safe to print, and not too many', () => {
  const lines = Array.from({ length: 20 }, (_, index) =>
    line(1000 + index, `\u001b[2J${index}${'x'.repeat(5000)}`),
  )
  const beside = logBeside(evidence, new Map([[1, seen]]), log(lines))
  expect(beside).toHaveLength(13)
  expect(beside[0]).toMatch(/^\\u\{1b\}\[2J0x{500,600}/)
  expect(beside[0]!.length).toBeLessThan(700)
  expect(beside.at(-1)).toBe('and 8 more in results.json')
  expect(logTail(log(lines), 3)).toHaveLength(3)
})

it('are absent where nothing was sent, or where there is no log', () => {
  expect(logBeside([{ kind: 'content', source: 'a' }], new Map([[1, seen]]), log([line(1000, 'a')]))).toEqual(
    [],
  )
  expect(logBeside(evidence, new Map([[1, seen]]), undefined)).toEqual([])
  expect(logBeside(evidence, new Map(), log([line(1000, 'a')]))).toEqual([])
})

it('of several machines are one log in order of time', () => {
  const one = { ...log([line(1, 'a'), line(5, 'c')]), omitted: 2, ended: 'exit code 1' }
  const other = { ...log([line(3, 'b')]), omitted: 1 }
  expect(joinLogs([one, other])).toEqual({
    source: 'image',
    lines: [line(1, 'a'), line(3, 'b'), line(5, 'c')],
    omitted: 3,
    ended: 'exit code 1',
  })
  expect(joinLogs([])).toBeUndefined()
})
