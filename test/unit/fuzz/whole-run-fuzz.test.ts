import { PassThrough } from 'node:stream'
import * as fc from 'fast-check'
import { afterAll, beforeAll, expect } from 'vitest'
import { assay, type AssayOptions } from '../../../src/assay.ts'
import { conclusionOf } from '../../../src/engine/conclusion.ts'
import { Failure } from '../../../src/failure.ts'
import { createReferenceRegistry } from '../../../src/reference/index.ts'
import { ctrfOf } from '../../../src/reporters/ctrf.ts'
import { expectationsText } from '../../../src/reporters/expectations-file.ts'
import { harOf } from '../../../src/reporters/har.ts'
import { page } from '../../../src/reporters/html/page.ts'
import { junitText } from '../../../src/reporters/junit.ts'
import { markdownText } from '../../../src/reporters/markdown.ts'
import type { AssayResult } from '../../../src/reporters/reporter.ts'
import { resultsText } from '../../../src/reporters/results-text.ts'
import { terminal } from '../../../src/reporters/terminal.ts'
import { fuzz } from '../../fuzz.ts'
import { alteredBy, alterations } from './alterations.ts'
import { altering, type Asked } from './altering.ts'
import { placeholders } from './hostile-values.ts'

const target = 'http://127.0.0.1:65535'

/** What nobody caught, since the last look. */
const uncaught: unknown[] = []
const keep = (reason: unknown) => void uncaught.push(reason)
beforeAll(() => void process.on('unhandledRejection', keep).on('uncaughtException', keep))
afterAll(() => void process.off('unhandledRejection', keep).off('uncaughtException', keep))

/** The credentials of a request, and what is in them. */
function provenBy({ headers }: Asked): { field: string; value: string; pair: string; password: string } {
  const field = headers.find((_, at) => /^authorization$/i.test(headers[at - 1] ?? '')) ?? ''
  const [scheme = '', value = ''] = field.split(' ')
  const pair = scheme.toLowerCase() === 'basic' ? Buffer.from(value, 'base64').toString() : ''
  return { field, value, pair, password: pair.slice(pair.indexOf(':') + 1) }
}

/** Each format of a result, by its name. */
function reportsOf(result: AssayResult): Record<string, string> {
  return {
    'results.json': resultsText(result),
    junit: junitText(result),
    markdown: markdownText(result),
    html: page(result),
    ctrf: JSON.stringify(ctrfOf(result)),
    har: JSON.stringify(harOf(result)),
    expectations: expectationsText(result),
  }
}

const selections: readonly Partial<AssayOptions>[] = [
  {},
  { suites: ['pull'] },
  { suites: ['push'] },
  { suites: ['content-discovery'] },
  { suites: ['content-management'] },
  { suites: ['errors'] },
  { only: ['push.chunk*', 'push.session*', 'push.mount*'] },
  { only: ['discovery.tags*', 'discovery.referrers*'] },
]

const runs = fc.record({
  alterations,
  selection: fc.constantFrom(...selections),
  spec: fc.constantFrom(...(['1.0', '1.1', 'dev'] as const)),
  auth: fc.constantFrom(...(['none', 'basic', 'bearer'] as const)),
  password: fc
    .string({ unit: 'grapheme-ascii', minLength: 8, maxLength: 20 })
    .map((text) => `Pw${text.replaceAll(/\s/g, '_')}`),
})

const stack = /^\s+at .*:\d+:\d+\)?$/m
const bug =
  /bug in (?:test|capability)|TypeError|RangeError|ReferenceError|Cannot read propert|is not a function/

fuzz(
  'a run ends with a conclusion, without a stack trace and without a secret, whatever the target sends',
  runs,
  async ({ alterations, selection, spec, auth, password }) => {
    const secrets = new Set<string>()
    const registry = createReferenceRegistry({ spec, auth, accounts: [{ username: 'tester', password }] })
    const dispatcher = altering(registry.dispatcher(target), (asked, answer) => {
      const proven = provenBy(asked)
      for (const each of [proven.value, proven.password]) if (each.length >= 8) secrets.add(each)
      return alteredBy(alterations, asked, answer, (text) =>
        text.replaceAll(placeholders, (_, name: keyof typeof proven) => proven[name]),
      )
    })
    const stream = new PassThrough()
    const chunks: Buffer[] = []
    stream.on('data', (chunk: Buffer) => chunks.push(chunk))
    const texts: Record<string, string> = {}
    try {
      const { result, failures } = await assay({
        target,
        dispatcher,
        spec,
        credentials: auth === 'none' ? 'anonymous' : { username: 'tester', password },
        seed: '00',
        patience: 0.001,
        retries: 0,
        timeout: 2000,
        runTimeout: 30,
        reporters: [terminal({ stream, colour: false, verbose: true })],
        ...selection,
      })
      expect(failures).toEqual([])
      expect(result.complete).toBe(true)
      expect(result.requirements.filter(({ reason = '' }) => bug.test(reason))).toEqual([])
      expect(conclusionOf(result).name).toMatch(/conformant|incomplete|not-tested/)
      Object.assign(texts, reportsOf(result))
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      texts['error'] = `${error.message}\n${error.advice ?? ''}`
    }
    texts['terminal'] = Buffer.concat(chunks).toString()
    for (const [name, text] of Object.entries(texts)) {
      expect(stack.exec(text)?.[0], name).toBeUndefined()
      for (const secret of secrets) expect(text.includes(secret), `${secret} in ${name}`).toBe(false)
    }
    expect(uncaught.splice(0)).toEqual([])
  },
  3,
)
