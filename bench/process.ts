import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** A whole process to be measured, in a fresh and empty folder. */
export interface Command {
  /** The program and its arguments, for a folder that is removed afterwards. */
  argv: (folder: string) => readonly string[]
  env?: (folder: string) => Readonly<Record<string, string>>
  /** Exit codes of a process that did its work; others end the bench. */
  accepted: readonly number[]
  /** A file in the folder that only a finished run leaves: without it there was nothing to measure. */
  leaves?: string
}

export interface Measured {
  /** From before the start to after the end of the process. */
  milliseconds: number
  /** The largest resident set in mebibytes; only with `memory`, and only of Node processes. */
  peakMemory?: number
}

/** Runs a process to its end. Throws where it did not do its work. */
export async function measure(command: Command, { memory = false } = {}): Promise<Measured> {
  const folder = await mkdtemp(join(tmpdir(), 'oci-assay-bench-'))
  try {
    const [program = '', ...args] = command.argv(folder)
    const env = { ...inherited(), ...command.env?.(folder), ...(memory ? peakMemoryInto(folder) : {}) }
    const started = performance.now()
    const child = spawn(program, args, { cwd: folder, env, stdio: ['ignore', 'ignore', 'pipe'] })
    let stderr = ''
    child.stderr.on('data', (chunk: Buffer) => {
      stderr = (stderr + chunk.toString()).slice(-2000)
    })
    const [code] = (await once(child, 'close')) as [number | null]
    const milliseconds = performance.now() - started
    const files = await readdir(folder)
    const finished = command.leaves === undefined || files.includes(command.leaves)
    if (code === null || !command.accepted.includes(code) || !finished)
      throw new Error(
        `${[program, ...args].join(' ')} ended with ${code}` +
          `${finished ? '' : ` and left no ${command.leaves}`}\n${stderr}`,
      )
    return memory ? { milliseconds, peakMemory: await peakMemory(folder, files) } : { milliseconds }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The environment without what would configure the one or the other program. */
function inherited(): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('OCI_')))
}

function peakMemoryInto(folder: string): Record<string, string> {
  const hook = pathToFileURL(join(import.meta.dirname, 'peak-memory.js')).href
  return { NODE_OPTIONS: `--import=${hook}`, BENCH_PEAK_MEMORY: folder }
}

async function peakMemory(folder: string, files: readonly string[]): Promise<number> {
  const records = files.filter((file) => file.endsWith('.peak-memory'))
  const kibibytes = await Promise.all(records.map(async (file) => Number(await readFile(join(folder, file)))))
  if (kibibytes.length === 0)
    throw new Error('the process did not report its memory: is it a program of Node?')
  return Math.max(...kibibytes) / 1024
}
