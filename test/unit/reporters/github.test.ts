import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { attack } from '../../attack.ts'
import { compare } from '../../../src/results/expectations/compare.ts'
import { annotations, github } from '../../../src/reporters/github/github.ts'
import { github as githubFormat } from '../../../src/reporters/github/format.ts'
import type { RunResult } from '../../../src/results/result.ts'
import { terminal } from '../../../src/reporters/terminal/terminal.ts'
import { withFolder } from '../cli/command.ts'
import { fixtureResult } from './fixture.ts'
import { hostileResult } from './hostile.ts'

const decode = (text: string) =>
  text
    .replaceAll('%0D', '\r')
    .replaceAll('%0A', '\n')
    .replaceAll('%3A', ':')
    .replaceAll('%2C', ',')
    .replaceAll('%25', '%')

/** As the runner reads a command: one line, properties until the second pair of colons. */
function read(line: string): { level: string; title: string; message: string } {
  const match = /^::(?<level>error|warning|notice) title=(?<title>[^:,\r\n]*)::(?<message>[^\r\n]*)\n$/.exec(
    line,
  )
  const { level = '', title = '', message = '' } = match?.groups ?? {}
  return { level, title: decode(title), message: decode(message) }
}

const collecting = () => {
  const chunks: string[] = []
  const stream = new Writable({
    write(chunk, _, done) {
      chunks.push(String(chunk))
      done()
    },
  })
  return { stream, text: () => chunks.join('') }
}

/** This many requirements fail as the fixture's first does. */
function failing(number: number, text = 'answers 500'): RunResult {
  const result = fixtureResult()
  const [first] = result.requirements
  if (!first) throw new Error('the fixture has no requirement')
  const requirements = Array.from({ length: number }, (_, index) => ({
    ...first,
    id: `pull.failing-${index}`,
    findings: first.findings.map((each) => ({ ...each, received: text })),
  }))
  return { ...result, requirements }
}

describe('annotations', () => {
  it('are errors only for failures whose level counts', () => {
    const found = annotations(fixtureResult(), { strict: true, level: 'stated' }).map(read)
    expect(found.map(({ level, title }) => `${level} ${title}`).slice(0, 4)).toEqual([
      'error pull.manifest.exact-bytes, MUST (stated)',
      'warning discovery.tags.zero, MUST (derived)',
      'warning push.error.code, MUST (table)',
      'error discovery.tags.order, MUST (stated)',
    ])
  })

  it('have failures first, then warnings, then what could not be evaluated', () => {
    const found = annotations(fixtureResult()).map(read)
    expect(found.map(({ level, title }) => `${level} ${title}`)).toEqual([
      'error pull.manifest.exact-bytes, MUST (stated)',
      'error discovery.tags.zero, MUST (derived)',
      'warning push.error.code, MUST (table)',
      'warning discovery.tags.order, MUST (stated)',
      'warning push.blob.chunk-order, MUST (stated)',
    ])
    expect(found[1]?.message).toBe(
      [
        'listed tags although n is 0',
        'expected an empty list of tags and no Link header',
        'received 2 tags',
        'https://spec.example/distribution/v1.1.1/spec.md?plain=1#L170',
      ].join('\n'),
    )
  })

  it('are errors where a strict run warns', () => {
    expect(annotations(fixtureResult(), { strict: true }).map((line) => read(line).level)).toEqual([
      'error',
      'error',
      'error',
      'error',
      'warning',
    ])
  })

  it.each([0, 1, 9, 10])('are as many as there are failures, up to ten: %d', (number) =>
    expect(annotations(failing(number))).toHaveLength(number),
  )

  it.each([11, 500])('are ten of %d, the last one counting the others', (number) => {
    const found = annotations(failing(number)).map(read)
    expect(found).toHaveLength(10)
    expect(found.at(-1)).toMatchObject({
      level: 'notice',
      message: expect.stringContaining(`${number - 9} more`),
    })
  })

  it.each(['100% :: , \r\n::error::x', '%0A%25', '\n::stop-commands::t', '::add-mask::GET'])(
    'are one command each, whatever a target sends: %j',
    (text) => {
      for (const line of annotations(hostileResult(text))) {
        expect(line.match(/\n/g)).toHaveLength(1)
        expect(read(line).level).not.toBe('')
      }
    },
  )

  it('leave out known failures, and report stale entries', () => {
    const entries = ['pull.manifest.exact-bytes', 'discovery.tags.zero', 'pull.version'].map(
      (requirement) => ({
        requirement,
        reason: 'known',
      }),
    )
    const found = annotations(compare(fixtureResult(), entries, '2026-11-21')).map(read)
    expect(found.filter(({ level }) => level === 'error')).toMatchObject([
      { title: 'requirement pull.version', message: expect.stringContaining('remove the entry') },
    ])
  })
})

const write = async (result: RunResult, before?: string) =>
  withFolder(async (folder) => {
    const path = join(folder, 'deep', 'summary.md')
    const { stream, text } = collecting()
    const reporter = github(path, { stream })
    await reporter.onEnd?.(result)
    if (before !== undefined) {
      await writeFile(path, before)
      await github(path, { stream, append: true }).onEnd?.(result)
    }
    return { summary: await readFile(path, 'utf8'), commands: text() }
  })

/** What a step writes to its summary. */
const written = async (options: { reportUrl?: string }, environment: Record<string, string>) =>
  withFolder(async (folder) => {
    vi.stubEnv('GITHUB_STEP_SUMMARY', join(folder, 'summary.md'))
    for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value)
    vi.spyOn(process.stdout, 'write').mockReturnValue(true)
    const reporter = await githubFormat.reporter(join(folder, 'none'), options)
    await reporter.onEnd?.(fixtureResult())
    return await readFile(join(folder, 'summary.md'), 'utf8')
  })

describe('the summary', () => {
  it('is written beside the annotations', async () => {
    const { summary, commands } = await write(fixtureResult())
    expect(summary).toContain('# ✗ 2 of the 6 requirements evaluated failed (2 warnings)')
    expect(commands.split('\n').filter(Boolean)).toHaveLength(5)
  })

  it('keeps what an earlier command of the step has written', async () => {
    const { summary } = await write(fixtureResult(), 'earlier\n')
    expect(summary).toMatch(/^earlier\n# ✗/)
  })

  it('has at most 1 MiB, also after what was there', async () => {
    const huge = failing(3000, 'x'.repeat(400))
    expect(Buffer.byteLength((await write(huge)).summary)).toBeLessThanOrEqual(1024 * 1024)
    const { summary } = await write(huge, 'é'.repeat(300_000))
    expect(Buffer.byteLength(summary)).toBeLessThanOrEqual(1024 * 1024)
    expect(summary).toContain('more parts that did not fit')
  })
})

// Runners execute some lines of a log; a target's text must not become one of them.
attack(
  {
    part: 'Registries',
    what: 'workflow commands in whatever a target sends',
    result: 'no line of the log begins with one',
  },
  async () => {
    const padding = 'word '.repeat(40)
    for (const text of [
      `${padding}::stop-commands::t ${padding}`,
      `${'w'.repeat(300)} ::error::x`,
      '##[add-mask]x',
    ]) {
      const { stream, text: output } = collecting()
      await terminal({ stream, colour: false, verbose: true }).onEnd?.(hostileResult(text))
      for (const line of output().split('\n')) expect(line.trimStart()).not.toMatch(/^::/)
      expect(output()).not.toContain('##[')
    }
  },
)

describe('the summary', () => {
  afterEach(() => {
    vi.unstubAllEnvs()
    vi.restoreAllMocks()
  })

  const runner = { GITHUB_SERVER_URL: 'https://github.example', GITHUB_REPOSITORY: 'a/b', GITHUB_RUN_ID: '7' }

  it('leads with the conclusion and what failed', async () => {
    const [heading, , conclusion, , counts, , ...rest] = (await written({}, {})).split('\n')
    expect(heading).toMatch(/^# ✗ 2 of the 6 requirements evaluated failed \(2 warnings\)/)
    expect(conclusion).toMatch(/^\*\*nonconformant\*\*: `http:\/\/registry\.example:5000`/)
    expect(counts).toMatch(/^2 passed, 2 failed, /)
    expect(rest.slice(0, 3)).toEqual([
      '| what happened | requirement | level | blocks |',
      '| --- | --- | --- | --- |',
      expect.stringMatching(
        /^\| ✗ Answers with other bytes than were pushed \| \[`pull\.manifest\.exact-bytes`\]/,
      ),
    ])
  })

  it('links the report where its address is known, else the artifacts of the run', async () => {
    const reportUrl = 'https://pages.example/report.html'
    expect(await written({ reportUrl }, runner)).toContain(`\n[Full report](<${reportUrl}>)\n`)
    expect(await written({}, runner)).toContain(
      '\nThe full report is in the [artifacts of this run](<https://github.example/a/b/actions/runs/7#artifacts>) if',
    )
    expect(await written({}, { ...runner, GITHUB_RUN_ID: '' })).not.toContain('ull report')
  })
})
