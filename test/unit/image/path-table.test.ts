import { describe, expect, it } from 'vitest'
import { hasPath, PathHashes } from '../../../src/image/decode/tar/path-hashes.ts'
import { PathTable } from '../../../src/image/decode/tar/path-table.ts'
import { PathMemory } from '../../../src/image/decode/tar/paths.ts'

const pathOf = (at: number): string => `usr/lib/${at % 97}/file-${at}`

const folderOf = (at: number): string => `${'long/'.repeat(100)}${at}`

describe('a table of paths', () => {
  it('has each of a hundred thousand paths with its value, and no other one', () => {
    const table = new PathTable()
    const numbers = Array.from({ length: 100_000 }, (_, at) => at)
    for (const at of numbers) table.set(pathOf(at), 1 + (at % 255))
    expect(numbers.filter((at) => table.get(pathOf(at)) !== 1 + (at % 255))).toEqual([])
    expect(numbers.filter((at) => table.get(`${pathOf(at)}x`) !== 0)).toEqual([])
  })

  it('has the last value of a path', () => {
    const table = new PathTable()
    table.set('a', 1)
    table.set('a', 2)
    expect(table.get('a')).toBe(2)
  })
})

describe('hashes of paths', () => {
  const hashes = new PathHashes()
  for (let at = 0; at < 1000; at += 1) hashes.add(pathOf(at))
  for (let at = 0; at < 10; at += 1) hashes.add(pathOf(at))
  const bytes = hashes.bytes()

  it('contain each path once', () => {
    expect(bytes.length).toBe(8 * 1000)
  })

  it('find what was added, and nothing else', () => {
    const found = Array.from({ length: 2000 }, (_, at) => at).filter((at) => hasPath(bytes, pathOf(at)))
    expect(found).toEqual(Array.from({ length: 1000 }, (_, at) => at))
    expect(hasPath(new PathHashes().bytes(), 'a')).toBe(false)
  })
})

describe('the first entries of folders', () => {
  it('are named up to a number of characters, and known beyond it', () => {
    const paths = new PathMemory(Number.MAX_SAFE_INTEGER)
    for (let at = 0; at < 10_000; at += 1) paths.addToFolder(folderOf(at), `${folderOf(at)}/first`)
    expect([paths.hasEntryIn(folderOf(0)), paths.firstIn(folderOf(0))]).toEqual([
      true,
      `${folderOf(0)}/first`,
    ])
    expect([paths.hasEntryIn(folderOf(9999)), paths.firstIn(folderOf(9999))]).toEqual([true, undefined])
    expect(paths.hasEntryIn(folderOf(10_000))).toBe(false)
  })

  it('stay the first ones', () => {
    const paths = new PathMemory(1000)
    paths.addToFolder('a', 'a/b')
    paths.addToFolder('c', 'c/d')
    paths.addToFolder('a', 'a/e')
    expect(paths.firstIn('a')).toBe('a/b')
  })
})
