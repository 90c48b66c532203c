import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { parse as parseJson, type TestCase, type TestSuites } from 'junit2json'
import { parse as parseFile } from 'test-results-parser'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { replay } from '../../../../src/results/replay.ts'
import { compare } from '../../../../src/results/expectations/compare.ts'
import { page } from '../../../../src/reporters/html/page.ts'
import { junitText, junitXml } from '../../../../src/reporters/junit/junit.ts'
import { multiplex } from '../../../../src/results/multiplex.ts'
import { terminal } from '../../../../src/reporters/terminal/terminal.ts'
import { fixtureResult, hostile } from '../../reporters/fixture.ts'

let folder: string
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'oci-assay-'))))
afterAll(() => rm(folder, { recursive: true }))

/** One entry of each state; pull.manifest.exact-bytes stays a new failure. */
const compared = compare(
  fixtureResult(),
  [
    {
      requirement: 'discovery.tags.zero',
      reason: 'mended soon',
      link: 'https://issues.example/7',
      expires: '2027-01-31',
    },
    { requirement: 'pull.version', reason: hostile },
    { test: 'discovery.tags.order', reason: 'too late', expires: '2020-01-01' },
    { requirement: 'push.blob.sha512', reason: 'later' },
  ],
  '2026-11-21',
)

const casesOf = async (text: string): Promise<TestCase[]> =>
  (((await parseJson(text)) as TestSuites).testsuite ?? []).flatMap(({ testcase }) => testcase ?? [])

/** How a known warning is reported. */
const verdictOf = async (strict: boolean) => {
  const cases = await casesOf(junitText(compared, { strict }))
  const order = cases.find(({ name }) => name?.startsWith('discovery.tags.order: '))
  return { failed: order?.failure !== undefined, skipped: order?.skipped !== undefined }
}

describe('JUnit', () => {
  it('skips what is known, with why', async () => {
    const cases = await casesOf(junitText(compared))
    const known = cases.find(({ name }) => name?.startsWith('discovery.tags.zero'))
    expect(known?.failure).toBeUndefined()
    expect(known?.skipped).toBeDefined()
    expect(JSON.stringify(known)).toContain('known: mended soon; https://issues.example/7; until 2027-01-31')
  })

  it('fails what is new, and entries that no longer hold, for two readers alike', async () => {
    const file = join(folder, 'junit.xml')
    await junitXml(file).onEnd?.(compared)
    const failed = ['pull.manifest.exact-bytes', 'requirement', 'test']
    const cases = await casesOf(junitText(compared))
    const names = cases.filter(({ failure }) => failure).map(({ name = '' }) => name.split(/:? /)[0])
    expect(names).toEqual(failed)
    const other = parseFile({ type: 'junit', files: [file] })
    const seen = other.suites.flatMap((suite) => suite.cases).filter(({ status }) => status === 'FAIL')
    // It counts what could not be evaluated among the failures.
    expect(seen.map(({ name }) => name.split(/:? /)[0])).toEqual(
      expect.arrayContaining([...failed, 'push.blob.chunk-order']),
    )
    expect(seen).toHaveLength(failed.length + 1)
  })

  it('lets a warning pass that is known, and skips it where it would fail', async () => {
    expect(await verdictOf(false)).toEqual({ failed: false, skipped: false })
    expect(await verdictOf(true)).toEqual({ failed: false, skipped: true })
  })
})

it('the page lists known failures apart, and escapes their reasons', () => {
  const text = page(compared)
  const [failures = ''] = /<section id="failures">.*?<\/section>\s*<section id=/s.exec(text) ?? []
  expect(failures).toContain('id="pull.manifest.exact-bytes"')
  const known = text.slice(text.indexOf('<section id="expectations">'))
  expect(known).toContain('id="discovery.tags.zero"')
  expect(known).toContain('passes now')
  expect(known).toContain('expired after 2020-01-01')
  expect([...text.matchAll(/id="discovery\.tags\.zero"/g)]).toHaveLength(1)
  expect(text).not.toContain('</script><script>document.title')
})

it('the terminal lists what needs a change first, and counts', async () => {
  const stream = Object.assign(new PassThrough(), { columns: 100 })
  const reports = multiplex([terminal({ stream, colour: false, verbose: true })])
  for (const event of replay(compared)) reports.emit(event)
  await reports.end(compared)
  const text = String(stream.read())
  const known = text.slice(text.indexOf('\nKnown failures\n'))
  expect(known.indexOf('requirement pull.version')).toBeLessThan(
    known.indexOf('requirement discovery.tags.zero'),
  )
  expect(known).toContain('1 new failure, 1 still failing, 1 now passing, 1 expired, 1 inconclusive')
  expect(known).toContain('nonconformant (exit code 1): 1 new failure in the 6 requirements evaluated')
  const failed = text.slice(text.indexOf('\nFailed\n'), text.indexOf('\nWarnings\n'))
  expect(failed).not.toContain('discovery.tags.zero')
})
