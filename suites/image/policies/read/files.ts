import { withoutUndefined } from '../../../../src/engine/optional.ts'
import { isGlob, problemOfPath } from '../glob.ts'
import type { FilePolicy } from '../policies.ts'
import { PolicyProblem, type Path } from './problem.ts'
import { digestValue, keyed, list, textValue, truth } from './values.ts'

const types = ['file', 'directory', 'symlink', 'character-device', 'block-device', 'fifo'] as const

/** The key of a file that each of its policies has to have. */
export const fileKeys = ['path', 'absent', 'type', 'mode', 'owner', 'digest'] as const

/** `files:` of policies. Throws PolicyProblem. */
export const readFiles = (value: unknown, path: Path): FilePolicy[] =>
  list(value, path, 'files, each with its path').map((each, at) => readFile(each, [...path, at]))

function readFile(value: unknown, at: Path): FilePolicy {
  const file = keyed(value, at, fileKeys, 'a mapping with a path, such as {path: /usr/bin/app}')
  if (file['path'] === undefined) throw new PolicyProblem(at, 'write its path')
  const path = textValue(file['path'], [...at, 'path'])
  const problem = problemOfPath(path)
  if (problem !== undefined) throw new PolicyProblem([...at, 'path'], `${JSON.stringify(path)} ${problem}`)
  const of = <Value>(key: string, read: (found: unknown, where: Path) => Value): Value | undefined =>
    file[key] === undefined ? undefined : read(file[key], [...at, key])
  const absent = of('absent', truth)
  const required = {
    type: of('type', typeValue),
    mode: of('mode', modeValue),
    digest: of('digest', digestValue),
  }
  const owner = of('owner', ownerValue)
  if (absent && (owner ?? required.type ?? required.mode ?? required.digest) !== undefined)
    throw new PolicyProblem([...at, 'absent'], 'what is absent has no type, mode, owner or digest')
  if (required.digest !== undefined && isGlob(path))
    throw new PolicyProblem([...at, 'digest'], 'a glob has no digest: write an entry for each file')
  return { path: path.replace(/^\//, ''), ...withoutUndefined({ absent, ...required, ...owner }) }
}

function typeValue(value: unknown, path: Path): FilePolicy['type'] {
  const type = types.find((each) => each === value)
  if (type === undefined) throw new PolicyProblem(path, `choose among ${types.join(', ')}`)
  return type
}

/** YAML takes 0755 for a decimal number. */
function modeValue(value: unknown, path: Path): number {
  if (typeof value === 'string' && /^[0-7]{3,4}$/.test(value)) return Number.parseInt(value, 8)
  throw new PolicyProblem(path, "write octal digits in quotes, such as '0755'")
}

function ownerValue(value: unknown, path: Path): Pick<FilePolicy, 'uid' | 'gid'> {
  const { uid, gid } = /^(?<uid>\d{1,10})(?::(?<gid>\d{1,10}))?$/.exec(String(value))?.groups ?? {}
  if (uid === undefined)
    throw new PolicyProblem(path, "write numbers, such as '0:0', or '0' for the user alone")
  return { uid: Number(uid), ...(gid === undefined ? {} : { gid: Number(gid) }) }
}
