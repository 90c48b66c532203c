import { spawn } from 'node:child_process'
import { killAll, runCommand, type RunOptions } from './run-command.ts'

/** A service of a client's own, which runs as long as its commands do. */
export interface Daemon {
  command: string
  /** Ends with status 0 as soon as the service can be used. */
  ready: string
}

/** The service did not start; the message has the end of its log. */
export class DaemonError extends Error {}

/** Milliseconds. */
const mostStart = 30_000
const pause = 50
/** Characters of the log that are kept. */
const logLimit = 8 * 1024

type Place = Pick<RunOptions, 'env' | 'cwd' | 'signal'>

/** Starts a service, and waits until it is ready. Returns what ends it, with all that it has started. Throws DaemonError. */
export async function startDaemon(
  { command, ready }: { command: readonly string[]; ready: readonly string[] },
  { env, cwd, signal }: Place,
): Promise<() => Promise<void>> {
  const [file = '', ...args] = command
  const child = spawn(file, args, { env, cwd, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
  let log = ''
  let ended: string | undefined
  const hear = (text: string) => void (log = (log + text).slice(-logLimit))
  child.stdout.setEncoding('utf8').on('data', hear)
  child.stderr.setEncoding('utf8').on('data', hear)
  const gone = new Promise<void>((resolve) => {
    child.on('error', (error) => {
      ended = error.message
      resolve()
    })
    child.on('exit', (status, by) => {
      ended ??= `it ended with ${status ?? by}`
      resolve()
    })
  })
  const stop = async () => {
    if (ended === undefined) killAll(child)
    await gone
  }
  const until = performance.now() + mostStart
  const runs = () => ended === undefined
  while (runs() && !signal.aborted && performance.now() < until) {
    const { status } = await runCommand(ready, { env, cwd, signal, timeout: mostStart })
    if (status === 0) return stop
    await new Promise((resolve) => setTimeout(resolve, pause))
  }
  const how = ended ?? `it was not ready after ${mostStart / 1000} s`
  await stop()
  signal.throwIfAborted()
  throw new DaemonError(`${file} did not start: ${how} ${log.trim().split('\n').at(-1)?.trim() ?? ''}`.trim())
}
