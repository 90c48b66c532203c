import type { AccessOptions } from '../../assay/registry/access.ts'
import type { ContainerOptions } from '../../container/options.ts'
import type { RunningContainer } from '../../container/start.ts'
import { exitCodes, Failure } from '../../results/conclusion/failure.ts'
import { withoutUndefined } from '../../engine/optional.ts'
import { printable } from '../../results/text/printable.ts'
import type { RunSettings } from '../configuration/setting.ts'

/** Seconds until a registry in a container has to respond, by default. */
const usualWait = 60

/** Options of the container. */
const parts = ['port', 'env', 'volume', 'containerCommand'] as const

/** The options of the container; undefined where the target is something else. Throws Failure. */
export function containerIn(typed: RunSettings, chosen: RunSettings): ContainerOptions | undefined {
  const elsewhere = typed.container === undefined && (typed.target !== undefined || typed.reference === true)
  const { container: image } = chosen
  if (image === undefined || elsewhere) {
    const odd = parts.find((name) => typed[name] !== undefined)
    if (odd === undefined) return undefined
    const name = odd === 'containerCommand' ? 'container-command' : odd
    throw new Failure(`--${name} requires --container`, exitCodes.usage)
  }
  const { port, env, volume, containerCommand } = chosen
  return {
    image,
    ...withoutUndefined({ port, env, volumes: volume, command: containerCommand }),
  }
}

/** A registry in a container that responds. */
export interface Started {
  url: string
  server: RunningContainer
}

const print = (line: string): void => void process.stderr.write(`oci-assay: ${printable(line)}\n`)

/** Starts it and waits until it responds. Throws Failure, and leaves nothing behind then. */
export async function startedFrom(
  options: ContainerOptions,
  access: Omit<AccessOptions, 'target'>,
  { wait = usualWait, signal }: { wait?: number | undefined; signal: AbortSignal },
): Promise<Started> {
  const [{ loadTestcontainers }, { startContainer }, { readyAt }] = await Promise.all([
    import('../../container/testcontainers.ts'),
    import('../../container/start.ts'),
    import('../../container/ready.ts'),
  ])
  const server = await startContainer(await loadTestcontainers(), options, { signal, print })
  try {
    return { url: await readyAt(server, { access, seconds: wait, signal }), server }
  } catch (error) {
    await removed(server)
    throw error
  }
}

/** Removes it; a failure to do so does not affect the result of the run. */
export async function removed(server: RunningContainer): Promise<void> {
  try {
    await server.remove()
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    print(
      `the container of ${server.name} could not be removed (${why}): run oci-assay cleanup --containers later`,
    )
  }
}
