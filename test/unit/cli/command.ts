import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { vi } from 'vitest'
import { program } from '../../../src/cli/program.ts'

export interface Spoken {
  exitCode: number
  stdout: string
  stderr: string
}

/** Runs a command line in this process, and keeps its output. */
export async function command(...argv: readonly string[]): Promise<Spoken> {
  const output = { stdout: '', stderr: '' }
  const listen = (stream: 'stdout' | 'stderr') =>
    vi.spyOn(process[stream], 'write').mockImplementation((chunk) => {
      output[stream] += String(chunk)
      return true
    })
  const spies = [listen('stdout'), listen('stderr')]
  try {
    return { exitCode: await program(argv), ...output }
  } finally {
    for (const spy of spies) spy.mockRestore()
  }
}

/** For runs that are not about generated sequences, which take several times as long as all else. */
export const quick = ['--depth', 'quick'] as const

/** A folder for reports that is gone afterwards. */
export async function withFolder<Value>(work: (folder: string) => Promise<Value>): Promise<Value> {
  const folder = await mkdtemp(join(tmpdir(), 'oci-assay-'))
  try {
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** A server on loopback that responds with what the test specifies. */
export async function withServer<Value>(
  listener: RequestListener,
  work: (url: string) => Promise<Value>,
): Promise<Value> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  try {
    return await work(`http://127.0.0.1:${port}`)
  } finally {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
}
