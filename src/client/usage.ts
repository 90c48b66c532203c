import { lstatSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The most that an invocation has used at once, with all that it has started. Bytes. */
export interface Usage {
  /** Memory of its own, without what it shares with files; absent where the system has no /proc. */
  memory?: number
  /** Of its folder. */
  disk: number
}

/** The invocation is ended beyond these. Bytes. */
export type UsageLimits = Readonly<Required<Usage>>

/** Milliseconds between two looks. */
const pause = 100
const blockSize = 512

/**
 * Watches what an invocation uses, by its home and the folder that it works in, and calls `onExceeded` a single time, where it uses more than it
 * may. Returns what ends that, with the most that was seen.
 */
export function watchUsage(
  place: { home: string; folder: string },
  limits: UsageLimits,
  onExceeded: () => void,
): () => Usage {
  let most: Usage = { disk: 0 }
  let isExceeded = false
  const look = () => {
    const memory = memoryOf(place.home)
    most = {
      disk: Math.max(most.disk, sizeOf(place.folder)),
      ...(memory === undefined ? {} : { memory: Math.max(most.memory ?? 0, memory) }),
    }
    if (isExceeded || (most.disk <= limits.disk && (most.memory ?? 0) <= limits.memory)) return
    isExceeded = true
    onExceeded()
  }
  const timer = setInterval(look, pause)
  return () => {
    clearInterval(timer)
    look()
    return most
  }
}

/** What a folder takes on the disk; what cannot be read is not counted. */
function sizeOf(folder: string): number {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .reduce((sum, entry) => sum + fileSize(join(entry.parentPath, entry.name)), 0)
  } catch {
    return 0
  }
}

function fileSize(path: string): number {
  try {
    const { blocks, size } = lstatSync(path)
    // Windows has no blocks.
    return process.platform === 'win32' ? size : blocks * blockSize
  } catch {
    return 0
  }
}

/** Memory of all processes that have this home: services of a client leave its group of processes. */
function memoryOf(home: string): number | undefined {
  if (process.platform !== 'linux') return undefined
  return readdirSync('/proc')
    .filter((name) => Number.isInteger(Number(name)))
    .reduce((sum, pid) => sum + memoryOfProcess(pid, `HOME=${home}`), 0)
}

function memoryOfProcess(pid: string, variable: string): number {
  try {
    if (!readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(variable)) return 0
    const status = readFileSync(`/proc/${pid}/status`, 'utf8').split('\n')
    const line = status.find((each) => each.startsWith('RssAnon:')) ?? ''
    return Number(line.split(/\s+/)[1] ?? 0) * 1024
  } catch {
    // It has ended, or belongs to somebody else.
    return 0
  }
}
