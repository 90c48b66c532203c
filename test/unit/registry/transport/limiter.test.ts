import { describe, expect, it } from 'vitest'
import { createLimiter } from '../../../../src/registry/transport/limiter.ts'

/** Tasks that run until they are ended, and the order in which they began. */
function work() {
  const begun: string[] = []
  const ends = new Map<string, () => void>()
  const task = (name: string) => async () => {
    begun.push(name)
    await new Promise<void>((resolve) => ends.set(name, resolve))
    return name
  }
  const end = async (name: string) => {
    ends.get(name)?.()
    // What the end of one lets begin has begun after a turn of the loop.
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { begun, task, end }
}

describe('the limiter', () => {
  it.each([0, -1, 1.5, Number.NaN])('refuses %d at once', (limit) => {
    expect(() => createLimiter(limit)).toThrow(RangeError)
  })

  it('runs tasks up to its limit, and the others in the order in which they came', async () => {
    const { begun, task, end } = work()
    const limiter = createLimiter(2)
    const all = ['a', 'b', 'c', 'd'].map((name) => limiter.run(task(name)))
    await end('none')
    expect(begun).toEqual(['a', 'b'])
    await end('b')
    expect(begun).toEqual(['a', 'b', 'c'])
    for (const name of ['a', 'c', 'd']) await end(name)
    expect(await Promise.all(all)).toEqual(['a', 'b', 'c', 'd'])
  })

  it('lets what is urgent go first, whenever it came', async () => {
    const { begun, task, end } = work()
    const limiter = createLimiter(1)
    const urgencies = { first: 0, slow: 1, fast: 5, fastToo: 5, atOnce: Infinity, usual: undefined }
    for (const [name, urgency] of Object.entries(urgencies)) {
      void (urgency === undefined ? limiter : limiter.at(urgency)).run(task(name))
    }
    for (const name of Object.keys(urgencies)) await end(begun.at(-1) ?? name)
    expect(begun).toEqual(['first', 'atOnce', 'fast', 'fastToo', 'slow', 'usual'])
  })

  it('frees a place after a failure', async () => {
    const limiter = createLimiter(1)
    await expect(limiter.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(await limiter.run(() => Promise.resolve('yes'))).toBe('yes')
  })

  it('lets no aborted task wait, and occupies no place for it', async () => {
    const { begun, task, end } = work()
    const limiter = createLimiter(1)
    const gone = new AbortController()
    void limiter.run(task('running'))
    const aborted = limiter.run(() => Promise.resolve('run at once'), gone.signal)
    void limiter.run(task('next'))
    gone.abort()
    expect(await aborted).toBe('run at once')
    expect(begun).toEqual(['running'])
    await end('running')
    expect(begun).toEqual(['running', 'next'])
  })

  it('runs a task alone once all others have ended, and starts no other meanwhile', async () => {
    const { begun, task, end } = work()
    const limiter = createLimiter(3)
    for (const name of ['a', 'b']) void limiter.run(task(name))
    await end('none')
    void limiter.alone(task('alone'))
    void limiter.alone(task('alone too'))
    for (const name of ['c', 'd', 'e', 'f']) void limiter.at(Infinity).run(task(name))
    await end('a')
    expect(begun).toEqual(['a', 'b'])
    await end('b')
    expect(begun).toEqual(['a', 'b', 'alone'])
    await end('alone')
    expect(begun).toEqual(['a', 'b', 'alone', 'alone too'])
    await end('alone too')
    expect(begun).toEqual(['a', 'b', 'alone', 'alone too', 'c', 'd', 'e'])
    await end('c')
    expect(begun.at(-1)).toBe('f')
  })

  it('runs a task at once where nothing else runs', async () => {
    expect(await createLimiter(1).alone(() => Promise.resolve('yes'))).toBe('yes')
    expect(
      await createLimiter(1)
        .alone(() => Promise.reject(new Error('no')))
        .catch(String),
    ).toBe('Error: no')
  })

  it('waits for others until its patience ends', async () => {
    const { begun, task, end } = work()
    const limiter = createLimiter(2)
    void limiter.run(task('endless'))
    const alone = limiter.alone(() => Promise.resolve('yes'), undefined, 5)
    expect(await alone).toBe('yes')
    void limiter.run(task('after'))
    await end('none')
    expect(begun).toEqual(['endless', 'after'])
  })

  it('lets a task that is to run alone see that it was aborted', async () => {
    const { task } = work()
    const limiter = createLimiter(1)
    const gone = new AbortController()
    void limiter.run(task('endless'))
    const alone = limiter.alone(() => Promise.resolve('aborted'), gone.signal, 60_000)
    gone.abort()
    expect(await alone).toBe('aborted')
    expect(await limiter.alone(() => Promise.resolve('before'), gone.signal, 60_000)).toBe('before')
  })
})
