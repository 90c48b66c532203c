import { property } from '../../../image/json/value.ts'

const isNumber = (name: string): boolean => /^\d+$/.test(name)

/**
 * The user of a process as the image configuration names it, where that leads to the same numbers by /etc/passwd; otherwise the numbers:
 * a runtime only knows those. Undefined where the file is not at hand and a name may be either.
 */
export function userIn(process: unknown, configured: string, passwd: string | undefined): string | undefined {
  const numberOf = (name: string): number => Number(property(process, name) ?? 0)
  const [uid, gid] = [numberOf('uid'), numberOf('gid')]
  const [name = '', group] = configured.split(':')
  if (passwd === undefined && name !== '' && !isNumber(name)) return undefined
  const line = passwd
    ?.split('\n')
    .map((each) => each.split(':'))
    .find((fields) => (isNumber(name) ? fields[2] === name : fields[0] === name))
  const wantedUid = isNumber(name) ? Number(name) : Number(line?.[2] ?? 0)
  const ofUser = passwd === undefined ? NaN : Number(line?.[3] ?? 0)
  const wantedGid = group === undefined ? ofUser : Number(group)
  // A group by its name is not looked up here: its number is what the runtime states.
  const isGroup = Number.isNaN(wantedGid) || wantedGid === gid
  return wantedUid === uid && isGroup ? configured : `${uid}:${gid}`
}
