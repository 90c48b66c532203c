import { spawn } from 'node:child_process'
import type { Credentials } from '../credentials.ts'
import { jsonObjectIn } from '../../record/json-object.ts'

/** What a helper wrote; the problem never contains any of it. */
export type HelperResult = { credentials?: Credentials; problem?: string }

export interface HelperOptions {
  /** Milliseconds; helpers that wait for a person are not waited for. */
  timeout: number
  environment: Readonly<Record<string, string | undefined>>
  signal?: AbortSignal
}

/** A name only, so that no configuration can run another program. */
const nameForm = /^[a-z0-9][a-z0-9._-]*$/i

/** How helpers report that there is no login, which is not a problem. */
const notFound = /credentials not found/i

const mostBytes = 256 * 1024

function read(name: string, text: string): HelperResult {
  const fields = jsonObjectIn(text)
  if (!fields) return { problem: `${name} returned something that is not a JSON object` }
  const { Username: username, Secret: password } = fields
  if (typeof username !== 'string' || typeof password !== 'string' || password === '') return {}
  return { credentials: { username, password } }
}

/**
 * Gets a login from `docker-credential-<store>`, as docker does: the key on its standard input, the login as JSON on its
 * standard output. Never throws.
 */
export function credentialsFromHelper(
  store: string,
  key: string,
  options: HelperOptions,
): Promise<HelperResult> {
  if (!nameForm.test(store)) {
    return Promise.resolve({
      problem: 'the configuration names a credential helper that is not a plain name',
    })
  }
  const name = `docker-credential-${store}`
  return new Promise((resolve) => {
    const child = spawn(name, ['get'], {
      stdio: ['pipe', 'pipe', 'ignore'],
      env: { ...options.environment },
      windowsHide: true,
    })
    let output = ''
    const settle = (settled: HelperResult) => {
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
            : `${name} cannot be started (${error.code ?? 'unknown reason'})`,
      }),
    )
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk
      if (output.length > mostBytes) stop(`${name} wrote without end`)
    })
    child.on('close', (code) => {
      if (code === 0) settle(read(name, output))
      else if (notFound.test(output)) settle({})
      else settle({ problem: `${name} failed with exit code ${code ?? 'none'}` })
    })
    // A helper that ends before it has read its input.
    child.stdin.on('error', () => {})
    child.stdin.end(`${key}\n`)
  })
}
