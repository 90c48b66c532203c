import { afterEach, expect, it, vi } from 'vitest'
import { program } from '../../../src/cli/program.ts'

afterEach(() => void vi.restoreAllMocks())

/** Serves while `work` goes on, with what was printed at the start. */
async function serving(argv: readonly string[], work: (printed: string, url: string) => Promise<void>) {
  const interrupt = new AbortController()
  let printed = ''
  const started = new Promise<void>((resolve) => {
    vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
      printed += String(chunk)
      resolve()
      return true
    })
  })
  const { signal } = interrupt
  const ended = program(['serve', '--port', '0', ...argv], undefined, {
    signal,
    handle: () => undefined,
    abort: () => undefined,
  })
  await started
  try {
    await work(printed, /http:\S+(?=;)/.exec(printed)?.[0] ?? '')
  } finally {
    interrupt.abort()
  }
  expect(await ended).toBe(0)
}

const status = async (url: string, login?: string) => {
  const headers =
    login === undefined ? {} : { Authorization: `Basic ${Buffer.from(login).toString('base64')}` }
  return (await fetch(`${url}/v2/`, { headers })).status
}

it('prints the credentials that it accepts', () =>
  serving(['--auth', 'basic'], async (printed, url) => {
    const [, user, password] = /\nuser: (\S+), password: (\S+) \(basic\)\n/.exec(printed) ?? []
    expect(await status(url)).toBe(401)
    expect(await status(url, `${user}:${password}`)).toBe(200)
  }))

it('accepts the credentials that were chosen, and no others', () =>
  serving(['--auth', 'basic', '--username', 'me', '--password', 'my own'], async (printed, url) => {
    expect(printed).toContain('\nuser: me, password: my own (basic)\n')
    expect(await status(url, 'me:my own')).toBe(200)
    expect(await status(url, 'assay:assay-password')).toBe(401)
  }))

it('prints none where it requires none', () =>
  serving([], async (printed, url) => {
    expect(printed).not.toContain('password')
    expect(await status(url)).toBe(200)
  }))
