import {
  closeSync,
  lstatSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { FileProblem, reasonOf, remedyOf, systemCode } from './problem.ts'
import { readFileText } from './read.ts'
import { makeFolder, openExclusively, removeTemporary } from './write.ts'

/** The lock of a folder of reports; hidden, so that it is not taken for a report. */
export const lockName = '.oci-assay.lock'

/** The holder of a lock on another machine is considered dead when it has not touched its lock for this time; milliseconds. */
const silence = 60_000
/** How often a holder touches its lock; milliseconds. */
const beat = 10_000

/** Who holds a lock. */
interface Holder {
  pid: number
  /** Name of the machine, and on Linux of the space in which process ids count: a container has its own. */
  host: string
  /** When the process was started, by the clock of the system; distinguishes it from a later one with the same id. */
  started?: string
}

/** `value` or undefined where the system does not have it. */
function attempt<Value>(read: () => Value): Value | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}

/** The start of a process on Linux, field 22 of its stat; see proc_pid_stat(5). */
const startOf = (pid: number): string | undefined =>
  attempt(() =>
    readFileSync(`/proc/${pid}/stat`, 'latin1')
      .replace(/^.*\) /s, '')
      .split(' ')
      .at(19),
  )

const thisHost = (): string =>
  [hostname(), attempt(() => readlinkSync('/proc/self/ns/pid'))]
    .filter((part) => part !== undefined)
    .join(' ')

function thisProcess(): Holder {
  const started = startOf(process.pid)
  return { pid: process.pid, host: thisHost(), ...(started === undefined ? {} : { started }) }
}

/**
 * Locks a folder of reports, which is made where it is missing, so that two runs do not mix in it; returns the function that
 * unlocks it, which is also called when the process exits. The lock of a process that has ended is taken over. Throws
 * FileProblem.
 */
export function lockFolder(folder: string): () => void {
  makeFolder(folder)
  const path = join(folder, lockName)
  const text = JSON.stringify(thisProcess())
  take(path, text, folder)
  removeTemporary(folder)
  const touching = setInterval(() => attempt(() => utimesSync(path, new Date(), new Date())), beat)
  touching.unref()
  const unlock = () => {
    clearInterval(touching)
    process.off('exit', unlock)
    // It may have been removed by hand, and another run may have taken its place.
    if (attempt(() => contentOf(path)) === text) attempt(() => rmSync(path, { force: true }))
  }
  process.on('exit', unlock)
  return unlock
}

function take(path: string, text: string, folder: string): void {
  for (let round = 0; !create(path, text, folder); round += 1) {
    const seen = attempt(() => contentOf(path))
    if (round === 3 || !isStale(path) || !remove(path, seen)) throw locked(path, folder)
  }
}

/** False where something has the name already. */
function create(path: string, text: string, folder: string): boolean {
  let descriptor: number
  try {
    descriptor = openExclusively(path)
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false
    throw refused(folder, error)
  }
  try {
    writeFileSync(descriptor, text)
    return true
  } catch (error) {
    attempt(() => rmSync(path, { force: true }))
    throw refused(folder, error)
  } finally {
    closeSync(descriptor)
  }
}

/**
 * Removes the lock that was seen, and no other: two runs may find the same one stale, and the slower must not remove that
 * of the faster. False where it was another one.
 */
function remove(path: string, seen: string | undefined): boolean {
  const aside = `${path}.${process.pid}`
  attempt(() => renameSync(path, aside))
  const isSame = attempt(() => contentOf(aside)) === seen
  attempt(() => (isSame ? rmSync(aside, { force: true, recursive: true }) : renameSync(aside, path)))
  return isSame
}

const contentOf = (path: string): string => readFileText(path, { most: 4096 })

function holderIn(path: string): Holder | undefined {
  const content = attempt(() => JSON.parse(contentOf(path)) as Partial<Holder> | null)
  const { pid, host, started } = content ?? {}
  if (typeof pid !== 'number' || !Number.isSafeInteger(pid) || pid < 1 || typeof host !== 'string')
    return undefined
  return { pid, host, ...(typeof started === 'string' ? { started } : {}) }
}

/** This lock is abandoned: its process has ended, or is on another machine and inactive. */
function isStale(path: string): boolean {
  const stats = attempt(() => lstatSync(path))
  if (stats === undefined) return true
  // Never ours: its content is not read, and what it leads to is left alone.
  if (!stats.isFile()) return true
  const holder = holderIn(path)
  if (holder?.host !== thisHost()) return Date.now() - stats.mtimeMs > silence
  if (!isAlive(holder.pid)) return true
  const started = startOf(holder.pid)
  return started !== undefined && holder.started !== undefined && started !== holder.started
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it exists, and belongs to another user.
    return systemCode(error) === 'EPERM'
  }
}

function locked(path: string, folder: string): FileProblem {
  const holder = holderIn(path)
  const who = holder === undefined ? '' : ` (process ${holder.pid} on ${holder.host.split(' ')[0] ?? ''})`
  return new FileProblem(`another oci-assay writes to ${folder}${who}`, {
    misnamed: false,
    advice: `wait for its end, or choose another folder with --reports; if it has ended, remove ${path}`,
  })
}

const refused = (folder: string, error: unknown): FileProblem => {
  const remedy = remedyOf(error)
  return new FileProblem(`reports cannot be written to ${folder}: ${reasonOf(error)}`, {
    misnamed: false,
    advice: `${remedy === undefined ? '' : `${remedy}, or `}choose another folder with --reports`,
  })
}
