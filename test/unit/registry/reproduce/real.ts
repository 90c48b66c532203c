import { execFile, spawnSync } from 'node:child_process'
import { assay } from '../../../../src/assay/assay.ts'
import { createReferenceRegistry, type ReferenceOptions } from '../../../../src/reference/index.ts'
import { reproductionsOf } from '../../../../src/results/reproduction/reproduction.ts'
import { effectsOf } from '../../../../suites/distribution/faults.ts'

export const absent = spawnSync('curl', ['--version']).status !== 0

export type Auth = ReferenceOptions['auth']
export type Fault = readonly [fault: string, requirement: string]

export const account = { username: 'assay', password: 'assay-password' }

const scripts = new Map<string, Promise<string>>()

/** The script of a finding that a run with or without credentials has; each run is made once. */
export function scriptOf([fault, requirement]: Fault, auth: Auth = 'none'): Promise<string> {
  const key = `${fault} ${auth}`
  const known = scripts.get(key) ?? make()
  scripts.set(key, known)
  return known

  async function make(): Promise<string> {
    const registry = createReferenceRegistry({ spec: '1.1', auth, effects: effectsOf(fault) })
    const target = 'http://127.0.0.1:5000'
    const { result } = await assay({
      target,
      dispatcher: registry.dispatcher(target),
      spec: '1.1',
      depth: 'quick',
      only: [requirement],
      ...(auth === 'none' ? {} : { credentials: account }),
    })
    const found = result.requirements.find(({ id }) => id === requirement)
    const finding = found?.findings[0]
    if (found === undefined || finding === undefined) throw new Error(`${fault} is not found`)
    const made = reproductionsOf(result).of(finding, found)
    if ('reason' in made) throw new Error(made.reason)
    return made.script
  }
}

export interface Ended {
  code: number
  lines: string[]
}

/** Runs a script in a shell against a registry that does not have the fault. */
export async function run(
  script: string,
  {
    options = {},
    env = {},
    shell = 'sh',
  }: { options?: Partial<ReferenceOptions>; env?: object; shell?: string },
): Promise<Ended> {
  const { url, close } = await createReferenceRegistry({ spec: '1.1', ...options }).listen()
  try {
    return await new Promise((resolve) => {
      const all = { PATH: process.env['PATH'], REGISTRY: new URL(url).origin, ...env }
      const child = execFile(shell, ['-s'], { env: all, timeout: 30_000 }, (error, stdout, stderr) =>
        resolve({
          code: error ? Number(error.code ?? -1) : 0,
          lines: `${stdout}${stderr}`.trimEnd().split('\n'),
        }),
      )
      child.stdin?.end(script)
    })
  } finally {
    await close()
  }
}
