import { replay } from '../../../src/results/replay.ts'
import { assert, constantFrom, property, string } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { foldEvents } from '../../../src/results/fold.ts'
import { compare } from '../../../src/results/expectations/compare.ts'
import {
  cell,
  code,
  codeBlock,
  htmlText,
  link,
  prose,
  words,
} from '../../../src/reporters/markdown/escape.ts'
import { markdownText } from '../../../src/reporters/markdown/markdown.ts'
import { bigResult } from './big.ts'
import { fixtureResult, hostile } from './fixture.ts'
import { hostileResult } from './hostile.ts'

/** What is left of a document when all that is code is taken out, by CommonMark's rules. */
function withoutCode(markdown: string): string {
  const lines: string[] = []
  let fence: string | undefined
  for (const line of markdown.split('\n')) {
    const [, mark] = /^(`{3,})[a-z]*$/.exec(line) ?? []
    if (fence === undefined && mark) fence = mark
    else if (fence === undefined) lines.push(line)
    else if (/^`+$/.test(line) && line.length >= fence.length) fence = undefined
  }
  expect(fence).toBeUndefined()
  return lines.map(withoutSpans).join('\n')
}

function withoutSpans(line: string): string {
  let rest = line
  let kept = ''
  for (;;) {
    const open = /(?<!\\)`+/.exec(rest)
    if (!open) return kept + rest
    const after = rest.slice(open.index + open[0].length)
    const close = [...after.matchAll(/`+/g)].find(([run]) => run.length === open[0].length)
    // An opening without an end would be text, and what follows it markup.
    expect(close, line).toBeDefined()
    kept += rest.slice(0, open.index)
    rest = after.slice((close?.index ?? 0) + open[0].length)
  }
}

const nasty = [hostile, '`` a ` b ```', '```', '`', '|x|', '@someone #1 https://evil.example', '\\', ' ', '']

describe('text of a target', () => {
  it.each(nasty)('is nothing but code: %j', (text) => {
    expect(withoutSpans(code(text)).replace('(nothing)', '')).toBe('')
    expect(withoutCode(codeBlock(text, 'sh'))).toBe('')
    expect(code(text)).not.toMatch(/[\n\r]/)
  })

  it('is nothing but code, whatever it is', () => {
    assert(
      property(string({ unit: constantFrom('`', ' ', '\n', '\\', '|', 'a', '<') }), (text) => {
        expect(withoutSpans(code(text)).replace('(nothing)', '')).toBe('')
        expect(withoutCode(codeBlock(text))).toBe('')
      }),
    )
  })

  it('cannot begin another cell', () => expect(cell(code('a|b'))).toBe('`a\\|b`'))

  it('leads nowhere but to the web', () => {
    expect(link('x', 'javascript:alert(1)')).toBe('x')
    expect(link('x', 'https://spec.example/a?plain=1#L3')).toBe('[x](<https://spec.example/a?plain=1#L3>)')
    expect(link('x', 'https://spec.example/>) <b>')).not.toMatch(/[)>] ?</)
  })

  it.each([
    ['answers 500 to the GET of a blob (twice)', 'answers 500 to the GET of a blob (twice)'],
    ['sends METHOD_UNKNOWN', String.raw`sends METHOD\_UNKNOWN`],
    ['see #7', '`see #7`'],
    ['thanks to @someone', '`thanks to @someone`'],
    ['at https://evil.example', '`at https://evil.example`'],
    ['at www.evil.example', '`at www.evil.example`'],
    ['{"a":1}', '`{"a":1}`'],
    ['a <b>', '`a <b>`'],
  ])('is prose only where nothing in it has an effect: %s', (text, shown) => {
    expect(prose(text)).toBe(shown)
  })

  it.each(nasty)('is nothing but characters in HTML: %j', (text) => {
    expect(htmlText(text).replaceAll(/&#\d+;/g, '')).toMatch(/^[\w ]*$/)
  })

  it('leaves no markup of own words', () => {
    expect(words('a <b> *c* [d](e) @f')).toBe('a \\<b\\> \\*c\\* \\[d\\](e) &#64;f')
  })
})

const known = { requirement: 'discovery.tags.zero', reason: 'known', link: 'https://issues.example/7' }
const passing = { requirement: 'pull.version', reason: '<b>was broken</b>' }

describe('the report', () => {
  it('is as agreed', async () => {
    const result = compare(fixtureResult(), [known, passing], '2026-11-21')
    await expect(markdownText(result)).toMatchFileSnapshot('golden/report.md')
  })

  it('is the same live and replayed', () => {
    const result = compare(fixtureResult(), [known, passing], '2026-11-21')
    expect(markdownText(foldEvents(replay(result)))).toBe(markdownText(result))
  })

  it('has nothing of a hostile target outside of code', () => {
    const rest = withoutCode(markdownText(hostileResult()))
    for (const part of ['script', 'onerror', 'ATTACHMENT', '\u001b', '{{7']) expect(rest).not.toContain(part)
    expect(rest.replaceAll(/<\/?(?:details|summary|br)>/g, '')).not.toMatch(/(?<!\\)<(?!https:)/)
    expect(withoutCode(markdownText(hostileResult('``` @someone | \\')))).not.toContain('someone')
  })

  it('begins with failures', () => {
    const text = markdownText(fixtureResult())
    expect(text).toMatch(
      /^# ✗ 2 of the 6 requirements evaluated failed \(2 warnings\); .*\n\n\*\*nonconformant\*\*: `/,
    )
    expect(
      text.indexOf('| ✗ Answers with other bytes than were pushed | [`pull.manifest.exact-bytes`]'),
    ).toBeGreaterThan(0)
    expect(text.indexOf('| ✗ Answers')).toBeLessThan(text.indexOf('## Failed'))
    expect(text.indexOf('## Failed')).toBeLessThan(text.indexOf('## Warnings'))
    expect(text.indexOf('## Warnings')).toBeLessThan(text.indexOf('## Capabilities'))
  })

  it.each([2000, 5000, 100_000])('fits into %d bytes, and counts what is left out', (limit) => {
    const text = markdownText(bigResult(), { limit })
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(limit)
    if (limit < 10_000) expect(text).toMatch(/and \d+ more parts that did not fit here/)
    expect(text).toContain('# ✗ 2 of the 6 requirements evaluated failed (2 warnings)')
  })
})
