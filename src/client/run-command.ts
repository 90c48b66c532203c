import { spawn, type ChildProcess } from 'node:child_process'
import { reasonOf as reasonOfSystem, remedyOf as remedyOfSystem } from '../files/problem.ts'
import { windowsStart } from './windows.ts'

/** How a command ended. */
export interface Ended {
  /** Absent where it was ended by a signal, or could not be started. */
  status?: number
  stdout: string
  stderr: string
  /** Its time was over. */
  timedOut: boolean
  /** Why it could not be started. */
  unstarted?: string
  /** Milliseconds. */
  duration: number
  /** The most that it has held at once, in bytes: of a client within this process, which nobody else can measure. */
  held?: number
}

export interface RunOptions {
  env: Readonly<Record<string, string>>
  /** Working folder. */
  cwd: string
  /** Milliseconds. */
  timeout: number
  signal: AbortSignal
}

/** Runs a command; the mini client has its own, within this process. */
export type RunCommand = (command: readonly string[], options: RunOptions) => Promise<Ended>

/** Characters of each stream that are kept, half of them from its end. */
const outputLimit = 64 * 1024

/** The program and the code of what Node says of a command that could not be started. */
const unstartedOf = (unstarted: string) => /^spawn (?<program>.+) (?<code>E[A-Z\d]+)$/.exec(unstarted)?.groups

/** Why a command could not be started, for people. */
export function reasonOf(unstarted: string): string {
  const { program = '', code } = unstartedOf(unstarted) ?? {}
  if (code === undefined) return unstarted
  if (code === 'EACCES') return `it is not executable: chmod +x ${program}`
  if (code === 'ENOENT')
    return /[\\/]/.test(program) ? 'there is no such file' : 'there is no such program on the PATH'
  // Of a file it has another meaning.
  return code === 'EAGAIN' ? 'there are too many processes (EAGAIN)' : reasonOfSystem({ code })
}

/** What to do where it is the machine that lacks something, whatever the command is; undefined where it is the command. */
export function remedyOf(unstarted: string): string | undefined {
  const code = unstartedOf(unstarted)?.['code']
  return code === 'EAGAIN'
    ? 'end other programs, or raise the limit with `ulimit -u`'
    : remedyOfSystem({ code })
}

/** Keeps the first and the last part of a stream. */
function createOutput() {
  let head = ''
  let tail = ''
  let left = 0
  return {
    add(text: string) {
      const room = outputLimit / 2 - head.length
      head += text.slice(0, Math.max(0, room))
      tail += text.slice(Math.max(0, room))
      if (tail.length > outputLimit) {
        left += tail.length - outputLimit / 2
        tail = tail.slice(-outputLimit / 2)
      }
    },
    text: () => (left > 0 ? `${head}\n[${left} characters left out]\n${tail}` : head + tail),
  }
}

/** Runs a command without a shell, for at most its time, and ends it with all that it has started. Never rejects. */
export const runCommand: RunCommand = (command, { env, cwd, timeout, signal }) =>
  new Promise((resolve) => {
    const begun = performance.now()
    const [stdout, stderr] = [createOutput(), createOutput()]
    let timedOut = false
    const end = (how: { status?: number; unstarted?: string }) => {
      clearTimeout(timer)
      signal.removeEventListener('abort', kill)
      resolve({
        ...how,
        stdout: stdout.text(),
        stderr: stderr.text(),
        timedOut,
        duration: performance.now() - begun,
      })
    }
    const child = start(command, env, cwd)
    const kill = () => killAll(child)
    const timer = setTimeout(() => {
      timedOut = true
      kill()
    }, timeout)
    signal.addEventListener('abort', kill)
    child.stdout?.setEncoding('utf8').on('data', (text: string) => stdout.add(text))
    child.stderr?.setEncoding('utf8').on('data', (text: string) => stderr.add(text))
    child.on('error', (error) => end({ unstarted: error.message }))
    child.on('close', (status) => end(status === null ? {} : { status }))
    if (signal.aborted) kill()
  })

function start(command: readonly string[], env: Readonly<Record<string, string>>, cwd: string): ChildProcess {
  const stdio = ['ignore', 'pipe', 'pipe'] as const
  if (process.platform === 'win32') {
    const { file, args, verbatim } = windowsStart(command, env)
    return spawn(file, args, {
      env,
      cwd,
      stdio: [...stdio],
      windowsVerbatimArguments: verbatim,
      windowsHide: true,
    })
  }
  const [file = '', ...args] = command
  // In a group of its own, so that helpers of the client end with it.
  return spawn(file, args, { env, cwd, stdio: [...stdio], detached: true })
}

/** Ends a process with all that it has started. */
export function killAll(child: ChildProcess): void {
  const { pid } = child
  if (pid === undefined) return
  try {
    if (process.platform === 'win32')
      spawn('taskkill', ['/pid', String(pid), '/t', '/f'], { stdio: 'ignore' }).on('error', () =>
        child.kill(),
      )
    else process.kill(-pid, 'SIGKILL')
  } catch {
    child.kill('SIGKILL')
  }
}
