import { leftoversOn, remove, type Leftover } from '../../container/ownership.ts'
import { loadTestcontainers, runtimeOf } from '../../container/testcontainers.ts'
import { printable } from '../../results/text/printable.ts'

/**
 * Removes the containers of runs that were killed; those whose run may be going on are left. Returns
 * a line for each. Throws Failure.
 */
export async function cleanUpContainers(): Promise<string[]> {
  const runtime = await runtimeOf(await loadTestcontainers())
  const found = await leftoversOn(runtime)
  if (found.length === 0) return ['No run left a container behind.']
  const lines: string[] = []
  for (const each of found) {
    if (each.abandoned) await remove(runtime, each.id)
    lines.push(printable(each.abandoned ? `Removed ${nameOf(each)}.` : stays(each)))
  }
  return lines
}

const nameOf = ({ id, image }: Leftover): string => `container ${id.slice(0, 12)} of ${image}`

const stays = (each: Leftover): string =>
  `Still there: ${nameOf(each)}; its run (${each.owner}) may still be running. docker rm --force --volumes ${each.id.slice(0, 12)} removes it.`
