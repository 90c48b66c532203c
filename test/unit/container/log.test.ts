import { describe, expect, it } from 'vitest'
import { linesOf } from '../../../src/container/log.ts'

/** One frame of the engine's stream. */
function frame(stream: 1 | 2, text: string): Buffer {
  const content = Buffer.from(text)
  const head = Buffer.from([stream, 0, 0, 0, 0, 0, 0, 0])
  head.writeUInt32BE(content.length, 4)
  return Buffer.concat([head, content])
}

const stamp = '2026-11-25T17:39:14.413611721Z'
const time = Date.parse('2026-11-25T17:39:14.413Z') + 0.611721

describe('a log as the engine gives it', () => {
  it('is lines of two streams with their times', () => {
    const answer = Buffer.concat([frame(1, `${stamp} one two\n`), frame(2, `${stamp} é\r\n`)])
    expect(linesOf(answer)).toEqual([
      { time: expect.closeTo(time, 3) as number, stream: 'stdout', text: 'one two' },
      { time: expect.closeTo(time, 3) as number, stream: 'stderr', text: 'é' },
    ])
  })

  it('has empty lines, several in a frame, and none without a time', () => {
    const answer = Buffer.concat([frame(1, `${stamp} \n`), frame(1, `${stamp} a\n${stamp} b\nwhat?\n`)])
    expect(linesOf(answer).map(({ text }) => text)).toEqual(['', 'a', 'b'])
  })

  it('keeps no colours', () => {
    expect(linesOf(frame(2, `${stamp} \u001b[31;1mred\u001b[0m\n`))[0]?.text).toBe('red')
  })

  it('is put right by what the engine’s clock is behind', () => {
    expect(linesOf(frame(1, `${stamp} a\n`), 5000)[0]?.time).toBeCloseTo(time + 5000, 3)
  })

  it('may break off anywhere', () => {
    const whole = Buffer.concat([frame(1, `${stamp} one\n`), frame(1, `${stamp} two\n`)])
    for (let length = 0; length <= whole.length; length += 1) {
      const texts = linesOf(whole.subarray(0, length)).map(({ text }) => text)
      expect(texts.length).toBeLessThanOrEqual(2)
      for (const text of texts) expect('one two').toContain(text)
    }
  })
})
