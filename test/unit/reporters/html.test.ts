import type { RunResult } from '../../../src/results/result.ts'
import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inflateRawSync } from 'node:zlib'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { attack } from '../../attack.ts'
import { foldEvents } from '../../../src/results/fold.ts'
import { hex } from '../../../src/reporters/text/body-layout.ts'
import { escape, html, Markup, webLink } from '../../../src/reporters/page/markup.ts'
import { lengthClass } from '../../../src/reporters/page/heading.ts'
import { page } from '../../../src/reporters/html/page.ts'
import { htmlReport } from '../../../src/reporters/html/report.ts'
import { multiplex } from '../../../src/results/multiplex.ts'
import { replay } from '../../../src/results/replay.ts'
import { bigResult } from './big.ts'
import { exchange, fixtureEvents, fixtureResult, hostile, text } from './fixture.ts'

let folder: string
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'oci-assay-'))))
afterAll(() => rm(folder, { recursive: true }))

const all = (document: string, pattern: RegExp): string[] =>
  [...document.matchAll(pattern)].map((match) => match[1] ?? match[0])

/** Opening tags without what is in quotes: names of elements and attributes. */
const tagsOf = (document: string): string[] =>
  all(document, /<[a-z][^<>]*>/g).map((tag) => tag.replace(/"[^"]*"/g, '""'))

/** What is packed in the page: number, line, and what crossed the wire, of each exchange. */
function unpacked(document: string): [id: number, line: string, wire?: string][] {
  const [packed = ''] = all(document, /<template id="packed-exchanges">([^<]*)</g)
  return JSON.parse(inflateRawSync(Buffer.from(packed, 'base64')).toString('utf8'))
}

/** The page with what is packed in it, and without what the house wrote: its style and its script. */
const body = (document: string): string =>
  [document, ...unpacked(document).flatMap(([, line, wire = '']) => [line, wire])]
    .join('\n')
    .replace(/<style>.*?<\/style>|<script>.*?<\/script>/gs, '')

it('writes the same page live and replayed', async () => {
  const pages = []
  for (const events of [fixtureEvents(), [...replay(fixtureResult())]]) {
    const file = join(folder, 'report.html')
    const reports = multiplex([htmlReport(file)])
    for (const event of events) reports.emit(event)
    expect(await reports.end(foldEvents(events))).toEqual([])
    pages.push(await readFile(file, 'utf8'))
  }
  expect(pages[0]).toBe(pages[1])
  expect(pages[0]).toBe(page(fixtureResult()))
})

// Escaping is what happens when nobody thinks of it.
it.for([
  { what: 'text', made: html`<p>${hostile}</p>`, text: `<p>${escape(hostile)}</p>` },
  {
    what: 'an attribute',
    made: html`<p title="${'"\'`>'}"></p>`,
    text: '<p title="&quot;&#39;&#96;&gt;"></p>',
  },
  { what: 'a number', made: html`${0}`, text: '0' },
  { what: 'nothing', made: html`a${undefined}${false}b`, text: 'ab' },
  {
    what: 'a list',
    made: html`${['<', html`<b>${'>'}</b>`, [new Markup('<hr>')]]}`,
    text: '&lt;<b>&gt;</b><hr>',
  },
])('makes markup of $what', ({ made, text }) => {
  expect(made.text).toBe(text)
})

it('links to the web only', () => {
  expect(webLink('https://spec.example/', 'text').text).toBe('<a href="https://spec.example/">text</a>')
  expect(webLink('javascript:alert(1)', 'text').text).toBe('<span>text</span>')
})

// Whatever field of a result holds what a hostile target sent, none of it becomes markup.
attack(
  {
    part: 'Registries',
    what: 'markup and scripts in each text of a result',
    result: 'report.html contains them as text',
  },
  () => {
    const poisoned = poison(fixtureResult()) as RunResult
    const document = body(page(poisoned))
    expect(document).toContain('&lt;/script&gt;&lt;script&gt;document.title=&quot;ran&quot;')
    expect(document).not.toMatch(/<script|<img|<!--|<html>lone|javascript:/i)
    expect(document).not.toMatch(/[^\P{C}\n\t]/u)
    const tags = all(document, /<([a-z0-9]+)(?=[\s>])/g)
    expect(
      [...new Set(tags)].filter((tag) => ['iframe', 'object', 'link', 'base', 'form', 'style'].includes(tag)),
    ).toEqual([])
    for (const tag of tagsOf(document)) expect(tag).not.toMatch(/\son\w+=|\sstyle=/)
  },
)

/** The same shape with every text that a target or a file could have chosen made hostile. */
function poison(value: unknown, key = ''): unknown {
  const ours = ['verdict', 'level', 'basis', 'kind', 'state', 'spec', 'type', 'base64']
  if (typeof value === 'string') return ours.includes(key) ? value : `${value}${hostile}`
  if (Array.isArray(value)) return value.map((item) => poison(item, key))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, poison(item, name)]))
}

const sha = (content = '') => `'sha256-${createHash('sha256').update(content).digest('base64')}'`

// The policy allows exactly the one script and the one style that are there, and no request.
attack(
  {
    part: 'Registries',
    what: 'a script that got into report.html all the same',
    result: 'its policy allows the script and the style of the page by their hashes, and no request',
  },
  () => {
    const document = page(fixtureResult())
    const [policy = ''] = all(document, /http-equiv="Content-Security-Policy"\s+content="([^"]*)"/g)
    const [style, script] = [
      all(document, /<style>(.*?)<\/style>/gs),
      all(document, /<script>(.*?)<\/script>/gs),
    ]
    expect([style.length, script.length]).toEqual([1, 1])
    expect(policy.split('; ')).toEqual([
      `default-src 'none'`,
      `script-src ${sha(script[0])}`,
      `style-src ${sha(style[0])}`,
      `base-uri 'none'`,
      `form-action 'none'`,
    ])
    expect(style[0]).not.toMatch(/@import|url\(/)
    for (const tag of all(document, /<[a-z][^<>]*>/g))
      expect(tag).not.toMatch(/^<link|\s(?:src|srcset|data|action)=/)
  },
)

it('shows what each level rests on, and the reasoning where it is derived', () => {
  const document = body(page(fixtureResult()))
  const article = /<article id="discovery\.tags\.zero".*?<\/article>/s.exec(document)?.[0]
  expect(article).toMatch(/MUST\s+<span class="basis">\(derived\)<\/span>/)
  expect(article).toMatch(/<dt>reasoning<\/dt>\s*<dd>n is the number of tags in the response/)
  expect(document).toMatch(/<td>MUST \(stated\) <a /)
  const earlier = fixtureResult().requirements.map((each) => {
    const { basis: _basis, ...rest } = each
    return rest
  })
  expect(body(page({ ...fixtureResult(), requirements: earlier }))).not.toMatch(/\(stated\)|undefined/)
})

it.for([
  { what: 'a short run', result: fixtureResult() },
  { what: 'a run of many requests', result: bigResult(6000) },
])('has every anchor of $what once, and no link to nowhere', ({ result }) => {
  const document = page(result)
  const ids = all(body(document), /\sid="([^"]*)"/g)
  expect(ids).toHaveLength(new Set(ids).size)
  for (const { id } of result.requirements) expect(ids).toContain(id)
  // The page's script makes these when a link leads to them.
  const made = unpacked(document).map(([id]) => `exchange-${id}`)
  const targets = all(body(document), /href="#([^"]*)"/g)
  expect(targets.length).toBeGreaterThan(20)
  expect(targets.filter((target) => ![...ids, ...made].includes(target))).toEqual([])
})

it('has headings in their order', () => {
  const levels = all(body(page(fixtureResult())), /<h([1-6])/g).map(Number)
  expect(levels.filter((level) => level === 1)).toEqual([1])
  for (const [index, level] of levels.entries())
    expect(level - (levels[index - 1] ?? 0)).toBeLessThanOrEqual(1)
})

// Exchange 3 is seen by two findings and 5 by two of one requirement: each is shown once and linked.
it('shows each exchange once, with those that led to it', () => {
  const document = page(fixtureResult())
  const beside = [2, 3, 4, 5, 8]
  for (const id of beside) expect(document.split(`id="exchange-${id}"`)).toHaveLength(2)
  const packed = unpacked(document)
  expect(packed.map(([id]) => id)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
  expect(packed.filter(([, , wire]) => wire !== undefined).map(([id]) => id)).toEqual([1, 6, 7, 9])
})

// Sequences send thousands of requests; what is left out is printed by oci-assay report --exchange.
it.for([1000, 6000])('stays below 400 KB with %i exchanges', (count) => {
  const document = page(bigResult(count))
  expect(Buffer.byteLength(document)).toBeLessThan(400_000)
  const packed = unpacked(document)
  expect(packed.length).toBeGreaterThan(200)
  const left = bigResult(count).evidence.length - packed.length
  if (left > 0) expect(document).toContain(`${left} exchanges of tests without findings are left out`)
  // Those that findings rest on, and what their tests sent.
  for (const id of [1, 2, 3, 4, 5, 6, 7, 8]) expect(packed.map(([number]) => number)).toContain(id)
})

// Scripts share most of their lines: packed together they take a tenth of the room, and nothing in them is markup.
it('has the scripts that reproduce findings, packed, and a place for each', () => {
  const document = page(fixtureResult())
  const [packed = ''] = all(document, /<template id="packed-scripts">([^<]*)</g)
  const scripts = JSON.parse(inflateRawSync(Buffer.from(packed, 'base64')).toString('utf8')) as Record<
    string,
    string
  >
  const places = all(document, /<pre tabindex="0" data-script="([^"]*)"><\/pre>/g)
  expect(places.length).toBeGreaterThan(2)
  expect(Object.keys(scripts)).toEqual(places)
  expect(scripts['discovery.tags.zero']).toContain('oci-assay run http://registry.example:5000')
  expect(document).toContain('oci-assay reproduce results.json discovery.tags.zero</code> prints the script')
})

// At 1,280 pixels a heading is one line.
it.for([
  { heading: '13 of the 199 requirements evaluated failed', long: '' },
  {
    heading: 'No failures of requirements whose level is stated in the 200 requirements evaluated',
    long: ' long',
  },
])('sets "$heading" smaller if it is long', ({ heading, long }) => {
  expect(lengthClass(heading)).toBe(long)
})

// What differs only in its requirement is not to be told apart by its title.
it('has no two entries of the contents that read the same', () => {
  const result = fixtureResult()
  const [failed] = result.requirements.filter(({ verdict }) => verdict === 'fail')
  if (!failed) throw new Error('the fixture has failures')
  const requirements = [...result.requirements, { ...failed, id: 'pull.other', findings: failed.findings }]
  const [nav = ''] = /<nav .*?<\/nav>/s.exec(page({ ...result, requirements })) ?? []
  const entries = all(nav, /<a [^>]*>(.*?)<\/a>/gs)
  expect(entries.length).toBeGreaterThan(8)
  expect(entries).toHaveLength(new Set(entries).size)
})

const numbersIn = (document: string, label: string): number[] => {
  const part = new RegExp(`<dt>${label}</dt><dd>(?<list>.*?)</dd>`, 's').exec(document.replaceAll('\n', ''))
  return all(part?.groups?.['list'] ?? '', /<span class="number">#(\d+)/g).map(Number)
}

const sent = (id: number, more: object = {}) => ({
  ...exchange(id, { request: `GET /v2/a/${id}`, status: 200 }),
  test: 'pull.all',
  ...more,
})

// A finding of the second exchange of its test, with others after it.
it('lists the preceding requests in their order, and no later ones', () => {
  const repeated = [
    sent(3, { request: { method: 'GET', url: 'http://r.example/v2/a/6', headers: [] } }),
    sent(6, { request: { method: 'GET', url: 'http://r.example/v2/a/6', headers: [] }, via: [3] }),
  ]
  const result = fixtureResult()
  const [failed] = result.requirements.filter(({ id }) => id === 'discovery.tags.zero')
  const [finding] = failed?.findings ?? []
  if (!failed || !finding) throw new Error('the fixture has this requirement')
  const findings = [{ ...finding, evidence: [{ kind: 'exchange' as const, exchange: 6 }] }]
  const evidence = [sent(5), sent(2), sent(8), sent(1), ...repeated, sent(7)]
  const document = page({ ...result, requirements: [{ ...failed, findings }], evidence })
  expect(numbersIn(document, 'request')).toEqual([6])
  expect(document).toContain('>#3 → 200</a>')
  expect(numbersIn(document, 'preceding requests')).toEqual([1, 2])
})

const upload = (at: number) => ({
  kind: 'upload' as const,
  repository: 'assay/a',
  reference: `/uploads/${at}`,
  reason: 'DELETE returned 405',
})

it('groups what could not be cleaned up by its reason', () => {
  const blob = { kind: 'blob' as const, repository: 'assay/a', reference: 'sha256:1', reason: 'is shared' }
  const document = page({ ...fixtureResult(), leftovers: [upload(1), blob, upload(2), upload(3), upload(4)] })
  const [section = ''] = /<section id="not-cleaned-up">.*?<\/section>/s.exec(document) ?? []
  expect(all(section, /<dt>(.*?)<\/dt>/g)).toEqual(['4 uploads', '1 blob'])
  expect(all(section, /<li><code>(.*?)<\/code><\/li>/g)).toEqual([
    '/uploads/1',
    '/uploads/2',
    '/uploads/3',
    '/uploads/4',
    'sha256:1',
  ])
})

// A registry that is all wrong: three hundred failures, each with an exchange of its own and a long body.
it('stays bounded where everything fails', () => {
  const result = fixtureResult()
  const [failed] = result.requirements
  if (!failed) throw new Error('the fixture has requirements')
  const long = text(JSON.stringify(Array.from({ length: 3000 }, (_, index) => index)))
  const many = Array.from({ length: 300 }, (_, index) => index)
  const document = page({
    ...result,
    requirements: many.map((index) => ({
      ...failed,
      id: `pull.number-${index}`,
      findings: failed.findings.map((finding) => ({
        ...finding,
        evidence: [{ kind: 'exchange' as const, exchange: index }],
      })),
    })),
    evidence: many.map((index) =>
      exchange(index, { request: `GET /v2/a/${index}`, status: 200, body: long }),
    ),
  })
  expect(document).toContain('href="#exchange-299"')
  expect(document).toContain('id="pull.number-299"')
  expect(Buffer.byteLength(document)).toBeLessThan(2_500_000)
})

it('shows bytes as hexadecimal', () => {
  expect(hex(Buffer.from('oci\0layout \xff and more', 'latin1'))).toBe(
    '0000  6f 63 69 00 6c 61 79 6f 75 74 20 ff 20 61 6e 64  oci.layout . and\n' +
      '0010  20 6d 6f 72 65                                    more',
  )
})

// The heading of the page agrees with the exit code.
it.for([
  {
    result: fixtureResult(),
    heading: '2 of the 6 requirements evaluated failed',
  },
  {
    result: fixtureResult({ end: { interrupted: true } }),
    heading: 'The run was interrupted; 6 requirements were evaluated',
  },
  { result: fixtureResult({ requirements: [] }), heading: 'Nothing was evaluated' },
])('has the heading "$heading"', ({ result, heading }) => {
  expect(page(result)).toMatch(new RegExp(`<h1 class="[a-z ]+">\\s*${heading}\\s*</h1>`))
})
