import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { engineOf } from '../../../src/assay/roundtrip/engine/engine.ts'
import { roundtrip, type RoundtripOptions } from '../../../src/assay/roundtrip/roundtrip.ts'
import type { Recipe } from '../../../src/client/recipe.ts'
import { createReferenceRegistry } from '../../../src/reference/index.ts'
import { page } from '../../../src/reporters/html/page.ts'
import { junitText } from '../../../src/reporters/junit/junit.ts'
import { markdownText } from '../../../src/reporters/markdown/markdown.ts'
import { terminal } from '../../../src/reporters/terminal/terminal.ts'
import { resultsText } from '../../../src/results/file/results-text.ts'
import { isInvocation } from '../../../src/results/record.ts'
import type { RunResult } from '../../../src/results/result.ts'
import { createLayout } from '../../../suites/image/layouts/build/layout.ts'
import { write } from '../../../suites/image/layouts/build/write.ts'

/** The commands that a round trip runs, in the result and in what people read. */

const account = { username: 'assay', password: 'assay-password' }
let folder = ''
let image = ''

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'oci-assay-commands-'))
  const layout = createLayout()
  layout.image({ config: (config) => void Object.assign(config, { config: { Cmd: ['/bin/app'] } }) })
  mkdirSync(join(folder, 'image'))
  image = write(layout, join(folder, 'image'), undefined, undefined)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function trip(options: Partial<RoundtripOptions>): Promise<RunResult> {
  const registry = await createReferenceRegistry({ spec: '1.1', auth: 'basic' }).listen()
  try {
    const to = `${new URL(registry.url).host}/team/app`
    return (await roundtrip({ image, to, plainHttp: true, credentials: account, ...options })).result
  } finally {
    await registry.close()
  }
}

/** The result in each form. */
async function reports(result: RunResult): Promise<Record<string, string>> {
  const stream = new PassThrough()
  let printed = ''
  stream.on('data', (chunk: Buffer) => (printed += chunk.toString()))
  await terminal({ stream, colour: false, verbose: true }).onEnd?.(result)
  return {
    terminal: printed.replaceAll(/\s+/g, ' '),
    html: page(result),
    markdown: markdownText(result),
    junit: junitText(result),
    json: resultsText(result),
  }
}

/** A program that fails with much output and a password in it. */
const careless: Recipe = {
  name: 'careless',
  title: 'A careless client',
  version: 'node --version',
  operations: { push: 'node {home}/push.js {username}:{password} {layout} {ref}' },
  files: {
    'push.js':
      'process.title = "careless"\nconsole.error("x".repeat(20000) + "\\nlogged in with " + process.argv[2] + "\\nno space left"); process.exitCode = 3',
  },
}

it('has each command beside its finding, with its exit status, the end of its output and no secret', async () => {
  const result = await trip({ with: [careless] })
  const records = result.evidence.filter(isInvocation)
  // What fails is repeated alone.
  expect(records.map(({ id, test, round, status }) => ({ id, test, round, status }))).toEqual([
    { id: 1, test: 'with.clients', round: 1, status: 3 },
    { id: 2, test: 'with.clients', round: 2, status: 3 },
  ])
  const [, last] = records
  expect(last?.command).toMatch(
    /^node \.\/home\/push\.js \S+ \.\/layout 127\.0\.0\.1:\d+\/team\/app\/careless:/,
  )
  expect(last?.stderr).toMatch(/^\[\d+ characters left out\]\nx+\nlogged in with .*\nno space left\n$/)
  expect(last?.stderr.length).toBeLessThan(9000)
  const finding = result.requirements.find(({ id }) => id === 'with.push.completed')?.findings[0]
  expect(finding).toMatchObject({ verdict: 'fail', evidence: [{ kind: 'invocation', invocation: 2 }] })

  const { markdown, ...others } = await reports(result)
  // What can be run again stands beside it, not a run of other tests.
  for (const text of [markdown, others.junit]) {
    expect(text).toContain('(cd "$work/work" && node "$work/home/push.js"')
    expect(text).not.toContain('oci-assay run')
    // Its files have their lines.
    expect(text).toMatch(/^process\.title = (?:"|&quot;)careless(?:"|&quot;)$/m)
  }
  for (const [name, text] of Object.entries(others)) {
    expect(text, name).toContain('node ./home/push.js')
    expect(text, name).toContain('no space left')
    if (name !== 'json') expect(text, name).toContain('exit status 3')
    for (const secret of [account.password, Buffer.from('assay:assay-password').toString('base64')])
      expect(text, name).not.toContain(secret)
    // Lines of output are lines.
    expect(text, name).not.toContain('\\u{a}')
  }
})

it('has the commands of an engine beside what it could not start', async () => {
  const ended = { status: 0, stdout: '', stderr: '', timedOut: false, duration: 5 }
  const engine = engineOf({
    command: ['podman'],
    env: {},
    folder,
    pull: () => Promise.resolve(''),
    async run(command) {
      if (command[1] === 'start')
        return {
          ...ended,
          status: 125,
          stderr: `Error: exec: "/bin/app": stat /bin/app: no such file or directory\n`,
        }
      return command[1] === 'inspect' ? { ...ended, stdout: '[{"Path":"/bin/app","Config":{}}]' } : ended
    },
  })
  const result = await trip({ start: engine })
  const found = result.requirements.find(({ id }) => id === 'start.runs')
  expect(found).toMatchObject({ verdict: 'fail' })
  const records = new Map(result.evidence.filter(isInvocation).map((each) => [each.id, each]))
  const commands = found?.findings[0]?.evidence.map(
    (each) => each.kind === 'invocation' && records.get(each.invocation),
  )
  expect(commands).toMatchObject([
    { command: expect.stringMatching(/^podman create --name /), status: 0 },
    { command: expect.stringMatching(/^podman start oci-assay-/), status: 125, test: 'start.image' },
  ])
  const { terminal: printed, junit, html } = await reports(result)
  for (const text of [printed, junit, html]) expect(text).toContain('exit status 125')
})
