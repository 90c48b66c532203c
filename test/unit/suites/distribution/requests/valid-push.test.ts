import { describe, expect, it } from 'vitest'
import type { RegistryContext, TestRequest } from '../../../../../suites/distribution/target/context.ts'
import { reportRefused } from '../../../../../suites/distribution/push/tests/at-once.ts'
import { refusedAtOnce, sendValid } from '../../../../../suites/distribution/requests/valid-push.ts'
import { exchangeOf } from '../exchange.ts'

/** A context whose registry returns these statuses, one after the other. */
function contextOf(...statuses: readonly number[]) {
  const sent: TestRequest[] = []
  const values = new Map<string, unknown>()
  const t = {
    send(request: TestRequest) {
      const status = statuses[sent.length] ?? 0
      sent.push(request)
      return Promise.resolve(exchangeOf({ status, method: request.method, path: request.path }))
    },
    gathered<Value>(name: string, make: () => Value) {
      if (!values.has(name)) values.set(name, make())
      return values.get(name) as Value
    },
  } as unknown as RegistryContext
  return { t, sent }
}

const request = { method: 'PUT', path: '/v2/a/manifests/b' }

describe('a valid push', () => {
  it('is sent once where it is accepted', async () => {
    const { t, sent } = contextOf(201)
    expect((await sendValid(t, request)).response?.status).toBe(201)
    expect(sent).toHaveLength(1)
    expect(refusedAtOnce(t)).toEqual([])
  })

  it.each([400, 404, 409, 423, 500, 503])('is repeated alone after %i', async (status) => {
    const { t, sent } = contextOf(status, 201)
    expect((await sendValid(t, request)).response?.status).toBe(201)
    expect(sent.map(({ alone }) => alone)).toEqual([false, true])
    const [seen] = refusedAtOnce(t)
    expect([seen?.refused.response?.status, seen?.accepted.response?.status]).toEqual([status, 201])
  })

  it('is refused where it is refused alone too', async () => {
    const { t, sent } = contextOf(409, 400)
    expect((await sendValid(t, request)).response?.status).toBe(400)
    expect(sent).toHaveLength(2)
    expect(refusedAtOnce(t)).toEqual([])
  })

  it.each([401, 403, 405, 413])('is not repeated after %i', async (status) => {
    const { t, sent } = contextOf(status, 201)
    expect((await sendValid(t, request)).response?.status).toBe(status)
    expect(sent).toHaveLength(1)
  })
})

const seen = (status: number) => ({
  refused: exchangeOf({ status, method: 'PUT', path: '/v2/a/manifests/b' }),
  accepted: exchangeOf({ status: 201 }),
})

describe('a refusal of what overlaps', () => {
  it.each([
    ['a push', [seen(409)]],
    ['3 pushes', [seen(409), seen(400), seen(409)]],
  ])('is a note: %s', (count, all) => {
    const start = `rejected ${count} while others were in flight, and accepted the same alone`
    expect(reportRefused(all)).toEqual({ holds: true, note: `${start}: PUT /v2/a/manifests/b returned 409` })
  })
  it('ignores failures, which are noted with all errors', () =>
    expect(reportRefused([seen(500)])).toEqual({ holds: true }))
})
