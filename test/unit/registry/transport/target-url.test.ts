import { describe, expect, it } from 'vitest'
import { isLoopback, parseTargetUrl, TargetUrlError } from '../../../../src/registry/transport/target-url.ts'

describe('parseTargetUrl', () => {
  it.each([
    ['localhost:5000', 'http://localhost:5000/'],
    ['127.0.0.1:5000', 'http://127.0.0.1:5000/'],
    ['[::1]:5000', 'http://[::1]:5000/'],
    ['http://[::1]:5000/', 'http://[::1]:5000/'],
    ['https://localhost', 'https://localhost/'],
    ['registry.localhost', 'http://registry.localhost/'],
    ['registry.example', 'https://registry.example/'],
    ['registry.example:443', 'https://registry.example/'],
    ['registry.example/some/prefix', 'https://registry.example/some/prefix/'],
    ['https://host.example/prefix/', 'https://host.example/prefix/'],
    ['https://host.example/prefix//', 'https://host.example/prefix/'],
    ['https://host.example/v2/', 'https://host.example/'],
    ['https://host.example/prefix/v2', 'https://host.example/prefix/'],
    ['HTTPS://Host.Example', 'https://host.example/'],
    ['[2001:db8::1]', 'https://[2001:db8::1]/'],
    ['  localhost:5000 ', 'http://localhost:5000/'],
  ])('reads %s as %s', (typed, url) => {
    expect(parseTargetUrl(typed).href).toBe(url)
  })

  it('takes --plain-http for what has no scheme', () => {
    expect(parseTargetUrl('registry.example', { plainHttp: true }).href).toBe('http://registry.example/')
    expect(parseTargetUrl('http://registry.example', { plainHttp: true }).protocol).toBe('http:')
  })

  it.each([
    ['', /empty/],
    ['   ', /empty/],
    ['ftp://host', /scheme ftp/],
    ['oci://host/repository', /scheme oci/],
    ['https://user:secret@host', /--password-stdin/],
    ['user:secret@host', /--password-stdin/],
    ['::1', /brackets/],
    ['2001:db8::1:5000', /brackets/],
    ['host:port', /check the host and the port/],
    ['host:99999', /check the host and the port/],
    ['[::1', /check the host and the port/],
    ['http://', /names no host/],
    [':5000', /names no host/],
    ['host?x=1', /query/],
    ['host/a#b', /fragment/],
    ['ho st', /space/],
    ['host\\path', /backslash/],
  ])('refuses %j and states why', (typed, message) => {
    expect(() => parseTargetUrl(typed)).toThrow(TargetUrlError)
    expect(() => parseTargetUrl(typed)).toThrow(message)
  })

  it('does not repeat a password in its message', () => {
    expect(() => parseTargetUrl('https://me:hunter2@host')).toThrow(/^(?!.*hunter2)/)
  })

  it('refuses https together with --plain-http', () => {
    expect(() => parseTargetUrl('https://host', { plainHttp: true })).toThrow(/--plain-http/)
  })
})

describe('isLoopback', () => {
  it.each([
    ['localhost', true],
    ['LOCALHOST.', true],
    ['a.localhost', true],
    ['127.1.2.3', true],
    ['[::1]', true],
    ['localhost.example', false],
    ['127.0.0.1.example', false],
    ['128.0.0.1', false],
  ])('%s: %s', (name, expected) => {
    expect(isLoopback(name)).toBe(expected)
  })
})
