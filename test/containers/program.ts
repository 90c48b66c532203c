import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { build } from '../unit/built.ts'

export interface Ended {
  exitCode: number | null
  stdout: string
  stderr: string
}

export interface Started {
  child: ChildProcess
  /** What it has said so far. */
  said: Ended
  ended: Promise<Ended>
}

export interface Program {
  /** Starts the command line as users do, with these variables besides. */
  start(argv: readonly string[], environment?: Record<string, string>): Started
  remove(): Promise<void>
}

/** The command line, built anew. */
export async function program(): Promise<Program> {
  const { folder, remove } = await build('containers')
  const main = join(folder, 'dist/src/cli/main.js')
  return {
    remove,
    start(argv, environment = {}) {
      // A virtual machine may look like a container to testcontainers, and its engine like another machine's.
      const env = { TESTCONTAINERS_HOST_OVERRIDE: '127.0.0.1', ...process.env, ...environment }
      const child = spawn(process.execPath, [main, ...argv], { env, stdio: ['ignore', 'pipe', 'pipe'] })
      const said: Ended = { exitCode: null, stdout: '', stderr: '' }
      for (const stream of ['stdout', 'stderr'] as const) {
        child[stream].setEncoding('utf8').on('data', (chunk: string) => (said[stream] += chunk))
      }
      const ended = once(child, 'close').then(([code]) => {
        said.exitCode = code as number | null
        return said
      })
      return { child, said, ended }
    },
  }
}
