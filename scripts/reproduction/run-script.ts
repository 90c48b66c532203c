import { execFile } from 'node:child_process'

/** A registry that responds at a URL. */
export interface Reached {
  url: string
  account?: { username: string; password: string } | undefined
  close(): Promise<void>
}

export interface Ended {
  code: number
  output: string
}

/** Runs a script against a registry, and closes that. */
export async function runScript(script: string, registry: Reached, shell: string): Promise<Ended> {
  const { url, account } = registry
  const env = {
    PATH: process.env['PATH'],
    REGISTRY: url,
    ...(account === undefined
      ? {}
      : { REGISTRY_USER: account.username, REGISTRY_PASSWORD: account.password }),
  }
  try {
    return await new Promise<Ended>((resolve) => {
      const child = execFile(shell, ['-s'], { env, timeout: 120_000 }, (error, stdout, stderr) => {
        const code = error ? (typeof error.code === 'number' ? error.code : -1) : 0
        resolve({ code, output: `${stdout}${stderr}`.trim() })
      })
      child.stdin?.on('error', () => undefined)
      child.stdin?.end(script)
    })
  } finally {
    await registry.close()
  }
}
