import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { exitCodes, Failure } from '../results/conclusion/failure.ts'

/** A registry's image, and how it is to be started. */
export interface ContainerOptions {
  image: string
  /** The port that the registry listens on in the container; default the one that its image exposes. */
  port?: number
  /** Variables: `NAME=value`, or `NAME` for the value that this process has. */
  env?: readonly string[]
  /** `host:container[:ro]`: a path of this machine, or the name of a volume. */
  volumes?: readonly string[]
  /** Arguments for the image's program instead of its own (CMD), as a shell would divide them. */
  command?: string
}

export interface Mount {
  source: string
  target: string
  mode: 'ro' | 'rw'
}

/** `C:\data` has a colon that is not a separator. */
const mount = /^(?<source>(?:[A-Za-z]:[\\/])?[^:]+):(?<target>\/[^:]*)(?::(?<mode>ro|rw))?$/

/** `host:container[:ro]`; the host's path is meant from the working folder. Throws an Error with what to write instead. */
export function parseVolume(text: string): Mount {
  const { source = '', target = '', mode = 'rw' } = mount.exec(text)?.groups ?? {}
  if (source === '') {
    throw new Error(
      'a volume is host:container or host:container:ro, such as ./config.yml:/etc/registry.yml:ro',
    )
  }
  // As docker reads it: a word alone names a volume, anything else is a path.
  const isPath = /^[./~\\]|^[A-Za-z]:[\\/]|[\\/]/.test(source)
  return { source: isPath ? resolve(source) : source, target, mode: mode === 'ro' ? 'ro' : 'rw' }
}

/** `NAME=value` or `NAME`. Throws an Error with what to write instead. */
export function parseVariable(text: string): { name: string; value?: string } {
  const { name, value } = /^(?<name>[A-Za-z_][\w.-]*)(?:=(?<value>[^]*))?$/.exec(text)?.groups ?? {}
  if (name === undefined) throw new Error('a variable is NAME=value, or NAME for the value that it has here')
  return value === undefined ? { name } : { name, value }
}

/** Words as a shell splits them: at spaces, but not in quotes. Throws an Error with what to write instead. */
export function wordsOf(text: string): string[] {
  const word = /\s*((?:[^\s"']|"[^"]*"|'[^']*')+)/y
  const words: string[] = []
  const whole = text.trimEnd()
  while (word.lastIndex < whole.length) {
    const [, found] = word.exec(whole) ?? []
    if (found === undefined) throw new Error('a quote is opened and not closed')
    words.push(found.replace(/"([^"]*)"|'([^']*)'/g, '$1$2'))
  }
  return words
}

/** The variables with their values. Throws Failure where one has none here. */
export function variablesFor(
  { env = [] }: ContainerOptions,
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const entries = env.map((each) => {
    const { name, value = environment[name] } = parseVariable(each)
    if (value !== undefined) return [name, value] as const
    const advice = `set it, or write --env ${name}=value`
    throw new Failure(`--env ${name}: the variable is not set`, exitCodes.usage, advice)
  })
  return Object.fromEntries(entries)
}

/** The mounts. Throws Failure for a path that is not there: docker would make an empty folder of it. */
export function mountsFor({ volumes = [] }: ContainerOptions): Mount[] {
  return volumes.map(parseVolume).map((each) => {
    if (!/[\\/]/.test(each.source) || existsSync(each.source)) return each
    throw new Failure(`--volume: ${each.source} does not exist`, exitCodes.usage)
  })
}

/** Names whose values no log may show. */
const telling = /pass|secret|token|key|credential|auth/i

/** The values that are not to be seen in any report. */
export const secretValues = (variables: Readonly<Record<string, string>>): string[] =>
  Object.entries(variables).flatMap(([name, value]) => (telling.test(name) ? [value] : []))
