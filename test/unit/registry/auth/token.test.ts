import { expect, it } from 'vitest'
import { fetchToken, type SendTokenRequest } from '../../../../src/registry/auth/token.ts'

const closed = { code: 'reset', message: 'http://127.0.0.1:1 closed the connection; check its log' }
const send = (() =>
  Promise.resolve({
    request: { method: 'GET', url: 'http://127.0.0.1:1/token', headers: [] },
    error: closed,
  })) as unknown as SendTokenRequest

it.each([
  ['https://127.0.0.1:1', /configure a realm with https:\/\/ in the registry/],
  ['http://127.0.0.1:1', /^no token from http:\/\/127\.0\.0\.1:1: .*closed the connection/],
])(
  'describes a token server in plain HTTP that closes connections, of a registry at %s',
  async (registry, problem) => {
    const result = await fetchToken(
      send,
      new URL(registry),
      { realm: 'http://127.0.0.1:1/token', scopes: [] } as unknown as Parameters<typeof fetchToken>[2],
      undefined,
      (text) => text,
    )
    expect(result).toEqual({ problem: expect.stringMatching(problem) })
  },
)
