import { describe, expect, it } from 'vitest'
import { oneProxy, proxyRules } from '../../../../../src/registry/transport/connection/proxy-rules.ts'

const proxy = 'http://proxy.example:3128'

/** The proxy's address for an origin, or nothing. */
const chosen = (environment: Record<string, string>, origin: string): string | undefined =>
  proxyRules(environment)?.proxyFor(new URL(origin))?.origin

describe('which proxy', () => {
  it.each<[string, Record<string, string>, string, string | undefined]>([
    ['none named', {}, 'https://registry.example', undefined],
    ['an empty variable', { HTTPS_PROXY: ' ' }, 'https://registry.example', undefined],
    ['https', { HTTPS_PROXY: proxy }, 'https://registry.example', proxy],
    ['http is another', { HTTPS_PROXY: proxy }, 'http://registry.example', undefined],
    ['http', { HTTP_PROXY: proxy }, 'http://registry.example', proxy],
    ['small letters', { http_proxy: proxy }, 'http://registry.example', proxy],
    ['small before large', { http_proxy: proxy, HTTP_PROXY: 'http://b' }, 'http://registry.example', proxy],
    ['all', { ALL_PROXY: proxy }, 'https://registry.example', proxy],
    ['one before all', { ALL_PROXY: 'http://b', HTTPS_PROXY: proxy }, 'https://registry.example', proxy],
    ['without a scheme', { HTTPS_PROXY: 'proxy.example:3128' }, 'https://registry.example', proxy],
    ['loopback', { HTTP_PROXY: proxy }, 'http://localhost:5000', undefined],
    ['loopback by address', { HTTP_PROXY: proxy }, 'http://127.0.0.1:5000', undefined],
    ['loopback in IPv6', { HTTP_PROXY: proxy }, 'http://[::1]:5000', undefined],
  ])('%s', (_, environment, origin, expected) => {
    expect(chosen(environment, origin)).toBe(expected)
  })

  it.each([
    ['*', 'https://registry.example', true],
    ['registry.example', 'https://registry.example', true],
    ['example', 'https://registry.example', true],
    ['.example', 'https://registry.example', true],
    ['*.example', 'https://registry.example', true],
    ['REGISTRY.Example', 'https://registry.example', true],
    ['gistry.example', 'https://registry.example', false],
    ['registry.example:443', 'https://registry.example', true],
    ['registry.example:5000', 'https://registry.example', false],
    ['registry.example:5000', 'https://registry.example:5000', true],
    ['a.example, registry.example', 'https://registry.example', true],
    ['a.example registry.example', 'https://registry.example', true],
    ['10.0.0.0/8', 'https://10.1.2.3', true],
    ['10.0.0.0/8', 'https://11.1.2.3', false],
    ['10.1.2.3', 'https://10.1.2.3:5000', true],
    ['1.2.3', 'https://10.1.2.3', false],
    ['fd00::/8', 'https://[fd00::1]', true],
    ['[fd00::1]', 'https://[fd00::1]:5000', true],
    ['[fd00::1]:5000', 'https://[fd00::1]:5000', true],
    ['', 'https://registry.example', false],
    [',', 'https://registry.example', false],
  ])('NO_PROXY %j and %s: straight %s', (NO_PROXY, origin, straight) => {
    expect(chosen({ HTTPS_PROXY: proxy, NO_PROXY }, origin)).toBe(straight ? undefined : proxy)
  })

  it('one that the user names takes everything, loopback too', () => {
    expect(oneProxy(proxy).proxyFor(new URL('http://127.0.0.1:5000'))?.origin).toBe(proxy)
  })

  it.each([
    [{ HTTPS_PROXY: 'http://' }, 'HTTPS_PROXY is not the address of a proxy'],
    [{ all_proxy: 'socks5://me:secret@proxy.example' }, 'all_proxy names a proxy for socks5'],
  ])('%j is reported, without the password', (environment, message) => {
    expect(() => proxyRules(environment)).toThrow(message)
    expect(() => proxyRules(environment)).not.toThrow('secret')
  })
})
