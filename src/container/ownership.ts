import { hostname } from 'node:os'
import type { Runtime } from './testcontainers.ts'

/** By this label containers of ours are known; its value names the process that started one. */
export const label = 'oci-assay.process'

const owner = /^(?<host>.*)\/(?<pid>\d+)$/

/** What the label of this process's containers holds. */
export const ownName = (): string => `${hostname()}/${process.pid}`

export interface Leftover {
  id: string
  image: string
  /** The process that started it. */
  owner: string
  /** False where that process is, or may be, still there. */
  abandoned: boolean
}

/** Whether a process of another name has certainly ended. */
export function isAbandoned(
  value: string,
  host = hostname(),
  isAlive: (pid: number) => boolean = alive,
): boolean {
  const { host: where = '', pid = '' } = owner.exec(value)?.groups ?? {}
  return where === host && !isAlive(Number(pid))
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // The process exists and belongs to another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** The containers of this program's runs that the engine still has, running or not. */
export async function leftoversOn({ container }: Runtime): Promise<Leftover[]> {
  const found = await container.dockerode.listContainers({ all: true, filters: { label: [label] } })
  return found.map(({ Id, Image, Labels }) => {
    const owned = Labels[label] ?? ''
    return { id: Id, image: Image, owner: owned, abandoned: isAbandoned(owned) }
  })
}

/** Removes a container with its anonymous volumes, whatever it is doing. One that is gone already is removed. */
export async function remove({ container }: Runtime, id: string): Promise<void> {
  try {
    await container.getById(id).remove({ force: true, v: true })
  } catch (error) {
    const { statusCode } = error as { statusCode?: number }
    // 409: another process is removing it already.
    if (statusCode !== 404 && statusCode !== 409) throw error
  }
}
