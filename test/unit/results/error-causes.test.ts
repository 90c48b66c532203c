import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import type { RequirementResult } from '../../../src/engine/events.ts'
import { ctrfOf } from '../../../src/reporters/ctrf/ctrf.ts'
import { errorCauses, errorSentence } from '../../../src/results/causes/error-causes.ts'
import { annotations } from '../../../src/reporters/github/github.ts'
import { headlineOf } from '../../../src/results/conclusion/headline.ts'
import { page } from '../../../src/reporters/html/page.ts'
import { junitText } from '../../../src/reporters/junit/junit.ts'
import { markdownText } from '../../../src/reporters/markdown/markdown.ts'
import type { RunResult } from '../../../src/results/result.ts'
import { terminal } from '../../../src/reporters/terminal/terminal.ts'
import type { ExchangeRecord } from '../../../src/registry/record/exchange.ts'
import { exchange, fixtureRequirements, fixtureResult } from '../reporters/fixture.ts'

const origin = 'http://registry.example:5000'

/** A malformed response to one request; the line differs from one to the next. */
function malformed(id: number, cause = 'bare-line-feed'): ExchangeRecord {
  const line = `"HTTP/1.1 429 Too Many Requests ${id}\\n"`
  const message = `${origin} sent a malformed response: ${cause}: ${line}; check what is in front of the registry`
  return exchange(id, {
    request: `PUT /v2/a/blobs/${id}`,
    error: { code: 'malformed', message, cause, line },
  })
}

const reasonOf = ({ request, error }: ExchangeRecord): string =>
  `${request.method} ${request.url.replace(origin, '')}: ${error?.message ?? ''}`

/** A result with what passes, and a requirement in error for each of these reasons. */
function having(reasons: readonly string[], evidence: readonly ExchangeRecord[] = []): RunResult {
  const passing = fixtureRequirements(({ verdict }) => verdict === 'pass')
  const [first] = passing
  const open = reasons.map((reason, at): RequirementResult => {
    if (!first) throw new Error('the fixture has nothing that passes')
    return { ...first, id: `odd.${at}`, verdict: 'error', reason, notes: [] }
  })
  const result = fixtureResult({ requirements: [...passing, ...open] })
  return { ...result, evidence: [...result.evidence, ...evidence] }
}

const bare = Array.from({ length: 21 }, (_, at) => malformed(100 + at))
const limited = having(bare.map(reasonOf), bare)

async function screenOf(result: RunResult): Promise<string> {
  const stream = new PassThrough()
  await terminal({ stream, colour: false, verbose: true }).onEnd?.(result)
  return String(stream.read())
}

const countIn = (text: string, part: string | RegExp): number => text.split(part).length - 1

const sentence = /21 requirements could not be evaluated/

describe('21 requirements that one kind of malformed response kept from being evaluated', () => {
  it('have one cause', () => {
    const [cause, ...others] = errorCauses(limited)
    expect(others).toEqual([])
    expect(cause?.requirements).toHaveLength(21)
    expect(cause?.exchanges).toHaveLength(21)
    expect(errorSentence(cause!)).toBe(
      `21 requirements could not be evaluated: ${bare.at(-1)?.error?.message ?? ''}`,
    )
  })

  it('are one sentence at the terminal, with the line as it came and what to do', async () => {
    const screen = (await screenOf(limited)).replaceAll(/\s+/g, ' ')
    const part = screen.slice(screen.indexOf('Not evaluated'), screen.indexOf('Capabilities'))
    expect(countIn(part, sentence)).toBe(1)
    expect(countIn(part, 'sent a malformed response')).toBe(1)
    expect(part).toContain(String.raw`"HTTP/1.1 429 Too Many Requests 120\n"; check what is in front`)
    expect(part).toContain('and 19 more requests')
  })

  it('are one article in HTML, in which each has its anchor', () => {
    const text = page(limited)
    expect(countIn(text, 'class="cause error"')).toBe(1)
    expect(countIn(text, /<h3>21 requirements could not be evaluated/)).toBe(1)
    for (let at = 0; at < 21; at += 1) expect(countIn(text, `id="odd.${at}"`)).toBe(1)
  })

  it('are one block in Markdown and one annotation', () => {
    expect(countIn(markdownText(limited), '### ? 21 requirements could not be evaluated')).toBe(1)
    const notes = annotations(limited)
    expect(notes.filter((note) => note.includes('malformed'))).toHaveLength(1)
    expect(notes.join('')).toContain('title=21 requirements not evaluated')
  })

  it('have the same text in each case of JUnit and CTRF', () => {
    const messages = [...junitText(limited).matchAll(/<error message="([^"]*)"/g)].map(([, text]) => text)
    expect(messages).toHaveLength(21)
    expect(new Set(messages).size).toBe(1)
    expect(messages[0]).toMatch(sentence)
    const others = ctrfOf(limited).results.tests.filter(({ status }) => status === 'other')
    expect(others).toHaveLength(21)
    expect(new Set(others.map(({ message }) => message)).size).toBe(1)
  })

  it('are one reason in the headline', () => {
    expect(headlineOf(limited)).toContain('sent a malformed response')
    expect(headlineOf(limited)).not.toContain('other reason')
  })
})

describe('requirements that could not be evaluated', () => {
  it('are grouped by cause, the most frequent first', () => {
    const evidence = [malformed(100), malformed(101, 'chunk'), malformed(102, 'chunk')]
    const causes = errorCauses(having(evidence.map(reasonOf), evidence))
    expect(causes.map(({ requirements }) => requirements.map(({ id }) => id))).toEqual([
      ['odd.1', 'odd.2'],
      ['odd.0'],
    ])
  })

  it('are grouped by host', () => {
    const there = malformed(101)
    const elsewhere = { ...there, request: { ...there.request, url: 'http://storage.example/x' } }
    const evidence = [
      malformed(100),
      { ...elsewhere, error: { ...there.error!, message: 'storage.example broke' } },
    ]
    expect(
      errorCauses(having(['PUT /v2/a: storage.example broke', reasonOf(evidence[0]!)], evidence)),
    ).toHaveLength(2)
  })

  it('belong to the failed request at the end of a reason, whatever is before it', () => {
    const gone = exchange(100, {
      request: 'GET /v2/',
      error: { code: 'refused', message: 'nothing listens: there' },
    })
    const reasons = [
      'GET /v2/a: nothing listens: there',
      'given up: the last one with: nothing listens: there',
    ]
    expect(errorCauses(having(reasons, [gone]))).toMatchObject([{ reason: 'nothing listens: there' }])
  })

  it('have one cause where their reasons are the same without the request', () => {
    const causes = errorCauses(having(['GET /v2/a: it is late', 'HEAD /v2/b: it is late', 'a bug']))
    expect(causes.map(({ reason, exchanges }) => [reason, exchanges.length])).toEqual([
      ['it is late', 0],
      ['a bug', 0],
    ])
  })

  it('have the reason of what they depend on, where that could not be evaluated', () => {
    const result = having(['a bug', 'another'])
    const [first] = result.requirements
    const blocked: RequirementResult = {
      ...first!,
      id: 'later',
      verdict: 'blocked',
      blockedBy: 'odd.0',
      reason: 'it depends on odd.0',
    }
    const requirements = [...result.requirements, blocked]
    expect(headlineOf({ ...result, requirements })).toMatch(/: a bug \(and 1 other reason\)/)
  })

  it('name what depends on them', () => {
    const result = having(['a bug'])
    const [first] = result.requirements
    const blocked: RequirementResult = { ...first!, id: 'later', verdict: 'blocked', blockedBy: 'odd.0' }
    const causes = errorCauses({ ...result, requirements: [...result.requirements, blocked] })
    expect(causes[0]?.blocks.map(({ id }) => id)).toEqual(['later'])
  })
})
