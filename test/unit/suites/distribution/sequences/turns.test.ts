import { describe, expect, it } from 'vitest'
import { createTurns } from '../../../../../suites/distribution/sequences/turns.ts'

/** The order in which parts do their work that are ready in this order; each takes a while. */
async function orderOf(ready: readonly number[], without: readonly number[] = []): Promise<number[]> {
  const turns = createTurns()
  const entered = new Map([1, 2, 3, 4].map((number) => [number, turns.enter(number)]))
  for (const number of without) entered.get(number)?.end()
  const done: number[] = []
  let working = 0
  await Promise.all(
    ready.map(async (number) => {
      const turn = entered.get(number)
      await turn?.take(async () => {
        working += 1
        expect(working).toBe(1)
        await new Promise((resolve) => setTimeout(resolve, 1))
        working -= 1
        done.push(number)
      })
      turn?.end()
    }),
  )
  return done
}

describe('turns', () => {
  it.each([[[1, 2, 3, 4]], [[4, 3, 2, 1]], [[3, 1, 4, 2]]])(
    'come in the order of the numbers, where %j are ready',
    async (ready) => {
      expect(await orderOf(ready)).toEqual([1, 2, 3, 4])
    },
  )

  it('wait for none that has ended without its turn', async () => {
    expect(await orderOf([4, 2], [1, 3])).toEqual([2, 4])
  })

  it('go on after one that failed', async () => {
    const turns = createTurns()
    const [first, second] = [turns.enter(1), turns.enter(2)]
    await expect(first.take(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
    first.end()
    let done = false
    await second.take(async () => {
      done = true
    })
    expect(done).toBe(true)
  })

  it('have ended when all that have started have', async () => {
    const turns = createTurns()
    const [first, second] = [turns.enter(1), turns.enter(2)]
    const done: string[] = []
    const waiting = first.others().then(() => done.push('others'))
    first.end()
    await new Promise((resolve) => setTimeout(resolve, 1))
    done.push('second')
    second.end()
    await waiting
    expect(done).toEqual(['second', 'others'])
  })
})
