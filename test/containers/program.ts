import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { built } from '../unit/built.ts'

export interface Ended {
  exitCode: number | null
  stdout: string
  stderr: string
}

export interface Started {
  child: ChildProcess
  /** What it has written so far. */
  output: Ended
  ended: Promise<Ended>
}

export interface Program {
  /** Starts the command line as users do, with these variables besides. */
  start(argv: readonly string[], environment?: Record<string, string>): Started
}

/** The command line, as it is published. */
export async function program(): Promise<Program> {
  const { main } = await built()
  return {
    start(argv, environment = {}) {
      // A virtual machine may look like a container to testcontainers, and its engine like another machine's.
      const env = { TESTCONTAINERS_HOST_OVERRIDE: '127.0.0.1', ...process.env, ...environment }
      const child = spawn(process.execPath, [main, ...argv], { env, stdio: ['ignore', 'pipe', 'pipe'] })
      const output: Ended = { exitCode: null, stdout: '', stderr: '' }
      for (const stream of ['stdout', 'stderr'] as const) {
        child[stream].setEncoding('utf8').on('data', (chunk: string) => (output[stream] += chunk))
      }
      const ended = once(child, 'close').then(([code]) => {
        output.exitCode = code as number | null
        return output
      })
      return { child, output, ended }
    },
  }
}
