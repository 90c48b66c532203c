import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, vi } from 'vitest'
import { fuzz } from '../../fuzz.ts'
import { command } from '../cli/command.ts'
import { imageResult, registryResult, type Json } from './everything.ts'

/** Values that something in the code may not expect where they are valid, and such that are valid nowhere. */
const values = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    false,
    '',
    'x',
    '0',
    -1,
    0,
    1,
    0.5,
    2 ** 31,
    2 ** 53,
    1e12,
    1e308,
    -0,
    [],
    {},
    [[]],
    [null],
    { kind: 'exchange' },
    { kind: 'image' },
    'MUST',
    'MAY',
    'fail',
    'pass',
    'error',
    'blocked',
    'registry',
    'image',
    'dev',
    '1.0',
    '0001-01-01T00:00:00Z',
    '9999-12-31T23:59:59.999Z',
    '2026-01-01T00:00:00+23:59',
    `sha256:${'0'.repeat(64)}`,
    'http://',
    'http://[',
    'https://x.example/\u0000',
    '//',
    '?',
    '__proto__',
    'constructor',
    'toString',
  ),
  fc.jsonValue({ maxDepth: 3 }),
  fc.string({ unit: 'binary', maxLength: 20 }),
)

const changes = fc.array(
  fc.record({
    way: fc.array(fc.nat(400), { minLength: 1, maxLength: 8 }),
    how: fc.constantFrom('set', 'set', 'set', 'remove', 'copy', 'repeat', 'empty'),
    value: values,
    from: fc.array(fc.nat(400), { minLength: 1, maxLength: 8 }),
  }),
  { minLength: 1, maxLength: 6 },
)
type Change = typeof changes extends fc.Arbitrary<(infer Value)[]> ? Value : never

interface Place {
  parent: Record<string, unknown> | unknown[]
  key: string
}

/** Where a way of numbers leads; it ends at a value that has no parts, or where the way ends. */
function placeAt(root: unknown, way: readonly number[]): Place | undefined {
  let place: Place | undefined
  let value = root
  for (const step of way) {
    if (typeof value !== 'object' || value === null) break
    const keys = Object.keys(value)
    const key = keys[step % Math.max(1, keys.length)]
    if (key === undefined) break
    place = { parent: value as Place['parent'], key }
    value = (value as Record<string, unknown>)[key]
  }
  return place
}

const valueAt = ({ parent, key }: Place): unknown => (parent as Record<string, unknown>)[key]

function change(root: unknown, { way, how, value, from }: Change): void {
  const place = placeAt(root, way)
  if (!place) return
  const { parent, key } = place
  const set = (its: unknown) => void ((parent as Record<string, unknown>)[key] = its)
  if (how === 'set') set(structuredClone(value))
  else if (how === 'empty')
    set(Array.isArray(valueAt(place)) ? [] : typeof valueAt(place) === 'string' ? '' : {})
  else if (how === 'remove') {
    if (Array.isArray(parent)) parent.splice(Number(key), 1)
    else delete parent[key]
  } else if (how === 'repeat' && Array.isArray(parent)) parent.push(structuredClone(valueAt(place)))
  else if (how === 'copy') {
    // What refers to something refers to something else then, to itself as well.
    const other = placeAt(root, from)
    if (other) set(structuredClone(valueAt(other)))
  }
}

let folder = ''
const bases: Json[] = []
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'oci-assay-fuzz-'))
  bases.push(await registryResult(), await imageResult())
}, 60_000)
afterAll(() => rm(folder, { recursive: true, force: true }))

const commands = (path: string, other: string, out: string): string[][] => [
  [
    'report',
    path,
    '--verbose',
    '--reports',
    out,
    '--format',
    'terminal',
    'html',
    'junit',
    'markdown',
    'github',
    'badge',
    'ctrf',
    'har',
    'expectations',
  ],
  ['report', '--compare', path, other, '--reports', out, '--format', 'terminal', 'html', 'markdown', 'json'],
  ['report', other, '--compare-with', path, '--format', 'terminal'],
  ['report', '--merge', path, '--reports', join(out, 'merged'), '--format', 'terminal'],
  ['cleanup', path, 'http://127.0.0.1:1'],
]

fuzz(
  'a stored result with anything anywhere is reported, or refused with a sentence',
  fc.record({ base: fc.nat(1), changes }),
  async ({ base, changes }) => {
    const root = structuredClone(bases[base]!)
    for (const each of changes) change(root, each)
    const [path, other] = [join(folder, 'changed.json'), join(folder, 'other.json')]
    await writeFile(path, JSON.stringify(root))
    await writeFile(other, JSON.stringify(bases[base]))
    vi.stubEnv('GITHUB_STEP_SUMMARY', '')
    try {
      for (const argv of commands(path, other, join(folder, 'out'))) {
        const { stderr, exitCode } = await command(...argv)
        expect(stderr).not.toMatch(
          /could not be written|^\s+at |call stack|is not a function|undefined|is not iterable/m,
        )
        expect(stderr.length).toBeLessThan(2000)
        expect([0, 1, 2, 3, 130]).toContain(exitCode)
      }
    } finally {
      vi.unstubAllEnvs()
    }
  },
  8,
)
