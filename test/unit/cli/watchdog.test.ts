import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { beforeAll, describe, expect } from 'vitest'
import { attack } from '../../attack.ts'
import { createReferenceRegistry } from '../../../src/reference/index.ts'
import { isExchange } from '../../../src/results/record.ts'
import { readResults } from '../../../src/results/file/read.ts'
import { built, type Built } from '../built.ts'
import { command, withFolder } from './command.ts'

/** A suite of one's own whose only test runs this code in the main thread of the run. */
const suite = (library: string, code: string) => `
  import { defineSuite, defineTest, must, violated } from ${JSON.stringify(library)}
  const version = { label: '1', revision: '1', url: 'https://rules.example' }
  export default defineSuite({
    name: 'house',
    title: 'House rules',
    specification: { name: 'house', title: 'House rules', file: 'rules.md', versions: { '1.0': version, '1.1': version, dev: version } },
    requirements: [
      { id: 'house.block', title: 'does not block', section: 'all', at: { '1.1': must(7) } },
      { id: 'house.teapot', title: 'is a teapot', section: 'all', at: { '1.1': must(8) } },
    ],
    tests: [defineTest({
      id: 'house.pours', title: 'pours', evaluates: ['house.teapot'],
      async run(t) {
        const exchange = await t.send({ method: 'GET', path: '/v2/' })
        t.check('house.teapot', exchange, ({ response }) => violated('returned ' + response.status, '418', String(response.status)))
      },
    }), defineTest({
      id: 'house.blocks', title: 'blocks', evaluates: ['house.block'],
      async run(t) {
        await t.send({ method: 'POST', path: '/v2/oci-assay/one/blobs/uploads/' })
        await new Promise((resolve) => setTimeout(resolve, 300))
        ${code}
      },
    })],
  })
`

/** The main thread can only be blocked in a process that is not that of the test. */
describe('a run whose main thread is blocked', () => {
  let program: Built

  beforeAll(async () => {
    program = await built()
  }, 60_000)

  async function blocked(
    code: string,
    folder: string,
    url: string,
  ): Promise<{ exitCode: number | null; stderr: string; seconds: number }> {
    const path = join(folder, 'house.mjs')
    await writeFile(path, suite(pathToFileURL(join(program.bin, 'index.js')).href, code))
    const argv = [
      program.main,
      'run',
      url,
      '--suite',
      path,
      '--only',
      'house',
      '--run-timeout',
      '2',
      '--reports',
      folder,
    ]
    const start = performance.now()
    const child = spawn(process.execPath, argv, { stdio: ['ignore', 'ignore', 'pipe'] })
    let stderr = ''
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk))
    const [exitCode] = (await once(child, 'close')) as [number | null]
    return { exitCode, stderr, seconds: (performance.now() - start) / 1000 }
  }

  const blocks = [
    ['a loop', 'for (;;) {}'],
    ['a regular expression', "void /^(?:a+)+$/.test('a'.repeat(64) + 'b')"],
    ['a lock', 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)'],
  ] as const
  for (const [by, code] of blocks)
    attack(
      {
        part: 'Limits and signals',
        what: `a custom suite that blocks the main thread by ${by}`,
        result:
          'the run ends at --run-timeout with exit code 3, and results.json has what is known, failures among it',
      },
      async () => {
        const { url, close } = await createReferenceRegistry().listen()
        try {
          await withFolder(async (folder) => {
            const { exitCode, stderr, seconds } = await blocked(code, folder, url)
            const path = join(folder, 'results.json')
            expect(stderr).toBe(
              `oci-assay: oci-assay itself was blocked for 2 s; ${path} has what is known, also 1 failure that it had found, and oci-assay cleanup ${path} <target> removes what the run left\n`,
            )
            expect(exitCode).toBe(3)
            expect(seconds).toBeLessThan(20)
            const result = await readResults(path)
            expect(result).toMatchObject({ complete: false, interrupted: false })
            expect(result.leftovers.map(({ kind }) => kind)).toEqual(['upload'])
            const house = result.requirements.filter((each) => each.suite === 'house')
            expect(house).toMatchObject([
              { id: 'house.block', verdict: 'error', reason: 'oci-assay itself was blocked for 2 s' },
              { id: 'house.teapot', verdict: 'fail', findings: [{ title: 'returned 200' }] },
            ])
            const [finding] = house.flatMap(({ findings }) => findings)
            const shown = result.evidence.filter(isExchange).map(({ id }) => id)
            expect(finding?.evidence.map((each) => each.kind === 'exchange' && each.exchange)).toSatisfy(
              (named: number[]) => named.length > 0 && named.every((id) => shown.includes(id)),
            )
            const reported = await command('report', path, '--format', 'terminal')
            expect(reported.stdout.replaceAll(/\s+/g, ' ')).toContain(
              'The run did not finish: oci-assay itself was blocked for 2 s',
            )
            expect(reported.stdout).toMatch(/✗ returned 200\s+house\.teapot/)
            expect(reported.exitCode).toBe(3)
          })
        } finally {
          await close()
        }
      },
    )

  attack(
    {
      part: 'Limits and signals',
      what: 'SIGINT while the main thread is blocked',
      result: 'the run ends with exit code 130',
    },
    async () => {
      const { url, close } = await createReferenceRegistry().listen()
      try {
        await withFolder(async (folder) => {
          const code = `
          t.signal.addEventListener('abort', () => { for (;;) {} })
          process.kill(process.pid, 'SIGINT')
          await new Promise(() => {})
        `
          const { exitCode } = await blocked(code, folder, url)
          expect(exitCode).toBe(130)
          expect(await readResults(join(folder, 'results.json'))).toMatchObject({
            complete: false,
            interrupted: true,
          })
        })
      } finally {
        await close()
      }
    },
  )
})
