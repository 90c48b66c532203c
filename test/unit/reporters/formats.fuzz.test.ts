import type { RunResult } from '../../../src/results/result.ts'
import type { RunEvent } from '../../../src/results/events.ts'
import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import * as fc from 'fast-check'
import { parse as parseJunit } from 'junit2json'
import { afterAll, beforeAll, describe, expect, vi } from 'vitest'
import { parse as parseYaml } from 'yaml'
import { replay } from '../../../src/results/replay.ts'
import { reproductionsOf } from '../../../src/results/reproduction/reproduction.ts'
import { isExchange } from '../../../src/results/record.ts'
import { readResults } from '../../../src/results/file/read.ts'
import { terminal } from '../../../src/reporters/terminal/terminal.ts'
import { fuzz } from '../../fuzz.ts'
import { command } from '../cli/command.ts'
import { imageResult, registryResult, type Json } from './everything.ts'
import { byBrowser, byMarkdown, byRunner, byTerminal, evil, inJson } from './obeyed.ts'

/** Texts that a terminal, a runner, a browser, a shell, or a parser would do something with. */
const pieces = [
  '\u001b[2J',
  '\u001b]0;title\u0007',
  '\u001b]8;;http://evil.example\u0007',
  '\u009b2J',
  '\u009d0;title\u009c',
  '\u0090q\u009c',
  '\u202e',
  '\u2066',
  '\u200f',
  '\u061c',
  '\u200b',
  '\ufeff',
  '\u{e0041}',
  '\u2028',
  '\u2029',
  '\u0085',
  '\v',
  '\f',
  '\r',
  '\n',
  '\r\n',
  '\t',
  '\0',
  '\b',
  '\u007f',
  '\ud800',
  '\udfff',
  '\ufffe',
  '\uffff',
  '\u{1fffe}',
  '\ufdd0',
  '::add-mask::x',
  '::error::x',
  '::stop-commands::x',
  '##[error]x',
  '##vso[task.setvariable]x',
  '::',
  ':',
  '##',
  `<${evil}>`,
  `</script><${evil}>`,
  `</template><${evil}>`,
  `</style><${evil}>`,
  `</title><${evil}>`,
  `--><${evil}>`,
  `]]><${evil}>`,
  `" ${evil}="1`,
  `' ${evil}='1`,
  `\` ${evil}=\`1`,
  `</details><${evil}>`,
  '<!--',
  '<![CDATA[',
  ']]>',
  `&lt;${evil}&gt;`,
  '&',
  '&#0;',
  '&amp;',
  `javascript:${evil}()`,
  `data:text/html,<${evil}>`,
  `](javascript:${evil})`,
  `[x](javascript:${evil})`,
  `![x](http://evil.example)`,
  `@${evil}`,
  '```',
  '`',
  '~~~',
  '|',
  '\\',
  '\\`',
  '<http://evil.example>',
  `\\<${evil}>`,
  '    code',
  '# x',
  '---',
  '[[ATTACHMENT|/etc/passwd]]',
  `$(${evil})`,
  `\`${evil}\``,
  `;${evil};`,
  `'; ${evil} #`,
  `"; ${evil} #`,
  `\n${evil}\n`,
  `'\n${evil}\n'`,
  `| ${evil}`,
  `&& ${evil}`,
  '$TOKEN',
  '${HOME}',
  "'",
  '"',
  "'\\''",
  '\nEOF\n',
  '-',
  '--config /etc/passwd',
  '@/etc/passwd',
  'file:///etc/passwd',
  '*',
  '!!js/function',
  '&a',
  '*a',
  '{',
  '}',
  '[',
  ']',
  ': ',
  '- ',
  '#',
  '%',
  '%0A::error::x',
  '%s%n',
  '__proto__',
  'constructor',
  '${7*7}',
  '{{7*7}}',
]

const hostile = fc
  .array(
    fc.oneof(
      { weight: 5, arbitrary: fc.constantFrom(...pieces) },
      fc.string({ unit: 'binary', maxLength: 6 }),
    ),
    {
      minLength: 1,
      maxLength: 6,
    },
  )
  .map((parts) => parts.join('') || 'x')

const key = (name: string) => name.replaceAll('~', '~0').replaceAll('/', '~1')

/** Replaces every string that is not at one of these places; ids stay different from each other. */
function forge(value: Json, textAt: (at: string) => string | undefined, at = ''): Json {
  if (typeof value === 'string') return textAt(at) ?? value
  if (Array.isArray(value)) return value.map((item, index) => forge(item, textAt, `${at}/${index}`))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, forge(item, textAt, `${at}/${key(name)}`)]),
  )
}

function placesIn(value: Json, at = ''): string[] {
  if (typeof value === 'string') return [at]
  if (Array.isArray(value)) return value.flatMap((item, index) => placesIn(item, `${at}/${index}`))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, item]) => placesIn(item, `${at}/${key(name)}`))
}

/** The places of a result that its schema leaves open to any text. */
async function openPlaces(result: Json): Promise<Set<string>> {
  const schema = await readFile(join(import.meta.dirname, '../../../schemas/results.schema.json'), 'utf8')
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  formats.default(ajv)
  const validate = ajv.compile(JSON.parse(schema) as object)
  // The kind of a record determines which schema it has.
  const open = new Set(placesIn(result).filter((place) => !/\/(?:kind|type)$/.test(place)))
  for (;;) {
    if (validate(forge(result, (at) => (open.has(at) ? '<hostile>' : undefined)))) return open
    const before = open.size
    for (const { instancePath } of validate.errors ?? []) open.delete(instancePath)
    if (open.size === before) throw new Error(JSON.stringify(validate.errors))
  }
}

interface Base {
  result: Json
  places: readonly string[]
}

let folder = ''
const bases: Base[] = []
const bin = () => join(folder, 'bin')

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'oci-assay-fuzz-'))
  for (const result of [await registryResult(), await imageResult()])
    bases.push({ result, places: [...(await openPlaces(result))] })
  execFileSync('mkdir', [bin()])
  writeFileSync(join(bin(), evil), `#!/bin/sh\n: > ${join(folder, 'executed')}\n`)
  writeFileSync(join(bin(), 'curl'), '#!/bin/sh\nexit 0\n')
  for (const name of [evil, 'curl']) chmodSync(join(bin(), name), 0o755)
}, 60_000)
afterAll(() => rm(folder, { recursive: true, force: true }))

/** The text in every field, or in a part of them. */
const forgeries = fc.record({
  base: fc.nat(1),
  text: hostile,
  other: hostile,
  every: fc.integer({ min: 1, max: 4 }),
  from: fc.nat(3),
})
type Forgery = typeof forgeries extends fc.Arbitrary<infer Value> ? Value : never

const forged = ({ base, text, other, every, from }: Forgery): Json => {
  const { result, places } = bases[base]!
  const chosen = new Map(
    places
      .filter((_, at) => at % every === from % every)
      .map((place, at) => [place, at % 7 === 0 ? other : text]),
  )
  return forge(result, (at) => {
    const its = chosen.get(at)
    return its !== undefined && at.endsWith('/id') ? `${its} ${at}` : its
  })
}

async function stored(forgery: Forgery): Promise<string> {
  const path = join(folder, 'results.json')
  await writeFile(path, JSON.stringify(forged(forgery)))
  return path
}

const withoutColours = async <Value>(work: () => Promise<Value>): Promise<Value> => {
  vi.stubEnv('NO_COLOR', '1')
  vi.stubEnv('GITHUB_STEP_SUMMARY', '')
  try {
    return await work()
  } finally {
    vi.unstubAllEnvs()
  }
}

const written = async (name: string) => readFile(join(folder, 'out', name), 'utf8')

async function report(path: string, ...formats: string[]): Promise<{ stdout: string; stderr: string }> {
  rmSync(join(folder, 'out'), { recursive: true, force: true })
  return withoutColours(() =>
    command('report', path, '--reports', join(folder, 'out'), '--format', ...formats),
  )
}

/** All of XML that a strict parser refuses, and what XML 1.0 does not allow. */
async function isXml(text: string): Promise<void> {
  expect(text).not.toMatch(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u)
  expect(await parseJunit(text)).toBeDefined()
}

describe('whatever a stored result contains', () => {
  fuzz(
    'a terminal obeys none of it',
    forgeries,
    async (forgery) => {
      const path = await stored(forgery)
      const { stdout, stderr } = await report(path, 'terminal', '--verbose')
      expect(stdout.length).toBeGreaterThan(500)
      expect(byTerminal(stdout + stderr)).toEqual([])
      expect(byRunner(stdout + stderr)).toEqual([])
    },
    4,
  )

  fuzz(
    'a live line of progress obeys none of it',
    forgeries,
    async (forgery) => {
      const result = await readResults(await stored(forgery))
      const screen = onTty(result)
      const own = screen.replaceAll('\r\u001b[K', '\n')
      expect(byTerminal(own)).toEqual([])
      expect(byRunner(own)).toEqual([])
    },
    4,
  )

  fuzz(
    'a runner obeys only the annotations of it',
    forgeries,
    async (forgery) => {
      const { stdout, stderr } = await report(await stored(forgery), 'github')
      expect(byTerminal(stdout + stderr)).toEqual([])
      expect(byRunner(stdout + stderr, /^::(?:error|warning|notice) title=[^:]*::[^]*$/)).toEqual([])
      const lines = stdout.split('\n').filter((line) => line !== '')
      expect(lines.length).toBeLessThanOrEqual(10)
      expect(byMarkdown(await written('summary.md'))).toEqual([])
      expect(byTerminal(await written('summary.md'))).toEqual([])
    },
    4,
  )

  fuzz(
    'a browser obeys none of it',
    forgeries,
    async (forgery) => {
      await report(await stored(forgery), 'html')
      const page = await written('report.html')
      expect(byBrowser(page)).toEqual([])
      expect(byTerminal(page)).toEqual([])
      // A page has its own elements, each closed once.
      for (const name of ['script', 'style', 'title', 'main'])
        expect(page.split(`</${name}>`), name).toHaveLength(2)
      expect(page.split('</template>')).toHaveLength(page.split('<template ').length)
    },
    4,
  )

  fuzz(
    'Markdown shows it as text',
    forgeries,
    async (forgery) => {
      await report(await stored(forgery), 'markdown')
      const text = await written('report.md')
      expect(byMarkdown(text)).toEqual([])
      expect(byTerminal(text)).toEqual([])
    },
    4,
  )

  fuzz(
    'JUnit is well-formed',
    forgeries,
    async (forgery) => {
      await report(await stored(forgery), 'junit', ...(forgery.base === 0 ? ['reference-suite'] : []))
      const files = ['junit.xml', ...(forgery.base === 0 ? ['reference-suite/junit.xml'] : [])]
      for (const file of files) {
        const text = await written(file)
        await isXml(text)
        expect(byTerminal(text)).toEqual([])
        expect(text.match(/[^\n]{0,80}\[\[ATTACHMENT\|/g) ?? []).toEqual([])
      }
      if (forgery.base !== 0) return
      const yaml = await written('reference-suite/results.yaml')
      expect(Object.keys(parseYaml(yaml) as object)).toEqual(['config', 'apis', 'data'])
      expect(byTerminal(yaml)).toEqual([])
    },
    4,
  )

  fuzz(
    'JSON formats and YAML are valid, and show nothing that a terminal obeys',
    forgeries,
    async (forgery) => {
      await report(await stored(forgery), 'ctrf', 'har', 'badge', 'expectations')
      expect((await readdir(join(folder, 'out'))).toSorted()).toEqual([
        'badge.json',
        'ctrf.json',
        'exchanges.har',
        'expectations.yaml',
      ])
      for (const file of ['ctrf.json', 'exchanges.har', 'badge.json']) {
        const text = await written(file)
        expect(JSON.parse(text)).toBeTypeOf('object')
        expect(inJson(text)).toEqual([])
      }
      const yaml = await written('expectations.yaml')
      expect(Object.keys(parseYaml(yaml) as object)).toEqual(['expectations'])
      expect(byTerminal(yaml)).toEqual([])
    },
    4,
  )

  fuzz(
    'a comparison obeys none of it',
    forgeries,
    async (forgery) => {
      const path = await stored(forgery)
      const other = join(folder, 'other.json')
      const { result } = bases[forgery.base]!
      await writeFile(other, JSON.stringify({ ...(result as object), startedAt: '2020-01-01T00:00:00.000Z' }))
      const out = join(folder, 'out')
      rmSync(out, { recursive: true, force: true })
      const { stdout, stderr, exitCode } = await withoutColours(() =>
        command(
          'report',
          '--compare',
          path,
          other,
          '--reports',
          out,
          '--format',
          'terminal',
          'html',
          'markdown',
          'json',
        ),
      )
      expect(byTerminal(stdout + stderr)).toEqual([])
      expect(byRunner(stdout + stderr)).toEqual([])
      if (exitCode !== 0) return
      expect(byBrowser(await written('comparison.html'))).toEqual([])
      expect(byMarkdown(await written('comparison.md'))).toEqual([])
      expect(inJson(await written('comparison.json'))).toEqual([])
      for (const file of ['comparison.html', 'comparison.md'])
        expect(byTerminal(await written(file))).toEqual([])
    },
    4,
  )

  fuzz(
    'a change since an earlier result obeys none of it',
    forgeries,
    async (forgery) => {
      const path = await stored(forgery)
      const { result } = bases[forgery.base]!
      const now = join(folder, 'now.json')
      await writeFile(now, JSON.stringify(result))
      const { stdout, stderr } = await report(
        now,
        'terminal',
        'html',
        'markdown',
        'junit',
        '--compare-with',
        path,
      )
      expect(byTerminal(stdout + stderr)).toEqual([])
      expect(byRunner(stdout + stderr)).toEqual([])
      if (!existsSync(join(folder, 'out', 'report.html'))) return
      expect(byBrowser(await written('report.html'))).toEqual([])
      expect(byMarkdown(await written('report.md'))).toEqual([])
    },
    4,
  )

  fuzz(
    'a shell executes none of it',
    fc.record({ forgery: forgeries, from: fc.nat(400) }),
    async ({ forgery, from }) => {
      const result = await readResults(await stored({ ...forgery, base: 0 }))
      const reproductions = reproductionsOf(result)
      const exchanges = result.evidence.filter(isExchange)
      const some = exchanges.slice(from % Math.max(1, exchanges.length - 5)).slice(0, 5)
      const requirement = result.requirements[from % result.requirements.length]!
      for (const finding of [
        ...result.requirements.flatMap(({ findings }) => findings.slice(0, 1)).slice(0, 3),
        {
          ...({ requirement: '', test: '', verdict: 'fail', title: '', expected: [], received: '' } as const),
          evidence: some.map(({ id }) => ({ kind: 'exchange', exchange: id }) as const),
          conditions: [{ kind: 'status', in: ['200'] }],
        },
      ]) {
        const made = reproductions.of(finding, requirement)
        if ('script' in made) executes(made.script)
      }
    },
    4,
  )
})

/** Runs a script with a command in its path that leaves a trace, where the hostile text would start it. */
function executes(script: string): void {
  const path = join(folder, 'script.sh')
  writeFileSync(path, script)
  const environment = {
    PATH: `${bin()}:/usr/bin:/bin`,
    REGISTRY_USER: 'user',
    REGISTRY_PASSWORD: 'password',
    TOKEN: 'token',
    HOME: folder,
    TMPDIR: folder,
  }
  execFileSync('/bin/sh', ['-n', path], { stdio: 'pipe' })
  try {
    execFileSync('/bin/sh', [path], { env: environment, cwd: folder, stdio: 'pipe', timeout: 20_000 })
  } catch (error) {
    // Commands of the script may fail; what counts is which ones there were.
    expect((error as { status?: unknown }).status).toBeTypeOf('number')
  }
  const trace = join(folder, 'executed')
  const executed = existsSync(trace)
  rmSync(trace, { force: true })
  expect(executed, executed ? readFileSync(path, 'utf8').slice(0, 4000) : '').toBe(false)
}

/** What a run shows on a terminal while it goes on, its tests begun and ended one after the other. */
function onTty(result: RunResult): string {
  const stream = Object.assign(new PassThrough({ highWaterMark: 64 * 1024 ** 2 }), {
    isTTY: true,
    columns: 200,
  })
  let now = 0
  const reporter = terminal({ stream, colour: false, verbose: true, now: () => (now += 100) })
  for (const event of replay(result) as Iterable<RunEvent>) {
    if (event.type === 'test-finished') reporter.onEvent?.({ type: 'test-started', id: event.test.id })
    reporter.onEvent?.(event)
  }
  void reporter.onEnd?.(result)
  stream.end()
  return String(stream.read())
}
