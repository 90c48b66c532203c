import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { portOf } from '../../../src/container/image.ts'
import {
  mountsFor,
  parseVariable,
  parseVolume,
  secretValues,
  variablesFor,
  wordsOf,
} from '../../../src/container/options.ts'
import { exitCodes } from '../../../src/results/conclusion/failure.ts'

describe('a volume', () => {
  it.each([
    ['/etc/a.yml:/b.yml', { source: resolve('/etc/a.yml'), target: '/b.yml', mode: 'rw' }],
    ['./a.yml:/b.yml:ro', { source: resolve('a.yml'), target: '/b.yml', mode: 'ro' }],
    ['sub/a.yml:/b.yml:rw', { source: resolve('sub/a.yml'), target: '/b.yml', mode: 'rw' }],
    ['data:/var/lib/registry', { source: 'data', target: '/var/lib/registry', mode: 'rw' }],
  ])('%s', (text, expected) => {
    expect(parseVolume(text)).toEqual(expected)
  })

  // resolve() has another mind about drives where there are none.
  it.each(['C:\\data:/data', 'C:/data:/data:ro'])('%s of Windows', (text) => {
    expect(parseVolume(text)).toMatchObject({ target: '/data' })
    expect(parseVolume(text).source).toContain('data')
  })

  it.each(['data', '/data', 'a:b', ':/data', 'a:/b:rx', ''])('not %j', (text) => {
    expect(() => parseVolume(text)).toThrow('host:container')
  })

  it('has to be there, where it is a path', () => {
    expect(() => mountsFor({ image: 'a', volumes: ['/no/such/place:/data'] })).toThrow('does not exist')
    expect(mountsFor({ image: 'a', volumes: [`${import.meta.dirname}:/data`, 'named:/more'] })).toHaveLength(
      2,
    )
  })
})

describe('a variable', () => {
  it.each([
    ['A=1', { name: 'A', value: '1' }],
    ['A=', { name: 'A', value: '' }],
    ['A=b=c d\ne', { name: 'A', value: 'b=c d\ne' }],
    ['REGISTRY_HTTP_ADDR', { name: 'REGISTRY_HTTP_ADDR' }],
  ])('%j', (text, expected) => {
    expect(parseVariable(text)).toEqual(expected)
  })

  it.each(['', '=1', '1A=2', 'A B=1'])('not %j', (text) => {
    expect(() => parseVariable(text)).toThrow('NAME=value')
  })

  it('without a value has the one from here', () => {
    expect(variablesFor({ image: 'a', env: ['A=1', 'B'] }, { A: '2', B: '3' })).toEqual({ A: '1', B: '3' })
    expect(() => variablesFor({ image: 'a', env: ['B'] }, {})).toThrow(
      expect.objectContaining({ exitCode: exitCodes.usage, advice: expect.stringContaining('B=value') }),
    )
  })

  it('is a secret by its name', () => {
    const all = { DB_PASSWORD: 'one', api_token: 'two', REGISTRY_HTTP_SECRET: 'three', LOG: 'four' }
    expect(secretValues(all)).toEqual(['one', 'two', 'three'])
  })
})

describe('a command', () => {
  it.each([
    ['', []],
    ['serve  --addr 0.0.0.0 ', ['serve', '--addr', '0.0.0.0']],
    [`sh -c 'a "b" c' "d e"f`, ['sh', '-c', 'a "b" c', 'd ef']],
    [`--name="a b"`, ['--name=a b']],
    [`''`, ['']],
  ])('%j', (text, words) => {
    expect(wordsOf(text)).toEqual(words)
  })

  it.each([`serve "a`, `it's`])('not %j', (text) => {
    expect(() => wordsOf(text)).toThrow('quote')
  })
})

describe('the port', () => {
  it.each([
    [{ port: 8080 }, [5000], 8080],
    [{ port: 8080 }, [], 8080],
    [{}, [8443], 8443],
    [{}, [5001, 5000], 5000],
  ])('of %j with %j exposed', (option, ports, expected) => {
    expect(portOf({ image: 'a', ...option }, { ports })).toBe(expected)
  })

  it.each([
    [[], 'exposes no port', '--port'],
    [[80, 443], 'several ports', '80, 443'],
  ])('has to be specified with %j exposed', (ports, message, advice) => {
    expect(() => portOf({ image: 'a' }, { ports })).toThrow(
      expect.objectContaining({
        message: expect.stringContaining(message),
        advice: expect.stringContaining(advice),
        exitCode: exitCodes.usage,
      }),
    )
  })
})
