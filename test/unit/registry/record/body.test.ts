import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { array, assert, integer, property, uint8Array } from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { tallyBody } from '../../../../src/registry/record/body.ts'
import { createRecorder } from '../../../../src/registry/record/recorder.ts'
import { createWritesInFlight } from '../../../../src/registry/transport/in-flight.ts'
import { bodyOf, closeAll, connect, serve } from '../server.ts'

afterEach(closeAll)

const sha256 = (bytes: Uint8Array) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`

describe('a body that is tallied while it streams', () => {
  it('is the same in whatever pieces it comes, and however little of it is kept', () => {
    const pieces = array(uint8Array({ maxLength: 9 }), { maxLength: 5 })
    assert(
      property(pieces, integer({ min: 0, max: 20 }), (chunks, keep) => {
        const whole = Buffer.concat(chunks)
        const tally = tallyBody(keep)
        for (const chunk of chunks) tally.add(chunk)
        expect(tally.size).toBe(whole.length)
        expect(tally.finish()).toEqual({
          size: whole.length,
          sha256: sha256(whole),
          bytes: new Uint8Array(whole.subarray(0, keep)),
          truncated: whole.length > keep,
        })
      }),
    )
  })
})

describe('a body whose digest is known', () => {
  it('is recorded under it', async () => {
    const base = await serve((request, response) => void bodyOf(request).then(() => response.end()))
    const recorder = createRecorder()
    const known = sha256(Buffer.from('known'))
    const body = Buffer.from('whatever')
    await connect(base, { recorder }).send({ method: 'PUT', path: '/v2/', body, bodyDigest: known })
    expect(recorder.exchanges()[0]?.request.body).toMatchObject({ size: 8, sha256: known })
  })
})

describe('requests under way when their signal is aborted', () => {
  it('are aborted together, a grace period after it', async () => {
    const underWay = createWritesInFlight(200)
    const interrupt = new AbortController()
    const seen: (AbortSignal | undefined)[] = []
    const until = (signal: AbortSignal | undefined) => {
      seen.push(signal)
      return new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve()))
    }
    const both = [underWay.run(interrupt.signal, until), underWay.run(interrupt.signal, until)]
    interrupt.abort()
    await sleep(1)
    expect(seen.map((signal) => signal?.aborted)).toEqual([false, false])
    await Promise.all(both)
    expect(seen.map((signal) => signal?.aborted)).toEqual([true, true])
  })
})
