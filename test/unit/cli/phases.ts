import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readlink, readdir, rm } from 'node:fs/promises'
import { createServer, type RequestListener, type ServerResponse } from 'node:http'
import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import { conclusionOf, type ConclusionName } from '../../../src/results/conclusion/conclusion.ts'
import { sample } from '../../sample.ts'
import { readResults } from '../../../src/results/file/read.ts'

/** A command in a phase that would last for minutes. */
export interface Phase {
  args: readonly string[]
  env?: Readonly<Record<string, string>>
  /** Resolves when the command is in it. */
  reached: Promise<unknown>
  close?: () => Promise<void>
}

export interface Ended {
  exitCode: number | null
  /** From the signal, or from the start. */
  seconds: number
  stderr: string
  reports: string
}

/** What hostile servers take: minutes, so that a slow machine makes no difference. */
export const most = 20

/** Answers so slowly that no timeout between two bytes ends it. */
export function drip(response: ServerResponse): void {
  response.writeHead(200, { 'Content-Type': 'application/json' })
  const timer = setInterval(() => response.write(' '), 500)
  response.on('close', () => clearInterval(timer))
}

/** A promise, and what resolves it. */
export function gate(): { passed: Promise<void>; pass: () => void } {
  const controller = new AbortController()
  const passed = once(controller.signal, 'abort').then(() => undefined)
  return { passed, pass: () => controller.abort() }
}

async function listening(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** A server on loopback. */
export async function serving(
  listener: RequestListener,
): Promise<{ host: string; close: () => Promise<void> }> {
  const server = createServer(listener)
  const host = await listening(server)
  return {
    host,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Accepts connections and is silent. */
export async function silence(): Promise<{
  host: string
  reached: Promise<void>
  close: () => Promise<void>
}> {
  const { passed, pass } = gate()
  const sockets = new Set<Socket>()
  const server = createTcpServer((socket) => {
    sockets.add(socket.on('error', () => {}))
    pass()
  })
  const host = await listening(server)
  return {
    host,
    reached: passed,
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Resolves when a process has a file open. */
async function opens(pid: number, file: string): Promise<void> {
  for (;;) {
    const descriptors = await readdir(`/proc/${pid}/fd`).catch(() => [])
    const names = descriptors.map((each) => readlink(`/proc/${pid}/fd/${each}`).catch(() => ''))
    if ((await Promise.all(names)).includes(file)) return
    await sleep(20)
  }
}

/** Starts a command, brings it to its phase, sends signals to it one after the other, and waits for its end. */
export async function end(
  main: string,
  { args, env = {}, reached, close }: Phase,
  by: { signals?: readonly NodeJS.Signals[]; runTimeout?: number; opened?: string },
): Promise<Ended> {
  const reports = await mkdtemp(join(tmpdir(), 'oci-assay-phase-'))
  const { signals = [], runTimeout, opened } = by
  const argv = [
    ...args,
    ...(args[0] === 'run' ? ['--reports', reports] : []),
    ...(runTimeout === undefined ? [] : ['--run-timeout', String(runTimeout)]),
  ]
  const child = spawn(process.execPath, [main, ...argv], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...env },
  })
  try {
    let stderr = ''
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk))
    const ended = once(child, 'close') as Promise<[number | null]>
    let from = performance.now()
    if (signals.length > 0) {
      await Promise.race([opened === undefined ? reached : opens(child.pid ?? 0, opened), ended])
      from = performance.now()
    }
    for (const signal of signals) {
      child.kill(signal)
      await Promise.race([ended, sleep(300)])
    }
    const inTime = await Promise.race([ended, sleep(1000 * (most + (runTimeout ?? 0)))])
    return {
      exitCode: inTime?.[0] ?? null,
      seconds: (performance.now() - from) / 1000,
      stderr,
      reports,
    }
  } finally {
    child.kill('SIGKILL')
    await close?.()
  }
}

export const remove = (folder: string): Promise<void> => rm(folder, { recursive: true, force: true })

const everySignal = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
let turn = 0

/** Each signal; in `npm test` one, the next one for each phase: all of them are handled by the same function. */
function signalsInTurn(): readonly NodeJS.Signals[] {
  turn += 1
  return sample(everySignal, [everySignal[turn % everySignal.length] ?? 'SIGINT'])
}

/** The same phase, ended by signals and by the time of the run, side by side. */
export async function endByEach(
  main: string,
  make: () => Promise<Phase>,
  check: (ended: Ended, how: 'signal' | 'time') => Promise<void> | void,
  { runTimeout, opened }: { runTimeout?: number; opened?: string } = {},
): Promise<void> {
  const ways = [
    ...signalsInTurn().map((signal) => ({ signals: [signal], ...(opened === undefined ? {} : { opened }) })),
    ...(runTimeout === undefined ? [] : [{ runTimeout }]),
  ]
  const all = await Promise.all(ways.map(async (way) => ({ way, ended: await end(main, await make(), way) })))
  for (const { way, ended } of all) {
    expect(ended, JSON.stringify(way)).toMatchObject({ exitCode: 'signals' in way ? 130 : 3 })
    expect(ended.seconds).toBeLessThan(most + (runTimeout ?? 0))
    expect(ended.stderr).not.toMatch(/\n\s+at /)
    await check(ended, 'signals' in way ? 'signal' : 'time')
    await remove(ended.reports)
  }
}

/** The run has ended with its reports, which contain why it is not whole. */
export async function expectReports(
  { reports }: Ended,
  how: 'signal' | 'time',
  { seconds, conclusion }: { seconds: number; conclusion: ConclusionName },
): Promise<void> {
  const result = await readResults(join(reports, 'results.json'))
  expect(result).toMatchObject({ complete: true, interrupted: how === 'signal', leftovers: [] })
  if (how === 'time') expect(result.aborted).toBe(`the time for the whole run, ${seconds} s, was over`)
  expect(conclusionOf(result)).toMatchObject({ name: how === 'signal' ? 'interrupted' : conclusion })
  for (const file of ['junit.xml', 'report.html']) expect(existsSync(join(reports, file))).toBe(true)
}
