import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '../..')
const folder = mkdtempSync(join(tmpdir(), 'oci-assay-ci-'))
afterAll(() => rmSync(folder, { recursive: true }))

type Status = 'passed' | 'failed'

/** A report of vitest, by file: its tests with what became of them, or undefined where it could not be loaded. */
const report = (files: Record<string, Record<string, Status> | undefined>) => ({
  testResults: Object.entries(files).map(([name, tests]) => ({
    name: join(root, name),
    status: tests === undefined || Object.values(tests).includes('failed') ? 'failed' : 'passed',
    message: tests === undefined ? 'no such module' : '',
    assertionResults: Object.entries(tests ?? {}).map(([fullName, status]) => ({
      fullName,
      status,
      failureMessages: status === 'failed' ? [`${fullName} failed`] : [],
    })),
  })),
})

const script = (...args: string[]): string =>
  execFileSync('node', ['.ci/tests-report.mjs', ...args], { cwd: root, encoding: 'utf8' })

/** What is counted of a run and, where there was one, of its failed files alone. */
function counted(first: ReturnType<typeof report>, second?: ReturnType<typeof report>) {
  const [one, other, failures, repeats] = ['first', 'second', 'failures', 'repeats'].map((name) =>
    join(folder, name),
  ) as [string, string, string, string]
  rmSync(other, { force: true })
  for (const path of [failures, repeats]) writeFileSync(path, '')
  writeFileSync(one, JSON.stringify(first))
  if (second) writeFileSync(other, JSON.stringify(second))
  const numbers = script('count', one, other, failures, repeats, '15')
  const [failed, repeated] = [failures, repeats].map((path) => readFileSync(path, 'utf8'))
  return { numbers, failed, repeated, files: script('failed-files', one) }
}

describe('what CI counts', () => {
  const first = report({
    'a.test.ts': { one: 'passed', two: 'failed', three: 'failed' },
    'b.test.ts': { one: 'passed' },
    'c.test.ts': undefined,
  })

  it('is every failed test, and a file that could not be loaded', () => {
    expect(counted(first)).toEqual({
      numbers: '2 3\n',
      failed:
        'failed: a.test.ts: two\n    two failed\nfailed: a.test.ts: three\n    three failed\nfailed: c.test.ts\n    no such module\n',
      repeated: '',
      files: 'a.test.ts\nc.test.ts\n',
    })
  })

  it('is no test that passes when it is repeated, which is listed instead', () => {
    const second = report({
      'a.test.ts': { one: 'failed', two: 'passed', three: 'failed' },
      'c.test.ts': { four: 'passed' },
    })
    expect(counted(first, second)).toMatchObject({
      numbers: '4 1\n',
      failed: 'failed: a.test.ts: three\n    three failed\n',
      repeated: 'passed only when repeated: a.test.ts: two\npassed only when repeated: c.test.ts\n',
    })
  })
})
