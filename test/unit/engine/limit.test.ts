import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { breathing } from '../../../src/engine/breathing.ts'
import { limitRun, unlessEnded } from '../../../src/engine/limit.ts'

const never = new Promise<never>(() => {})
const described = ({ cause }: { cause: string }) => new Error(cause)

describe('the limit of a run', () => {
  it('is what comes first, and an interrupt is known also after its time', async () => {
    const interruption = new AbortController()
    const limit = limitRun({ signal: interruption.signal, seconds: 0.01 })
    expect([limit.ending(), limit.interrupted()]).toEqual([undefined, false])
    await expect(unlessEnded(limit, never, described)).rejects.toThrow('time-over')
    interruption.abort()
    expect(limit.ending()).toEqual({
      cause: 'time-over',
      reason: 'the time for the whole run, 0.01 s, was over',
    })
    expect(limit.interrupted()).toBe(true)
  })

  it('ends at once where the interrupt came before', async () => {
    const limit = limitRun({ signal: AbortSignal.abort(), seconds: 1e9 })
    expect(limit.signal.aborted).toBe(true)
    await expect(unlessEnded(limit, never, described)).rejects.toThrow('interrupted')
    limit.stopClock()
  })

  it('lets work end by itself, and has no time where none is set or its clock is stopped', async () => {
    const limits = [limitRun({}), limitRun({ seconds: 0.02 }), limitRun({ seconds: 1e9 })]
    for (const limit of limits) limit.stopClock()
    for (const limit of limits) {
      expect(await unlessEnded(limit, sleep(40, 'done'), described)).toBe('done')
      expect(limit.ending()).toBeUndefined()
      await expect(unlessEnded(limit, Promise.reject(new Error('its own')), described)).rejects.toThrow(
        'its own',
      )
    }
  })
})

it('a loop that only computes lets timers have their turn', async () => {
  const breath = breathing(1)
  const timer = new AbortController()
  setTimeout(() => timer.abort(), 5)
  let waited = 0
  for (const end = performance.now() + 10_000; !timer.signal.aborted && performance.now() < end;) {
    const pause = breath()
    if (!pause) continue
    waited += 1
    await pause
  }
  expect(timer.signal.aborted).toBe(true)
  expect(waited).toBeGreaterThan(0)
  expect(breathing(1e6)()).toBeUndefined()
})
