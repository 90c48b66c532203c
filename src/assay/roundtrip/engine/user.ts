import { property } from '../../../image/json/value.ts'

/**
 * The user of a process as the image configuration names it, where that leads to the same numbers by /etc/passwd; otherwise the numbers:
 * a runtime only knows those.
 */
export function userIn(process: unknown, configured: string, passwd: string): string {
  const numberOf = (name: string): number => Number(property(process, name) ?? 0)
  const [uid, gid] = [numberOf('uid'), numberOf('gid')]
  const [name = '', group] = configured.split(':')
  const line = passwd
    .split('\n')
    .map((each) => each.split(':'))
    .find((fields) => (/^\d+$/.test(name) ? fields[2] === name : fields[0] === name))
  const wantedUid = /^\d+$/.test(name) ? Number(name) : Number(line?.[2] ?? 0)
  const wantedGid = group === undefined ? Number(line?.[3] ?? 0) : Number(group)
  // A group by its name is not looked up here: its number is what the runtime states.
  const isGroup = Number.isNaN(wantedGid) || wantedGid === gid
  return wantedUid === uid && isGroup ? configured : `${uid}:${gid}`
}
