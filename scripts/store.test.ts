import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { storeIn } from './store.ts'

it('replaces what differs, removes what is no longer made, and leaves the rest alone', () => {
  const folder = mkdtempSync(join(tmpdir(), 'store-'))
  const path = (name: string) => join(folder, name)
  try {
    for (const name of ['same.js', 'other.js', 'stale.js']) {
      writeFileSync(path(name), name)
      utimesSync(path(name), 1000, 1000)
    }
    storeIn(
      folder,
      new Map<string, string | Uint8Array>([
        ['same.js', 'same.js'],
        ['other.js', 'another'],
        ['new.bin', new Uint8Array([1, 2])],
      ]),
    )
    expect(readdirSync(folder).toSorted()).toEqual(['new.bin', 'other.js', 'same.js'])
    expect(readFileSync(path('other.js'), 'utf8')).toBe('another')
    expect([...readFileSync(path('new.bin'))]).toEqual([1, 2])
    expect(statSync(path('same.js')).mtimeMs).toBe(1_000_000)
  } finally {
    rmSync(folder, { recursive: true })
  }
})
