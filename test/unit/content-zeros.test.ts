import { hash } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { repeated, zerosLayer } from '../../src/content/layer.ts'

const mebibyte = 1024 * 1024

it('makes a small layer of one large file, with the digest of its tar', () => {
  const layer = zerosLayer('zeros', 3)
  expect(layer.bytes.length).toBeLessThan(8 * 1024)
  const tar = gunzipSync(layer.bytes)
  expect(tar.length).toBe(512 + 3 * mebibyte + 1024)
  expect(tar.toString('latin1', 0, 5)).toBe('zeros')
  expect(Number.parseInt(tar.toString('latin1', 124, 135), 8)).toBe(3 * mebibyte)
  expect(layer.diffId).toBe(`sha256:${hash('sha256', tar)}`)
})

it('repeats a byte', () => {
  const bytes = gunzipSync(repeated(0x20, 2))
  expect(bytes.length).toBe(2 * mebibyte)
  expect(bytes.every((byte) => byte === 0x20)).toBe(true)
})
