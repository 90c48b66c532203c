import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTexts } from '../../../src/files/texts.ts'

const numbers = Array.from({ length: 200 }, (_, at) => at)
/** Of all lengths, some longer than what is read at once, with characters of several bytes. */
const textOf = (at: number): string => `é${at} `.repeat(at * at)

describe('texts that are too many for memory', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'oci-assay-texts-'))
  })
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true })
  })

  it.each([
    ['in memory', Infinity],
    ['in a file', 0],
    ['in both', 10_000],
  ])('are found by their keys %s', (_, most) => {
    const texts = createTexts(most, folder)
    for (const at of numbers) texts.set(`key ${at}`, textOf(at))
    expect(numbers.filter((at) => texts.get(`key ${at}`) !== textOf(at))).toEqual([])
    expect(texts.get('another key')).toBeUndefined()
    texts.close()
  })

  it.each([0, 6, 1000])('are replaced by later ones, %i bytes in memory', (most) => {
    const texts = createTexts(most, folder)
    texts.set('key', 'first')
    texts.set('key', 'second and longer')
    texts.set('other', 'other')
    texts.set('key', 'third')
    expect([texts.get('key'), texts.get('other')]).toEqual(['third', 'other'])
    texts.close()
  })

  it('leave no file behind, also where the process is killed', () => {
    const texts = createTexts(0, folder)
    texts.set('key', 'text')
    expect(readdirSync(folder)).toEqual([])
    texts.close()
  })

  it('stay in memory where there is no folder for a file', () => {
    rmSync(folder, { recursive: true })
    const texts = createTexts(0, folder)
    texts.set('key', 'text')
    expect(texts.get('key')).toBe('text')
    texts.close()
  })
})
