import { usualSpec } from '../../engine/requirement.ts'
import { endedEarly } from '../../assay/ended.ts'
import type { AccessOptions } from '../../assay/registry/access.ts'
import type { ContainerOptions } from '../../container/options.ts'
import { limitRun } from '../../engine/limit.ts'
import type { Server } from '../../results/log/excerpt.ts'
import type { RunSettings } from '../configuration/setting.ts'
import { removed, startedFrom, type Started } from '../input/container.ts'

/** What the run tests: an address that the user named, or a registry that this process starts. */
export interface StartedTarget {
  address: string
  /** Of a registry in a container. */
  server?: Server
}

export interface Starter {
  /** Starts what has to be started. Throws Failure, and leaves nothing behind then. */
  start(time: StartTime, access: Omit<AccessOptions, 'target'>): Promise<StartedTarget>
  /** Removes or stops what was started; may be called at any time, and twice. */
  stop(): Promise<void>
}

export interface StartTime {
  /** Seconds until a registry in a container has to respond; undefined for the default. */
  wait: number | undefined
  /** Seconds of the whole run, to which the start belongs. */
  seconds: number
  signal: AbortSignal
}

/** Starts the target of a run: a container, the embedded registry, or nothing where the settings name an address. */
export function starterOf(
  { reference: embedded, spec = usualSpec, target }: RunSettings,
  options: ContainerOptions | undefined,
): Starter {
  let started: Started | undefined
  let reference: { url: string; close(): Promise<void> } | undefined
  return {
    async start(time, access) {
      if (options) {
        started = await startedWithin(time, options, access)
        return { address: started.url, server: started.server }
      }
      if (!embedded) return { address: target ?? '' }
      const { createReferenceRegistry } = await import('../../reference/index.ts')
      reference = await createReferenceRegistry({ spec, blobLimit: largestInMemory }).listen()
      return { address: reference.url }
    },
    async stop() {
      const [container, registry] = [started, reference]
      started = undefined
      reference = undefined
      if (container) await removed(container.server)
      await registry?.close()
    },
  }
}

/** Bytes: the embedded registry hashes and keeps blobs in the process of the run, which a gibibyte would block for seconds. */
const largestInMemory = 256 * 1024 ** 2

/** The time that a container takes to start belongs to the time of the run. */
async function startedWithin(
  { wait, ...time }: StartTime,
  container: ContainerOptions,
  access: Omit<AccessOptions, 'target'>,
): Promise<Started> {
  const limit = limitRun(time)
  try {
    return await startedFrom(container, access, { wait, signal: limit.signal })
  } catch (error) {
    const ending = limit.ending()
    throw ending?.cause === 'time-over' ? endedEarly(ending) : error
  } finally {
    limit.stopClock()
  }
}
