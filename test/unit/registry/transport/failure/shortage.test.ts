import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { describeFailure } from '../../../../../src/registry/transport/failure/transport-error.ts'

const failed = (code: string, answered = false) =>
  describeFailure(Object.assign(new Error(code), { code, syscall: 'connect' }), {
    origin: 'http://localhost:5000',
    answered,
  })

const minute = 60_000

beforeAll(() => void vi.useFakeTimers())
afterEach(() => void vi.advanceTimersByTime(minute))
afterAll(() => void vi.useRealTimers())

it.each([
  ['EMFILE', 'this process has too many open files (EMFILE); raise the limit'],
  ['ENFILE', 'the system has too many open files (ENFILE); end other programs'],
  ['ENOMEM', 'the system has no memory left (ENOMEM); end other programs'],
  ['ENOBUFS', 'the system has no buffers left (ENOBUFS); lower --concurrency'],
  ['EADDRNOTAVAIL', 'the system has no local address or port for it (EADDRNOTAVAIL); check the address'],
])('%s is an error of this machine', (code, message) => {
  expect(failed(code)).toMatchObject({ code: 'local', message: expect.stringContaining(message) })
})

// A registry in the same process, as in a test, accepts no connection either.
it.each(['ECONNRESET', 'UND_ERR_SOCKET', 'EPIPE'])(
  '%s says nothing about the registry while this process cannot open files',
  (code) => {
    expect(failed(code).code).toBe('reset')
    failed('EMFILE')
    expect(failed(code)).toEqual({
      code: 'local',
      message:
        'http://localhost:5000 closed the connection while this process had too many open files; ' +
        'raise the limit with `ulimit -n 1024`, or lower --concurrency',
    })
    expect(failed('ECONNREFUSED').code).toBe('refused')
    vi.advanceTimersByTime(minute)
    expect(failed(code).code).toBe('reset')
  },
)
