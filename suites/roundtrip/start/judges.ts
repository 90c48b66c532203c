import { holds, violated, type Judgement } from '../../../src/engine/judgement.ts'
import type { Expected, ProcessConfig, Started, Step } from './started.ts'

/** Judges of what an engine made of an image: pure functions, tested without an engine. */

const longest = 400

/** The end of what a command printed, where errors are. */
const endOf = (text: string): string => {
  const trimmed = text.trim()
  return trimmed.length > longest ? `…${trimmed.slice(-longest)}` : trimmed
}

const specifiesNone = 'the image specifies no program'

/** What engines print where the image is the reason that its program could not be started, and what it means. */
const reasons: readonly [isIn: (line: string) => boolean, meaning: string][] = [
  [(line) => line.includes('exec format error'), 'the program is for another architecture'],
  [
    (line) =>
      line.includes('executable file not found') ||
      line.includes('not found in $path') ||
      (isAboutProgram(line) && line.includes('no such file or directory')),
    'the program does not exist in the image',
  ],
  [
    (line) => isAboutProgram(line) && line.includes(': permission denied'),
    'the program is not executable for its user',
  ],
  [
    (line) =>
      [
        'unable to find user',
        'no matching entries in passwd',
        'no such user',
        'unknown user',
        'no users found',
      ].some((text) => line.includes(text)),
    'the user does not exist in the image',
  ],
  [
    (line) =>
      ['unable to find group', 'no matching entries in group', 'no groups found'].some((text) =>
        line.includes(text),
      ),
    'the group does not exist in the image',
  ],
  [(line) => line.includes('is a directory'), 'the program is a directory'],
  [
    (line) => line.includes('no command specified') || line.includes('no command or entrypoint'),
    specifiesNone,
  ],
]

/** Engines name the system call that failed. */
const isAboutProgram = (line: string): boolean => /\b(?:exec|stat)\b/.test(line)

function meaningOf(text: string): string | undefined {
  const lines = text.toLowerCase().split('\n')
  return reasons.find(([isIn]) => lines.some(isIn))?.[1]
}

/** A step of the engine succeeded; the title has the reason, where it is known to be the image's. */
export function succeeded({ ok, output }: Step, title: string): Judgement {
  if (ok) return holds()
  const meaning = meaningOf(output)
  return violated(
    meaning === undefined ? title : `${title}: ${meaning}`,
    'success',
    endOf(output) || 'an error without a message',
  )
}

/** The statuses by which engines report that a program could not be executed at all. */
const notExecuted = [126, 127]

/**
 * The program began. Where the engine failed for a reason that is not the image's, or for an unknown one, nothing is known of the
 * image: then the reason is returned.
 */
export function runs(
  { engine, start, exitStatus, output = '' }: Started,
  config: ProcessConfig,
): Judgement | { unknown: string } {
  // umoci takes a shell then.
  if (hasNoProgram(config))
    return violated(`could not be started: ${specifiesNone}`, 'Entrypoint or Cmd', 'neither')
  if (start && !start.ok) {
    const meaning = meaningOf(start.output)
    const message = endOf(start.output) || 'an error without a message'
    return meaning === undefined
      ? { unknown: `${engine} could not start the container: ${message}` }
      : violated(`could not be started: ${meaning}`, 'a program that is started', message)
  }
  const isShort = exitStatus !== undefined && exitStatus !== 0 && output.length < 2000
  const meaning = isShort ? meaningOf(output) : undefined
  if (
    meaning === 'the program is for another architecture' ||
    (meaning && notExecuted.includes(exitStatus ?? 0))
  )
    return violated(`could not be started: ${meaning}`, 'a program that is started', endOf(output))
  return holds()
}

const hasNoProgram = ({ entrypoint = [], cmd = [] }: ProcessConfig): boolean =>
  entrypoint.length + cmd.length === 0

/** The container has the command of the configuration, where that has one. */
export function hasCommand({ process }: Started, config: ProcessConfig): Judgement {
  if (hasNoProgram(config)) return holds()
  const { entrypoint = [], cmd = [] } = config
  const wanted = [...entrypoint, ...cmd]
  return equal('starts another command', wanted, process?.command ?? [])
}

/** Engines add variables; those of the configuration are not changed. */
export function hasEnvironment({ process }: Started, { env = [] }: ProcessConfig): Judgement {
  const present = new Set(process?.env)
  const missing = env.filter((entry) => !present.has(entry))
  if (missing.length === 0) return holds()
  const names = missing.map((entry) => entry.split('=')[0])
  const found = (process?.env ?? []).filter((entry) => names.includes(entry.split('=')[0]))
  return violated(
    `starts without the variables ${names.join(', ')} of its configuration`,
    missing.join(' '),
    found.length === 0 ? 'no such variables' : found.join(' '),
  )
}

/** An absent working directory is the root. */
export const hasWorkingDirectory = ({ process }: Started, { workingDir }: ProcessConfig): Judgement =>
  equal('starts in another directory', [workingDir || '/'], [process?.workingDir || '/'])

/** An absent user is an engine's own choice; one that the engine does not show is not judged here. */
export const hasUser = ({ process }: Started, { user }: ProcessConfig): Judgement =>
  user === undefined || user === '' ? holds() : equal('starts as another user', [user], [process?.user ?? ''])

/** Where an engine shows the stop signal, it is that of the configuration. */
export const hasStopSignal = ({ process }: Started, { stopSignal }: ProcessConfig): Judgement =>
  stopSignal === undefined || stopSignal === ''
    ? holds()
    : equal('has another stop signal', [stopSignal], [process?.stopSignal ?? 'none'])

function equal(title: string, wanted: readonly string[], found: readonly string[]): Judgement {
  const isEqual = wanted.length === found.length && wanted.every((word, index) => word === found[index])
  return isEqual ? holds() : violated(title, JSON.stringify(wanted), JSON.stringify(found))
}

/** The program ended with this status. */
export function endsWith(
  { exitStatus, seconds = 0, output = '' }: Started,
  { exitStatus: wanted }: Expected,
): Judgement {
  if (exitStatus === wanted) return holds()
  const received =
    exitStatus === undefined
      ? `still running after ${seconds} s`
      : `${exitStatus}; it printed: ${endOf(output) || 'nothing'}`
  return violated(
    exitStatus === undefined ? 'did not end in time' : `ended with exit status ${exitStatus}`,
    `exit status ${wanted}`,
    received,
  )
}

/** What the program printed contains this text. */
export const prints = ({ output = '' }: Started, { output: wanted = '' }: Expected): Judgement =>
  output.includes(wanted)
    ? holds()
    : violated('did not print the expected text', wanted, endOf(output) || 'nothing')

export const isHealthy = ({ health, output = '' }: Started): Judgement =>
  health === 'healthy'
    ? holds()
    : violated(
        'did not become healthy',
        'healthy',
        `${health ?? 'no health check'}; it printed: ${endOf(output) || 'nothing'}`,
      )
