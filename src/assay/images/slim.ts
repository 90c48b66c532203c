import { withoutUndefined } from '../../engine/optional.ts'
import type { Shown } from '../../results/images/gathering.ts'

/**
 * Keeps what images show in little memory: most of them show the same of all requirements, and ten thousand copies of that would take a
 * gigabyte.
 */
export function createSlimming(): (requirements: readonly Shown[]) => readonly Shown[] {
  const known = new Map<string, { shown: Shown; number: number }>()
  const lists = new Map<string, readonly Shown[]>()
  return (requirements) => {
    const slim = requirements.map(({ id, verdict, findings, reason, blockedBy }) => {
      const shown = { id, verdict, findings, ...withoutUndefined({ reason, blockedBy }) }
      if (findings.length > 0) return { shown, number: undefined }
      const key = `${id} ${verdict} ${reason ?? ''} ${blockedBy ?? ''}`
      const found = known.get(key) ?? { shown, number: known.size }
      known.set(key, found)
      return found
    })
    const list = slim.map(({ shown }) => shown)
    if (slim.some(({ number }) => number === undefined)) return list
    const key = slim.map(({ number }) => number).join(' ')
    const same = lists.get(key) ?? list
    lists.set(key, same)
    return same
  }
}
