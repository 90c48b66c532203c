import { execFileSync } from 'node:child_process'
import { closeSync, ftruncateSync, openSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import { ledgerFileOf } from '../../../src/registry/ledger/write-file.ts'
import { readResults } from '../../../src/results/file/read.ts'
import { resultsText } from '../../../src/results/file/results-text.ts'
import { attack } from '../../attack.ts'
import { fixtureResult } from '../reporters/fixture.ts'
import { command, withFolder } from './command.ts'

const text = resultsText(fixtureResult())
type Json = Record<string, unknown>
const stored = () => JSON.parse(text) as Json & { [list in 'requirements' | 'tests' | 'evidence']: Json[] }

/** A file that has this size without taking the room. */
function sparse(path: string, size: number): void {
  const file = openSync(path, 'w')
  ftruncateSync(file, size)
  closeSync(file)
}

const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`

/** A result with a text in place of a value. */
const withText = (change: Json, placeholder: string, value: string) =>
  JSON.stringify({ ...stored(), ...change }).replace(JSON.stringify(placeholder), value)

/** Each command that reads results, with a file in place of one. */
const readers: readonly ((path: string, good: string) => string[])[] = [
  (path) => ['report', path],
  (path, good) => ['report', good, '--compare-with', path],
  (path, good) => ['report', '--compare', good, path],
  (path, good) => ['report', '--merge', good, path],
  (path) => ['cleanup', path, 'http://127.0.0.1:1'],
]

async function refused(path: string, good: string, why: RegExp): Promise<void> {
  for (const argv of readers) {
    const { stdout, stderr, exitCode } = await command(...argv(path, good))
    expect(stderr).toMatch(why)
    expect(stderr).not.toMatch(/call stack|^\s+at |RangeError|TypeError/m)
    expect(stderr.length).toBeLessThan(1000)
    expect(stdout).toBe('')
    expect(exitCode).toBe(2)
  }
}

const withGood = (work: (folder: string, good: string) => Promise<void>) =>
  withFolder(async (folder) => {
    const good = join(folder, 'good.json')
    await writeFile(good, text)
    await work(folder, good)
  })

interface Row {
  what: string
  content: () => string | Buffer
  why: RegExp
}

const duplicate = (list: 'requirements' | 'tests' | 'evidence') => {
  const result = stored()
  return JSON.stringify({ ...result, [list]: [...result[list], result[list][0]] })
}

const rows: readonly Row[] = [
  {
    what: 'nested 100 000 levels deep',
    content: () => nested(100_000),
    why: /has more than 32 levels of objects and arrays and is not read/,
  },
  {
    what: 'with a field nested 100 000 levels deep',
    content: () => withText({ seed: 'here' }, 'here', nested(100_000)),
    why: /has more than 32 levels/,
  },
  {
    what: 'of five million empty lists',
    content: () => withText({ requirements: 'here' }, 'here', `[${'[],'.repeat(5_000_000)}[]]`),
    why: /has more than 4000000 values/,
  },
  {
    what: 'with a member named __proto__',
    content: () =>
      withText({ target: { kind: 'registry', name: 'x', details: 'here' } }, 'here', '{"__proto__":"x"}'),
    why: /\/target\/details has a member named __proto__/,
  },
  {
    what: 'with a text of two million characters',
    content: () => JSON.stringify({ ...stored(), seed: 'x'.repeat(2_000_000) }),
    why: /\/seed has more than 1048576 characters/,
  },
  {
    what: 'with a member whose name has a million characters',
    content: () => JSON.stringify({ ...stored(), ['x'.repeat(1_000_000)]: 1 }),
    why: /the file has an unknown property x+…/,
  },
  {
    what: 'with a number beyond every double (1e999)',
    content: () => withText({ duration: 'here' }, 'here', '1e999'),
    why: /\/duration must be number/,
  },
  {
    what: 'with a negative duration',
    content: () => JSON.stringify({ ...stored(), duration: -1 }),
    why: /\/duration must be >= 0/,
  },
  {
    what: 'with times that no clock shows',
    content: () => {
      const [first, ...others] = stored().evidence
      return JSON.stringify({ ...stored(), evidence: [{ ...first, startedAt: 1e300 }, ...others] })
    },
    why: /\/evidence\/0\/startedAt must be <= 1000000000000/,
  },
  {
    what: 'with a date that is none',
    content: () => JSON.stringify({ ...stored(), startedAt: '2026-06-30T23:59:60Z' }),
    why: /\/startedAt must match format "date-time"/,
  },
  {
    what: 'with a requirement twice',
    content: () => duplicate('requirements'),
    why: /\/requirements\/\d+\/id is the same as \/requirements\/0\/id/,
  },
  {
    what: 'with a test twice',
    content: () => duplicate('tests'),
    why: /\/tests\/\d+\/id is the same as \/tests\/0\/id/,
  },
  {
    what: 'with an exchange twice',
    content: () => duplicate('evidence'),
    why: /\/evidence\/\d+\/id is the same as/,
  },
  {
    what: 'of format version 1.5',
    content: () => JSON.stringify({ ...stored(), formatVersion: 1.5 }),
    why: /\/formatVersion must be/,
  },
  {
    what: 'of format version -1',
    content: () => JSON.stringify({ ...stored(), formatVersion: -1 }),
    why: /\/formatVersion must be equal to constant/,
  },
  {
    what: 'without a format version',
    content: () => JSON.stringify({ ...stored(), formatVersion: '1' }),
    why: /it has no formatVersion/,
  },
  {
    what: 'packed by gzip, a bomb of 64 MiB',
    content: () => gzipSync(Buffer.alloc(64 * 1024 ** 2)),
    why: /is not valid JSON/,
  },
  { what: 'of zero bytes', content: () => Buffer.alloc(1000), why: /is not valid JSON/ },
]

const killed = async (folder: string): Promise<string> => {
  const path = join(folder, 'killed.json')
  await writeFile(path, JSON.stringify({ ...stored(), complete: false, evidence: [], leftovers: [] }))
  return path
}

const line = (change: Json) =>
  JSON.stringify({
    kind: 'exchange',
    id: 1,
    request: { method: 'PUT', url: 'http://x/v2/a/manifests/t', headers: [] },
    response: { status: 201, headers: [], body: { size: 0, sha256: `sha256:${'a'.repeat(64)}` } },
    startedAt: 0,
    duration: 0,
    ...change,
  })

const entry = (more: string) => `expectations:\n  - reason: x\n    ${more}\n`

describe('a results.json', () => {
  for (const { what, content, why } of rows)
    attack(
      {
        part: 'Stored results',
        what: `a results.json ${what}`,
        result: 'refused with the place and the reason, exit code 2',
      },
      () =>
        withGood(async (folder, good) => {
          const path = join(folder, 'hostile.json')
          await writeFile(path, content())
          await refused(path, good, why)
        }),
    )

  attack(
    {
      part: 'Stored results',
      what: 'a results.json of 10 GB',
      result: 'refused before it is read, exit code 2',
    },
    () =>
      withGood(async (folder, good) => {
        const path = join(folder, 'large.json')
        sparse(path, 10 * 1024 ** 3)
        await refused(path, good, /has more than 128 MiB and is not read/)
      }),
  )

  attack(
    {
      part: 'Stored results',
      what: 'a FIFO, a folder or a device instead of a results.json',
      result: 'refused, exit code 2',
    },
    () =>
      withGood(async (folder, good) => {
        const fifo = join(folder, 'fifo')
        execFileSync('mkfifo', [fifo])
        await mkdir(join(folder, 'folder'))
        for (const path of [fifo, join(folder, 'folder'), '/dev/zero'])
          await refused(path, good, /is a FIFO that nothing writes to|is a folder|has more than 128 MiB/)
      }),
  )

  attack(
    {
      part: 'Stored results',
      what: 'a results.json whose exchanges and requirements lead to each other without end',
      result: 'reported, each once',
    },
    () =>
      withGood(async (folder) => {
        const path = join(folder, 'circles.json')
        const result = stored()
        const evidence = result.evidence.map((each) => ({
          ...each,
          via: result.evidence.map(({ id }) => id),
        }))
        const [first] = result.evidence
        const chain = Array.from({ length: 20_000 }, (_, at) => ({
          ...first,
          id: 1000 + at,
          via: [1001 + at],
        }))
        const requirements = result.requirements.map((each, at) => ({
          ...each,
          blockedBy: result.requirements[(at + 1) % result.requirements.length]?.['id'],
          findings: (each['findings'] as Json[]).map((finding) => ({
            ...finding,
            followsFrom: each['id'],
            evidence: [{ kind: 'exchange', exchange: 1000 }],
          })),
        }))
        await writeFile(path, JSON.stringify({ ...result, requirements, evidence: [...evidence, ...chain] }))
        const argv = ['report', path, '--format', 'terminal', 'html', 'junit', 'markdown', 'ctrf', 'github']
        const { stderr, exitCode } = await command(...argv, '--verbose', '--reports', folder)
        expect(stderr).toBe('')
        expect(exitCode).toBe(1)
      }),
  )

  attack(
    {
      part: 'Stored results',
      what: 'a results.json with an image of 20 000 indexes inside of each other',
      result: 'refused with the place and the reason, exit code 2',
    },
    () =>
      withGood(async (folder, good) => {
        const path = join(folder, 'deep.json')
        const nodes = Array.from({ length: 20_000 }, (_, at) => ({
          id: `n${at}`,
          kind: 'index',
          present: true,
          edges: [{ role: 'manifest', to: `n${at + 1}` }],
        }))
        const image = { kind: 'image', name: 'x', root: 'n0', nodes, omitted: 0, size: 0, orphans: 0 }
        await writeFile(path, JSON.stringify({ ...stored(), evidence: [image] }))
        await refused(path, good, /\/evidence\/0\/nodes has more than 500 levels/)
      }),
  )

  it('may have any text in its texts', () =>
    withGood(async (folder) => {
      const path = join(folder, 'odd.json')
      const odd = '\u0000 \ud800 \udfff \ufffe \u2028 constructor'
      await writeFile(path, JSON.stringify({ ...stored(), seed: odd }))
      expect((await readResults(path)).seed).toBe(odd)
    }))

  it('may use names that JavaScript has for something else', () =>
    withGood(async (folder) => {
      const path = join(folder, 'odd.json')
      const result = stored()
      const odd = ['constructor', 'toString', 'hasOwnProperty', '__defineGetter__']
      const requirements = odd.map((id) => ({ ...result.requirements[0], id, suite: id }))
      const tests = odd.map((id) => ({ ...result.tests[0], id, suite: id, evaluated: { [id]: 'fail' } }))
      await writeFile(path, JSON.stringify({ ...result, requirements, tests }))
      for (const format of [
        'terminal',
        'html',
        'junit',
        'markdown',
        'ctrf',
        'badge',
        'github',
        'expectations',
        'reference-suite',
      ]) {
        const { stderr } = await command('report', path, '--format', format, '--reports', folder)
        expect(stderr).toBe('')
      }
      const { stderr, exitCode } = await command('report', '--compare', path, path)
      expect([stderr.includes('not a constructor'), exitCode]).toEqual([false, 2])
    }))
})

describe('the ledger of a run that was killed', () => {
  attack(
    {
      part: 'Clean-up',
      what: 'a ledger of 10 GB beside a results.json',
      result: 'refused before it is read, exit code 2',
    },
    () =>
      withGood(async (folder, good) => {
        const path = await killed(folder)
        sparse(ledgerFileOf(path), 10 * 1024 ** 3)
        await refused(path, good, /its ledger .*\.ledger\.jsonl has more than 32 MiB and is not read/)
      }),
  )

  it('is read where it is what a run writes', () =>
    withGood(async (folder) => {
      const path = await killed(folder)
      await writeFile(ledgerFileOf(path), line({ test: 'x' }))
      expect((await readResults(path)).leftovers.map(({ kind }) => kind)).toEqual(['tag'])
    }))

  it.each([
    ['a depth of 100 000', nested(100_000)],
    ['1e999', line({ id: 'here' }).replace('"here"', '1e999')],
    ['a negative number', line({ id: -1 })],
    ['a fraction', line({ id: 1.5 })],
    ['no duration', line({ duration: null })],
    [
      'a body that is none',
      line({
        request: { method: 'PUT', url: 'http://x/v2/a/manifests/t', headers: [], body: { sha256: {} } },
      }),
    ],
    [
      'a body with a digest that is none',
      line({ response: { status: 201, headers: [], body: { size: 1, sha256: 'sha256:x' } } }),
    ],
    ['a field of three parts', line({ response: { status: 201, headers: [['a', 'b', 'c']], body: {} } })],
    ['an error that is none', line({ response: undefined, error: { code: 1 } })],
    ['neither answer nor error', line({ response: undefined })],
    ['a line of a mebibyte', line({ test: 'x'.repeat(1024 ** 2) })],
    ['another kind of value', '"x"'],
    ['null', 'null'],
  ])('passes over %s', (_, content) =>
    withGood(async (folder) => {
      const path = await killed(folder)
      await writeFile(ledgerFileOf(path), `${content}\n`)
      expect((await readResults(path)).leftovers).toEqual([])
    }),
  )
})

describe('a file of expectations', () => {
  const anchors = Array.from(
    { length: 12 },
    (_, at) => `a${at + 1}: &a${at + 1} [${`*a${at},`.repeat(9)}*a${at}]`,
  )
  const hostile: readonly [what: string, content: string, why: RegExp][] = [
    [
      'of YAML with an alias bomb',
      `a0: &a0 [x]\n${anchors.join('\n')}\nexpectations: []\n`,
      /Excessive alias count/,
    ],
    [
      'nested 100 000 levels deep',
      nested(100_000),
      /has more than 64 levels of maps and lists and is not read/,
    ],
    [
      'with 100 000 lists on one line',
      '- '.repeat(100_000),
      /has more than 64 levels of maps and lists and is not read/,
    ],
    [
      'with a tag that makes an object of code',
      'expectations: !!js/function "function () {}"\n',
      /Unresolved tag/,
    ],
    [
      'with a member named __proto__',
      'expectations: []\n__proto__:\n  polluted: true\n',
      /unknown property __proto__/,
    ],
    ['with a pattern of 40 stars', entry(`requirement: '${'*.*a'.repeat(20)}?'`), /is too complicated/],
    ['with groups that repeat groups', entry("requirement: '([a-z.-]+)+!'"), /is too complicated/],
    [
      'with a pattern of a million characters',
      entry(`requirement: '${'a*'.repeat(400_000)}'`),
      /is too complicated/,
    ],
  ]

  for (const [what, content, why] of hostile)
    attack(
      {
        part: 'Stored results',
        what: `expectations ${what}`,
        result: 'refused with the place and the reason, exit code 2',
      },
      () =>
        withGood(async (folder, good) => {
          const path = join(folder, 'expectations.yaml')
          await writeFile(path, content)
          const { stderr, exitCode } = await command(
            'report',
            good,
            '--expectations',
            path,
            '--reports',
            folder,
          )
          expect(stderr).toMatch(why)
          expect(stderr).not.toMatch(/call stack|^\s+at |RangeError|TypeError/m)
          expect(stderr.length).toBeLessThan(1000)
          expect(exitCode).toBe(2)
        }),
    )

  attack(
    {
      part: 'Stored results',
      what: 'expectations of 10 GB, a FIFO or a device',
      result: 'refused before they are read, exit code 2',
    },
    () =>
      withGood(async (folder, good) => {
        const large = join(folder, 'large.yaml')
        sparse(large, 10 * 1024 ** 3)
        const fifo = join(folder, 'fifo')
        execFileSync('mkfifo', [fifo])
        for (const path of [large, fifo, '/dev/zero']) {
          const { stderr, exitCode } = await command(
            'report',
            good,
            '--expectations',
            path,
            '--reports',
            folder,
          )
          expect(stderr).toMatch(/has more than 1 MiB and is not read|is a FIFO that nothing writes to/)
          expect(exitCode).toBe(2)
        }
      }),
  )

  it('and a configuration may be nested too deeply', () =>
    withGood(async (folder) => {
      const path = join(folder, 'oci-assay.yaml')
      await writeFile(path, `target: ${nested(100_000)}`)
      const { stderr, exitCode } = await command('run', '--config', path)
      expect(stderr).toContain('has more than 64 levels of maps and lists')
      expect(exitCode).toBe(2)
    }))
})

beforeAll(() => expect(text.length).toBeGreaterThan(1000))
