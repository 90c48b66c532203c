import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { describe, expect, onTestFinished, vi } from 'vitest'
import { fuzz } from '../../fuzz.ts'
import { action } from '../../../src/action/action.ts'
import { byRunner, byTerminal } from '../reporters/obeyed.ts'
import { command, quick, withFolder } from './command.ts'

const pieces = [
  '\u001b[2J',
  '\u001b]0;t\u0007',
  '\u001b]8;;http://evil.example\u0007',
  '\u009b2J',
  '\u009d0;t\u009c',
  '\u202e',
  '\u2066',
  '\u200b',
  '\u2028',
  '\u0085',
  '\v',
  '\f',
  '\r',
  '\n',
  '\t',
  '\b',
  '::add-mask::x',
  '::error::x',
  '##[error]x',
  '##vso[x]y',
  'x',
  ' ',
  '"',
  '\\',
  '%',
  '%0A::error::x',
]
const hostile = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...pieces) },
      fc.string({ unit: 'binary', maxLength: 4 }),
    ),
    { minLength: 1, maxLength: 8 },
  )
  .map((parts) => parts.join(''))

/** What a target sends in place of what it should. */
const targets = fc.record({
  status: fc.constantFrom(200, 200, 400, 401, 404, 500, 503),
  field: hostile,
  body: hostile,
  asBytes: fc.boolean(),
  form: fc.constantFrom('errors', 'errors', 'tags', 'plain'),
  challenge: fc.constantFrom('Bearer realm="', 'Basic realm="', ''),
})
type Target = typeof targets extends fc.Arbitrary<infer Value> ? Value : never

const bodyOf = ({ form, body }: Target): string => {
  if (form === 'plain') return body
  return form === 'tags'
    ? JSON.stringify({ name: body, tags: [body] })
    : JSON.stringify({ errors: [{ code: body, message: body, detail: { [body]: body } }] })
}

/** A server that answers each request alike, with bytes that no HTTP library would send. */
async function withTarget(target: Target, work: (url: string) => Promise<void>): Promise<void> {
  const { status, field, asBytes, challenge } = target
  // A line break would end the field; one that is left ends the answer as a client may see it.
  const value = asBytes ? field.replaceAll(/[\r\n]/g, '') : field.replaceAll(/\p{Cc}/gu, '')
  const content = Buffer.from(bodyOf(target))
  const head = [
    `HTTP/1.1 ${status} ${value}`,
    `Server: ${value}`,
    `Docker-Content-Digest: ${value}`,
    `Location: ${value}`,
    `Link: <${value}>; rel="next"`,
    `Warning: 299 - "${value}"`,
    'Content-Type: application/json',
    ...(challenge === '' ? [] : [`WWW-Authenticate: ${challenge}${value}"`]),
    `Content-Length: ${content.length}`,
    'Connection: close',
  ]
  const answer = Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), content])
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.once('data', () => socket.end(answer))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  } finally {
    await new Promise((resolve) => server.close(resolve))
  }
}

function onTty(): void {
  const before = process.stdout.isTTY
  process.stdout.isTTY = true
  vi.stubEnv('NO_COLOR', '1')
  onTestFinished(() => {
    process.stdout.isTTY = before
    vi.unstubAllEnvs()
  })
}

const obeyed = (text: string): string[] => {
  const own = text.replaceAll('\r\u001b[K', '\n')
  return [...byTerminal(own), ...byRunner(own)]
}

describe('whatever a target sends, a terminal and a runner obey none of it', () => {
  fuzz(
    'as doctor shows it',
    targets,
    (target) =>
      withTarget(target, async (url) => {
        onTty()
        const { stdout, stderr } = await command('doctor', url, '--retries', '0')
        expect(stdout + stderr).not.toBe('')
        expect(obeyed(stdout + stderr)).toEqual([])
      }),
    25,
  )

  fuzz(
    'as run shows it, live and at its end',
    targets,
    (target) =>
      withTarget(target, (url) =>
        withFolder(async (folder) => {
          onTty()
          const only = ['pull.version', 'discovery.tags.listed', 'pull.blob.get']
          const { stdout, stderr } = await command(
            'run',
            url,
            ...quick,
            '--only',
            ...only,
            '--retries',
            '0',
            '--verbose',
            '--reports',
            folder,
          )
          expect(stdout + stderr).not.toBe('')
          expect(obeyed(stdout + stderr)).toEqual([])
        }),
      ),
    10,
  )

  fuzz(
    'as list and explain repeat it',
    hostile,
    async (text) => {
      onTty()
      for (const argv of [
        ['explain', text],
        ['list', text],
        ['list', 'requirements', '--suite', text],
        ['run', text],
        ['report', text],
        ['cleanup', text],
        [text],
      ]) {
        const { stdout, stderr } = await command(...argv)
        expect(obeyed(stdout + stderr), argv.join(' ')).toEqual([])
      }
    },
    25,
  )

  fuzz(
    'as the action shows it',
    targets,
    (target) =>
      withTarget(target, (url) =>
        withFolder(async (folder) => {
          const written: string[] = []
          const spies = [process.stdout, process.stderr].map((stream) =>
            vi.spyOn(stream, 'write').mockImplementation((chunk) => {
              written.push(String(chunk))
              return true
            }),
          )
          const environment = {
            INPUT_TARGET: url,
            INPUT_ONLY: 'pull.version',
            INPUT_RETRIES: '0',
            INPUT_REPORTS: folder,
            GITHUB_STEP_SUMMARY: join(folder, 'summary.md'),
            GITHUB_OUTPUT: join(folder, 'outputs'),
          }
          for (const [name, value] of Object.entries({ ...environment, NO_COLOR: '1' }))
            vi.stubEnv(name, value)
          try {
            await action({ environment, write: (text) => void written.push(text) })
          } finally {
            for (const spy of spies) spy.mockRestore()
            vi.unstubAllEnvs()
          }
          const text = written.join('')
          expect(text).not.toBe('')
          expect(byTerminal(text)).toEqual([])
          expect(byRunner(text, /^::(?:error|warning|notice) title=[^:]*::[^]*$/)).toEqual([])
        }),
      ),
    10,
  )
})
