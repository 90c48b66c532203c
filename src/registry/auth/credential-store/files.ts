import { join, sep } from 'node:path'
import { systemCode, type FileProblem } from '../../../files/problem.ts'
import { readFileText } from '../../../files/read.ts'
import { jsonObjectIn } from '../../record/json-object.ts'
import type { Configuration } from './configuration.ts'

/** Where configurations are looked for: environment variables, and the home folder. */
export interface Surroundings {
  environment: Readonly<Record<string, string | undefined>>
  home: string
}

/** A configuration that was found, or why it could not be read. */
export interface Source {
  /** For people and reports: a path, with ~ for the home folder, or the variable that holds it. */
  name: string
  configuration?: Configuration
  /** Contains nothing of the content. */
  problem?: string
}

/** Larger files contain no logins; bytes. */
const mostBytes = 4 * 1024 ** 2

interface Place {
  name: string
  /** By the user: a place that is searched by custom may be missing. */
  named: boolean
  /** Throws FileProblem. */
  read: () => string
}

/**
 * The places where docker, podman and their relatives keep logins, the most explicit first: what a
 * variable names comes before what is found by custom.
 */
function placesOf({ environment, home }: Surroundings): Place[] {
  const file = (path: string, named = false): Place => ({
    name: path.startsWith(home + sep) ? `~${path.slice(home.length)}` : path,
    named,
    read: () => readFileText(path, { most: mostBytes }),
  })
  const value = (name: string) => (environment[name] === '' ? undefined : environment[name])
  const inline = value('DOCKER_AUTH_CONFIG')
  const podmanFile = value('REGISTRY_AUTH_FILE')
  const dockerFolder = value('DOCKER_CONFIG')
  const runtime = value('XDG_RUNTIME_DIR')
  const configuration = value('XDG_CONFIG_HOME') ?? join(home, '.config')
  return [
    ...(inline === undefined ? [] : [{ name: 'DOCKER_AUTH_CONFIG', named: true, read: () => inline }]),
    ...(podmanFile === undefined ? [] : [file(podmanFile, true)]),
    file(
      dockerFolder === undefined ? join(home, '.docker', 'config.json') : join(dockerFolder, 'config.json'),
    ),
    ...(runtime === undefined ? [] : [file(join(runtime, 'containers', 'auth.json'))]),
    file(join(configuration, 'containers', 'auth.json')),
  ]
}

function readPlace({ name, named, read }: Place): Source | undefined {
  let text: string
  try {
    text = read()
  } catch (error) {
    const code = systemCode((error as FileProblem).cause)
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      return named ? { name, problem: `${name} does not exist` } : undefined
    }
    return {
      name,
      problem: code === undefined ? `${name} is not a file of logins` : `${name} cannot be read (${code})`,
    }
  }
  // Windows' own tools begin a file with a byte order mark.
  const configuration = jsonObjectIn(text.replace(/^\uFEFF/, ''))
  return configuration ? { name, configuration } : { name, problem: `${name} is not a JSON object` }
}

/** All configurations that are there, the most explicit first. Never throws. */
export function readSources(surroundings: Surroundings): Source[] {
  return placesOf(surroundings)
    .map(readPlace)
    .filter((source) => source !== undefined)
}
