import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { exitCodes, Failure } from '../results/conclusion/failure.ts'

/** What of testcontainers is used. */
export type Testcontainers = typeof import('testcontainers')
export type Runtime = Awaited<ReturnType<Testcontainers['getContainerRuntimeClient']>>
/** One container, as the engine's own interface has it. */
export type EngineContainer = ReturnType<Runtime['container']['getById']>

/**
 * Loads testcontainers, which is not a dependency of oci-assay: it has more packages than all the rest. It is
 * looked for beside this program, and from the working folder. Throws Failure where it is in neither place.
 */
export async function loadTestcontainers(
  places: readonly string[] = [import.meta.url, join(process.cwd(), 'package.json')],
): Promise<Testcontainers> {
  for (const from of places) {
    const path = resolvedFrom(from)
    if (path === undefined) continue
    const { default: all } = (await import(pathToFileURL(path).href)) as { default: Testcontainers }
    return all
  }
  throw new Failure(
    '--container needs the package testcontainers, which is not installed',
    exitCodes.incomplete,
    'npm install --save-dev testcontainers, or: npx --package oci-assay --package testcontainers oci-assay run --container …',
  )
}

function resolvedFrom(place: string): string | undefined {
  try {
    return createRequire(place).resolve('testcontainers')
  } catch {
    return undefined
  }
}

/** The engine that responds: docker's, or podman's through its socket. Throws Failure where none does. */
export async function runtimeOf({ getContainerRuntimeClient }: Testcontainers): Promise<Runtime> {
  try {
    return await getContainerRuntimeClient()
  } catch {
    const named = process.env['DOCKER_HOST']
    throw new Failure(
      `no container engine responds${named === undefined ? '' : `, and DOCKER_HOST is ${named}`}`,
      exitCodes.incomplete,
      'start docker, or name the socket of docker or podman in DOCKER_HOST (unix:///run/user/1000/podman/podman.sock)',
    )
  }
}

/** The error message of an engine that refuses a request, in one line. */
export function engineWords(error: unknown): string {
  const { json } = error as { json?: { message?: unknown } }
  const words =
    typeof json?.message === 'string' ? json.message : error instanceof Error ? error.message : String(error)
  return words
    .replace(/^\(HTTP code \d+\) [^-]*- /, '')
    .replace(/\s+/g, ' ')
    .trim()
}
