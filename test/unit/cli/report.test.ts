import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { createReferenceRegistry, type ReferenceOptions } from '../../../src/reference/index.ts'
import type { RunResult } from '../../../src/results/result.ts'
import { readResults } from '../../../src/results/file/read.ts'
import { isExchange } from '../../../src/results/record.ts'
import { resultsText } from '../../../src/results/file/results-text.ts'
import { command, quick, withFolder } from './command.ts'
import { effectsOf } from '../../../suites/distribution/faults.ts'

/** A registry for the time of some work, built with these options. */
async function withRegistry<Value>(
  options: Partial<ReferenceOptions>,
  work: (url: string, folder: string) => Promise<Value>,
): Promise<Value> {
  const { url, close } = await createReferenceRegistry({ spec: '1.1', ...options }).listen()
  try {
    return await withFolder((folder) => work(url, folder))
  } finally {
    await close()
  }
}

const faulty = { effects: effectsOf('tags-backwards') }
const little = [...quick, '--only', 'discovery.tags', 'pull.manifest']
const resultsIn = (folder: string) => join(folder, 'results.json')
const verdicts = ({ requirements }: RunResult) =>
  Object.fromEntries(requirements.map(({ id, verdict, blockedBy }) => [id, [verdict, blockedBy]]))

async function runShards(url: string, folder: string, count: number, ...more: string[]): Promise<string[]> {
  const shards = Array.from({ length: count }, (_, index) => `${index + 1}/${count}`)
  for (const shard of shards) {
    const reports = join(folder, shard.replace('/', '-'))
    await command('run', url, ...little, '--shard', shard, '--reports', reports, '--format', 'junit', ...more)
  }
  return shards.map((shard) => resultsIn(join(folder, shard.replace('/', '-'))))
}

describe('shards', () => {
  it('merge into the same as one run, with its exit code and all reports', () =>
    withRegistry(faulty, async (url, folder) => {
      const one = await command('run', url, ...little, '--reports', join(folder, 'one'))
      const files = await runShards(url, folder, 3)
      const all = join(folder, 'all')
      const merged = await command('report', '--merge', ...files, '--reports', all)
      expect(merged.exitCode).toBe(1)
      expect(merged.exitCode).toBe(one.exitCode)
      expect(merged.stdout).toContain('discovery.tags.order')
      expect((await readdir(all)).toSorted()).toEqual(['junit.xml', 'report.html', 'results.json'])
      const [whole, joined] = [
        await readResults(resultsIn(join(folder, 'one'))),
        await readResults(resultsIn(all)),
      ]
      expect(verdicts(joined)).toEqual(verdicts(whole))
      expect(joined.totals.requirements).toEqual(whole.totals.requirements)
    }))

  it('are refused where they are not those of one run', () =>
    withRegistry({}, async (url, folder) => {
      const [one = '', two = '', three = ''] = await runShards(url, folder, 3)
      const [other = ''] = await runShards(url, join(folder, 'other'), 2)
      const killed = join(folder, 'killed.json')
      const result = await readResults(two)
      await writeFile(killed, resultsText({ ...result, complete: false }))
      const merge = (...files: string[]) =>
        command('report', '--merge', ...files, '--reports', join(folder, 'out'))
      for (const [files, message] of [
        [[one, three], 'shard 2/3 is missing'],
        [[one, two, three, three], 'shard 3/3 is listed twice'],
        [[one, two, other], 'differ in their number of shards'],
        [[one, killed, three], 'killed.json did not finish'],
        [[one, two, join(folder, 'none.json')], 'none.json does not exist'],
      ] as const) {
        const { exitCode, stderr } = await merge(...files)
        expect(stderr).toContain(message)
        expect(stderr).not.toMatch(/^\s+at /m)
        expect(exitCode).toBe(2)
      }
      const over = await command('report', '--merge', one, two, three, '--reports', join(folder, '2-3'))
      expect(over.stderr).toContain('is one of the shards')
      expect(over.exitCode).toBe(2)
      expect(await readResults(two)).toEqual(result)
    }))

  // In one shard alone the entry of another is not evaluated; together they show what is known and what is new.
  it('keep their expectations when merged', () =>
    withRegistry(faulty, async (url, folder) => {
      const known = join(folder, 'known.yaml')
      const entries = ['discovery.tags.order', 'pull.manifest.exact-bytes'].map((requirement) => ({
        requirement,
        reason: 'known',
      }))
      await writeFile(known, JSON.stringify({ expectations: entries }))
      const files = await runShards(url, folder, 2, '--expectations', known)
      const { exitCode, stdout } = await command(
        'report',
        '--merge',
        ...files,
        '--reports',
        join(folder, 'all'),
      )
      expect(stdout).toContain('expected failure passes now')
      expect(exitCode).toBe(1)
      const { expectations } = await readResults(resultsIn(join(folder, 'all')))
      expect(expectations?.entries.map(({ state }) => state)).toEqual(['met', 'passing'])
    }))
})

describe('expectations', () => {
  it('written from a result make the next run succeed, and fail the one after the mending', () =>
    withFolder(async (folder) => {
      const known = join(folder, 'expectations.yaml')
      await withRegistry(faulty, async (url) => {
        const found = await command('run', url, ...little, '--reports', folder)
        expect(found.exitCode).toBe(1)
        const written = await command(
          'report',
          resultsIn(folder),
          '--format',
          'expectations',
          '--reports',
          folder,
        )
        expect(written).toMatchObject({ exitCode: 1, stdout: '' })
        const again = await command('run', url, ...little, '--reports', folder, '--expectations', known)
        expect(again.stdout).toMatch(/No new failures in the \d+ requirements evaluated\s\(\d+ known failure/)
        expect(again.exitCode).toBe(0)
        const junit = await readFile(join(folder, 'junit.xml'), 'utf8')
        expect(junit).toContain('<skipped')
        expect(junit).not.toContain('<failure')
      })
      await withRegistry({}, async (url) => {
        const mended = await command('run', url, ...little, '--reports', folder, '--expectations', known)
        expect(mended.stdout).toContain('the expected failure now passes (discovery.tags.order)')
        expect(mended.exitCode).toBe(1)
        expect(await readFile(join(folder, 'junit.xml'), 'utf8')).toContain(
          'classname="distribution.1.1.expectations"',
        )
      })
    }))

  it('that have expired fail a stored result too, and a typo is reported with its place', () =>
    withRegistry(faulty, async (url, folder) => {
      await command('run', url, ...little, '--reports', folder)
      const known = join(folder, 'known.yaml')
      const report = () =>
        command('report', resultsIn(folder), '--format', 'terminal', '--expectations', known)
      await writeFile(
        known,
        'expectations:\n  - requirement: discovery.tags\n    reason: r\n    expires: 2020-01-01\n',
      )
      const expired = await report()
      expect(expired.stdout).toContain('expired after 2020-01-01')
      expect(expired.exitCode).toBe(1)
      await writeFile(known, 'expectations:\n  - requirement: discovery.tugs\n    reason: r\n')
      const typo = await report()
      expect(typo.stderr).toContain('known.yaml:2:5: unknown requirement discovery.tugs')
      expect(typo.exitCode).toBe(2)
    }))
})

const formats = [
  'html',
  'junit',
  'markdown',
  'github',
  'badge',
  'ctrf',
  'har',
  'expectations',
  'reference-suite',
]

/** All files below a folder, with their contents. */
async function contents(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return new Map(
    await Promise.all(
      files.map(async (file) => [file.slice(folder.length + 1), await readFile(file, 'utf8')] as const),
    ),
  )
}

describe('a report', () => {
  it('is the same of a stored result as of the run, in each format', () =>
    withRegistry(faulty, async (url, folder) => {
      const [live, later] = [join(folder, 'live'), join(folder, 'later')]
      const run = await command('run', url, ...little, '--reports', live, '--format', ...formats)
      const report = await command('report', resultsIn(live), '--reports', later, '--format', ...formats)
      expect(report.exitCode).toBe(run.exitCode)
      const { 'results.json': _, ...written } = Object.fromEntries(await contents(live))
      expect(Object.fromEntries(await contents(later))).toEqual(written)
      expect(Object.keys(written).toSorted()).toEqual([
        'badge.json',
        'ctrf.json',
        'exchanges.har',
        'expectations.yaml',
        'junit.xml',
        'reference-suite/junit.xml',
        'reference-suite/results.yaml',
        'report.html',
        'report.md',
        'summary.md',
      ])
    }))

  it('of GitHub goes where the runner expects it', () =>
    withRegistry(faulty, async (url, folder) => {
      const summary = join(folder, 'step-summary')
      vi.stubEnv('GITHUB_STEP_SUMMARY', summary)
      try {
        const { stdout } = await command('run', url, ...little, '--reports', folder, '--format', 'github')
        expect(stdout).toMatch(/^::error title=discovery\.tags\.order%2C MUST \(stated\)::/m)
        expect(await readFile(summary, 'utf8')).toContain('## Failed')
      } finally {
        vi.unstubAllEnvs()
      }
    }))

  it.each([
    ['of two results', ['a.json', 'b.json'], 'specify one result'],
    ['of nothing', ['none.json'], 'none.json does not exist'],
    ['of an unknown format', ['a.json', '--format', 'pdf'], 'Allowed choices'],
  ])('%s is refused', async (_, argv, message) => {
    const { exitCode, stderr } = await command('report', ...argv)
    expect(stderr).toContain(message)
    expect(exitCode).toBe(2)
  })

  it('of a run that was killed ends like an interrupted one', () =>
    withRegistry({}, async (url, folder) => {
      await command('run', url, '--only', 'http.support-check', '--reports', folder, '--format', 'junit')
      const result = await readResults(resultsIn(folder))
      await writeFile(resultsIn(folder), resultsText({ ...result, complete: false }))
      const { exitCode } = await command('report', resultsIn(folder), '--format', 'terminal')
      expect(exitCode).toBe(130)
    }))
})

const base64 = (text: string) => Buffer.from(text).toString('base64').replace(/=+$/, '')

// Whatever is written, nobody finds the password in it, nor what it is sent as.
it.each(['basic', 'bearer'] as const)('no output has a secret of %s authentication', (auth) =>
  withRegistry({ ...faulty, auth }, async (url, folder) => {
    vi.stubEnv('OCI_PASSWORD', 'assay-password')
    try {
      const spoken = await command(
        'run',
        url,
        '--username',
        'assay',
        ...little,
        '--reports',
        folder,
        '--format',
        ...formats,
      )
      expect(spoken.exitCode).toBe(1)
      const all = await contents(folder)
      expect(all.size).toBe(11)
      const secrets = ['assay-password', base64('assay-password'), base64('assay:assay-password')]
      for (const [file, text] of [...all, ['the terminal', spoken.stdout + spoken.stderr] as const]) {
        for (const secret of secrets) expect(text.includes(secret), `${secret} in ${file}`).toBe(false)
        for (const [, token = ''] of text.matchAll(/Bearer ([\w.~+/-]{8,})/g)) expect(token, file).toBe('')
      }
    } finally {
      vi.unstubAllEnvs()
    }
  }),
)

describe('--exchange', () => {
  it('prints exchanges in full by the numbers of the reports, and nothing else', () =>
    withRegistry(faulty, async (url, folder) => {
      await command('run', url, ...little, '--reports', folder)
      const { evidence } = await readResults(resultsIn(folder))
      const [first, second] = evidence
        .filter(isExchange)
        .filter(({ test, request }) => test !== undefined && request.url.includes('/tags/list'))
      if (!first || !second) throw new Error('tags were listed')
      const { exitCode, stdout } = await command(
        'report',
        resultsIn(folder),
        '--exchange',
        String(first.id),
        `#${second.id}`,
      )
      expect(exitCode).toBe(0)
      const begin = new RegExp(String.raw`^#\d+, test ${first.test}, \d+ ms after the start, took \d+ ms\n\n`)
      expect(stdout).toMatch(begin)
      expect(stdout).toContain(`\nGET ${first.request.url}\n`)
      expect(stdout).toMatch(/\nAccept-Encoding: identity\n(?:[^\n]+\n)*\n200 {2}[\d.]+ ms\nContent-Type: /i)
      expect(stdout).toContain('"tags": [\n')
      expect(stdout).toContain(`\n#${second.id}, `)
      expect(stdout.match(/^#\d+, /gm)).toHaveLength(2)
      expect((await readdir(folder)).toSorted()).toEqual(['junit.xml', 'report.html', 'results.json'])
    }))

  it.for([
    {
      number: '999999',
      message:
        /^oci-assay: the result has no exchange 999999\n {2}its exchanges are numbered from \d+ to \d+/,
    },
    { number: 'x', message: /must be the number of an exchange/ },
  ])('refuses $number', ({ number, message }) =>
    withRegistry({}, async (url, folder) => {
      await command('run', url, ...little, '--reports', folder)
      const { exitCode, stderr } = await command('report', resultsIn(folder), '--exchange', number)
      expect(exitCode).toBe(2)
      expect(stderr).toMatch(message)
    }),
  )
})
