import type { AssayOptions } from '../../../src/assay/options.ts'
import { PassThrough } from 'node:stream'
import * as fc from 'fast-check'
import { afterAll, beforeAll, expect } from 'vitest'
import { assay } from '../../../src/assay/assay.ts'
import { diagnose } from '../../../src/assay/doctor.ts'
import { conclusionOf } from '../../../src/results/conclusion/conclusion.ts'
import { Failure } from '../../../src/results/conclusion/failure.ts'
import { ctrfOf } from '../../../src/reporters/ctrf/ctrf.ts'
import { expectationsText } from '../../../src/reporters/expectations/expectations.ts'
import { annotations } from '../../../src/reporters/github/github.ts'
import { harOf } from '../../../src/reporters/har/har.ts'
import { page } from '../../../src/reporters/html/page.ts'
import { junitText } from '../../../src/reporters/junit/junit.ts'
import { markdownText } from '../../../src/reporters/markdown/markdown.ts'
import type { RunResult } from '../../../src/results/result.ts'
import { resultsText } from '../../../src/results/file/results-text.ts'
import { terminal } from '../../../src/reporters/terminal/terminal.ts'
import { fuzz } from '../../fuzz.ts'
import { formsOf } from '../cli/echoing.ts'
import { alterations } from './alterations.ts'
import { hostileTarget, repository, target } from './hostile-target.ts'

/** What nobody caught, since the last look. */
const uncaught: unknown[] = []
const keep = (reason: unknown) => void uncaught.push(reason)
beforeAll(() => void process.on('unhandledRejection', keep).on('uncaughtException', keep))
afterAll(() => void process.off('unhandledRejection', keep).off('uncaughtException', keep))

/** Each format of a result, by its name. */
const reportsOf = (result: RunResult): Record<string, string> => ({
  'results.json': resultsText(result),
  junit: junitText(result),
  markdown: markdownText(result),
  html: page(result),
  ctrf: JSON.stringify(ctrfOf(result)),
  har: JSON.stringify(harOf(result)),
  expectations: expectationsText(result),
  annotations: annotations(result).join(''),
})

const stack = /^\s+at .*:\d+:\d+\)?$/m
const bug =
  /bug in (?:test|capability)|TypeError|RangeError|ReferenceError|Cannot read propert|is not a function/

/** All texts of a run, or of its refusal, which must name what is wrong. */
async function textsOf(options: AssayOptions): Promise<Record<string, string>> {
  const stream = new PassThrough()
  const chunks: Buffer[] = []
  stream.on('data', (chunk: Buffer) => chunks.push(chunk))
  const reporters = [terminal({ stream, colour: false, verbose: true })]
  const texts: Record<string, string> = {}
  try {
    const { result, failures } = await assay({ ...options, runTimeout: 30, reporters })
    expect(failures).toEqual([])
    expect(result.complete).toBe(true)
    expect(result.requirements.filter(({ reason = '' }) => bug.test(reason))).toEqual([])
    expect(conclusionOf(result).name).toMatch(/conformant|incomplete|not-tested/)
    Object.assign(texts, reportsOf(result))
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    texts['error'] = `${error.message}\n${error.advice ?? ''}`
  }
  return { ...texts, terminal: Buffer.concat(chunks).toString() }
}

async function diagnosisOf(options: AssayOptions): Promise<Record<string, string>> {
  try {
    return { diagnosis: JSON.stringify(await diagnose(options)) }
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    return { error: `${error.message}\n${error.advice ?? ''}` }
  }
}

function isClean(texts: Record<string, string>, secrets: ReadonlySet<string>): void {
  const forms = [...secrets].flatMap(formsOf)
  for (const [name, text] of Object.entries(texts)) {
    expect(stack.exec(text)?.[0], name).toBeUndefined()
    for (const form of forms) expect(text.includes(form), `${form} in ${name}`).toBe(false)
  }
  expect(uncaught.splice(0)).toEqual([])
}

const targets = {
  alterations,
  spec: fc.constantFrom(...(['1.0', '1.1', 'dev'] as const)),
  auth: fc.constantFrom(...(['none', 'basic', 'bearer'] as const)),
  password: fc
    .string({ unit: 'grapheme-ascii', minLength: 8, maxLength: 20 })
    .map((text) => `Pw${text.replaceAll(/\s/g, '_')}`),
}

const quick = { seed: '00', patience: 0.001, retries: 0 }

const selections: readonly Partial<AssayOptions>[] = [
  {},
  { suites: ['pull'] },
  { suites: ['push'] },
  { suites: ['content-discovery'] },
  { suites: ['content-management'] },
  { suites: ['errors'] },
  { only: ['push.chunk*', 'push.session*', 'push.mount*'] },
  { only: ['discovery.tags*', 'discovery.referrers*'] },
  { repository, readOnly: { tags: ['release'], manifests: [], blobs: [] } },
]

fuzz(
  'a run ends with a conclusion, without a stack trace and without a secret, whatever the target sends',
  fc.record({ ...targets, selection: fc.constantFrom(...selections) }),
  async ({ selection, ...hostile }) => {
    const { options, secrets } = hostileTarget(hostile)
    isClean(await textsOf({ target, ...options, ...quick, depth: 'quick', ...selection }), secrets)
  },
  2,
)

fuzz(
  'an image in a registry is validated or refused, whatever the registry sends',
  fc.record({ ...targets, reference: fc.constantFrom('release', 'other', `sha256:${'a'.repeat(64)}`) }),
  async ({ reference, ...hostile }) => {
    const { options, secrets } = hostileTarget(hostile)
    const separator = reference.includes(':') ? '@' : ':'
    const image = `${target}/${repository}${separator}${reference}`
    isClean(await textsOf({ target: image, ...options }), secrets)
  },
  2,
)

fuzz(
  'doctor ends with a diagnosis, whatever the target sends',
  fc.record(targets),
  async (hostile) => {
    const { options, secrets } = hostileTarget(hostile)
    isClean(await diagnosisOf({ target, ...options, ...quick, repository }), secrets)
  },
  2,
)
