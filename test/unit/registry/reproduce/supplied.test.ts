import { describe, expect, it } from 'vitest'
import { statusIs, headerIs, onExchange } from '../../../../src/registry/reproduce/condition.ts'
import type { Condition } from '../../../../src/registry/reproduce/condition-kinds.ts'
import { createScripts } from '../../../../src/registry/reproduce/script.ts'
import { exchangesOf, sha256, type Sent } from './sent.ts'

const manifestOf = (...layers: { digest: string; size: number }[]) =>
  JSON.stringify({ schemaVersion: 2, config: { digest: sha256('{}'), size: 2 }, layers })

/** What scripts of a finding about the last request contain, or why there is none. */
function madeOf(sent: Sent[], conditions: Condition[] = [statusIs('2xx')]): string {
  const exchanges = exchangesOf(...sent)
  const scripts = createScripts({ exchanges, details: { repository: 'one' } })
  const made = scripts.of(
    {
      title: 'returned 500',
      expected: ['201'],
      evidence: sent.map((_, index) => ({ kind: 'exchange', exchange: index + 1 })),
      conditions,
    },
    { id: 'push.x', level: 'MUST', title: 'it conforms', link: 'https://example.org/#x' },
  )
  return 'script' in made ? made.script : made.reason
}

const pushesIn = (script: string) => script.split('\n').filter((line) => line.startsWith('push_blob b'))

describe('what a manifest refers to and no request pushed', () => {
  const layer = { digest: sha256('a layer'), size: 700 }
  const push = { path: 'manifests/a', at: 0, text: manifestOf(layer) }

  it('is pushed where everybody has it', () => {
    expect(pushesIn(madeOf([push]))).toEqual(['push_blob b1 "$repo" "$blob1" blob1'])
  })

  it('is made where a sequence pushed it, whose requests are not stored', () => {
    const script = madeOf([{ ...push, test: 'sequences.part-1' }])
    expect(pushesIn(script)).toHaveLength(2)
    expect(script).toContain('write_bytes blob2 700')
  })

  it('is left out where the manifest is to be rejected', () => {
    expect(pushesIn(madeOf([push], [statusIs('4xx')]))).toEqual([])
  })

  it('is left out where a step pushes it', () => {
    const blob = { path: `blobs/uploads/?digest=${sha256('{}')}`, at: 0, method: 'POST', text: '{}' }
    expect(pushesIn(madeOf([blob, { ...push, at: 20 }]))).toEqual([])
  })
})

it('gives a reason for a 429 in the place of a script', () => {
  expect(madeOf([{ path: 'tags/list', at: 0, method: 'GET', status: 429 }])).toMatch(
    /429 .* how many requests/,
  )
})

it('compares the length of all values of a field', () => {
  const script = madeOf(
    [{ path: 'manifests/a', at: 0, method: 'GET' }],
    [headerIs('Warning', { longest: 4096 })],
  )
  expect(script).toContain('header_within 1 warning 4096')
})

it('looks at the redirect that is compared, and does not follow it', () => {
  const exchanges = new Map(
    exchangesOf(
      { path: 'blobs/a', at: 0, method: 'GET', status: 307 },
      { path: 'b', at: 1, method: 'GET', status: 200 },
    ),
  )
  exchanges.set(2, { ...exchanges.get(2)!, via: [1] })
  const scriptOf = (conditions: Condition[]) => {
    const made = createScripts({ exchanges, details: {} }).of(
      { title: 'a title', expected: ['x'], evidence: [{ kind: 'exchange', exchange: 2 }], conditions },
      { id: 'pull.x', level: 'MUST', title: 'it conforms', link: 'https://example.org/#x' },
    )
    return 'script' in made ? made.script : made.reason
  }
  const condition = headerIs('Docker-Content-Digest')
  expect(scriptOf([condition])).toMatch(/^send 1 .* --location /m)
  expect(scriptOf([onExchange(1, condition)])).not.toContain('--location')
})
