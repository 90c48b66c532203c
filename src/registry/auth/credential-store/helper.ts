import { spawn } from 'node:child_process'
import type { Credentials } from '../credentials.ts'
import { isObject } from './configuration.ts'

/** What a helper answered; the problem never holds anything that it wrote. */
export type Answer = { credentials?: Credentials; problem?: string }

export interface HelperOptions {
  /** Milliseconds; helpers that wait for a person are not waited for. */
  timeout: number
  environment: Readonly<Record<string, string | undefined>>
  signal?: AbortSignal
}

/** A name only, so that no configuration can have another program run. */
const nameForm = /^[a-z0-9][a-z0-9._-]*$/i

/** How helpers say that there is no login, which is no problem. */
const notFound = /credentials not found/i

const mostBytes = 256 * 1024

function read(name: string, text: string): Answer {
  try {
    const parsed: unknown = JSON.parse(text)
    if (isObject(parsed)) {
      const { Username: username, Secret: password } = parsed
      if (typeof username !== 'string' || typeof password !== 'string') return {}
      return password === '' ? {} : { credentials: { username, password } }
    }
  } catch {
    // The parser's message would quote the answer.
  }
  return { problem: `${name} answered with something that is no JSON object` }
}

/**
 * Asks `docker-credential-<store>` for a login, as docker does: the key on its standard input, the
 * answer as JSON on its standard output. Never throws.
 */
export function askHelper(store: string, key: string, options: HelperOptions): Promise<Answer> {
  if (!nameForm.test(store)) {
    return Promise.resolve({ problem: 'the configuration names a credential helper that is no plain name' })
  }
  const name = `docker-credential-${store}`
  return new Promise((resolve) => {
    const child = spawn(name, ['get'], {
      stdio: ['pipe', 'pipe', 'ignore'],
      env: { ...options.environment },
      windowsHide: true,
    })
    let answer = ''
    const settle = (settled: Answer) => {
      clearTimeout(timer)
      options.signal?.removeEventListener('abort', onAbort)
      child.stdout.destroy()
      resolve(settled)
    }
    const stop = (problem: string) => {
      child.kill('SIGKILL')
      settle({ problem })
    }
    const timer = setTimeout(
      () => stop(`${name} did not answer within ${options.timeout} ms`),
      options.timeout,
    )
    const onAbort = () => stop(`${name} was not waited for any longer`)
    if (options.signal?.aborted) onAbort()
    options.signal?.addEventListener('abort', onAbort, { once: true })
    child.on('error', (error: NodeJS.ErrnoException) =>
      settle({
        problem:
          error.code === 'ENOENT'
            ? `${name} is not in the PATH`
            : `${name} cannot be started (${error.code ?? 'no reason given'})`,
      }),
    )
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      answer += chunk
      if (answer.length > mostBytes) stop(`${name} answered without end`)
    })
    child.on('close', (code) => {
      if (code === 0) settle(read(name, answer))
      else if (notFound.test(answer)) settle({})
      else settle({ problem: `${name} failed with exit code ${code ?? 'none'}` })
    })
    // A helper that ends before it has read its input.
    child.stdin.on('error', () => {})
    child.stdin.end(`${key}\n`)
  })
}
