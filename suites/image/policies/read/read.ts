import { withoutUndefined } from '../../../../src/engine/optional.ts'
import type { Policies, ValuePolicy } from '../policies.ts'
import { readFiles } from './files.ts'
import { PolicyProblem, type Path } from './problem.ts'
import { keyed, list, mapping, sizeValue, textValue, truth, digestValue } from './values.ts'

/** What a reader of policies is given from outside of them. */
export interface ReadPoliciesOptions {
  /** The variable SOURCE_DATE_EPOCH, where it is set. */
  sourceDateEpoch?: string | undefined
  /** Reads the lock file that is named. Throws an Error whose message contains what is wrong with it. */
  readLock: (file: string) => Readonly<Record<string, string>>
}

/** The keys of policies as they are written. */
export const policyKeys = [
  'platforms',
  'files',
  'labels',
  'annotations',
  'user',
  'no-unreferenced-blobs',
  'no-set-id',
  'lock',
  'size',
  'timestamps',
] as const

/** Policies as a configuration file has them. Throws PolicyProblem. */
export function readPolicies(value: unknown, options: ReadPoliciesOptions): Policies {
  const written = keyed(value, [], policyKeys, 'policies as `name: value`, such as {user: non-root}')
  const of = <Value>(key: (typeof policyKeys)[number], read: (found: unknown, path: Path) => Value) => {
    const found = written[key]
    return found === undefined || found === null ? undefined : read(found, [key])
  }
  return withoutUndefined({
    platforms: of('platforms', readPlatforms),
    files: of('files', readFiles),
    labels: of('labels', readValues),
    annotations: of('annotations', readValues),
    user: of('user', readUser),
    noUnreferencedBlobs: of('no-unreferenced-blobs', truth),
    noSetId: of('no-set-id', truth),
    lock: of('lock', (found, path) => readLock(found, path, options)),
    size: of('size', readSize),
    timestamps: of('timestamps', (found, path) => readTime(found, path, options)),
  })
}

const readPlatforms = (value: unknown, path: Path): string[] =>
  list(value, path, 'platforms, such as [linux/amd64, linux/arm64]').map((each, at) => {
    const text = textValue(each, [...path, at])
    if (/^[a-z0-9_.-]+(?:\/[a-z0-9_.-]+){1,2}$/.test(text)) return text
    throw new PolicyProblem([...path, at], 'write os/architecture, such as linux/arm64 or linux/arm/v7')
  })

const valueKeys = ['equals', 'matches', 'present', 'absent']

function readValues(value: unknown, path: Path): Record<string, ValuePolicy> {
  const entries = Object.entries(mapping(value, path, 'names with their values, such as {maintainer: us}'))
  return Object.fromEntries(entries.map(([name, each]) => [name, readValue(each, [...path, name])]))
}

function readValue(value: unknown, path: Path): ValuePolicy {
  if (typeof value === 'string') return { equals: value }
  const what = 'the value as a text (a number in quotes), or {matches: …}, {present: true} or {absent: true}'
  const found = keyed(value, path, valueKeys, what)
  const [key, more] = Object.keys(found)
  if (key === undefined || more !== undefined) throw new PolicyProblem(path, `write ${what}`)
  const given = found[key]
  if (key === 'equals') return { equals: textValue(given, [...path, key]) }
  if (key === 'matches') return { matches: textValue(given, [...path, key]) }
  if (given !== true) throw new PolicyProblem([...path, key], 'write true')
  return key === 'present' ? { present: true } : { absent: true }
}

function readUser(value: unknown, path: Path): string {
  const user = typeof value === 'number' ? String(value) : value
  if (typeof user === 'string' && user !== '') return user
  throw new PolicyProblem(path, 'write non-root, non-root-number, or a user such as 65532:65532')
}

function readSize(value: unknown, path: Path): NonNullable<Policies['size']> {
  const size = keyed(
    value,
    path,
    ['image', 'layer'],
    'the largest sizes, such as {image: 200MiB, layer: 100MiB}',
  )
  const of = (key: string) => (size[key] === undefined ? undefined : sizeValue(size[key], [...path, key]))
  return withoutUndefined({ image: of('image'), layer: of('layer') })
}

function readTime(value: unknown, path: Path, { sourceDateEpoch }: ReadPoliciesOptions): number {
  if (value === 'source-date-epoch') {
    if (sourceDateEpoch !== undefined && /^\d{1,12}$/.test(sourceDateEpoch)) return Number(sourceDateEpoch)
    throw new PolicyProblem(path, 'the variable SOURCE_DATE_EPOCH is not set to a number of seconds')
  }
  const seconds = typeof value === 'string' ? Math.floor(Date.parse(value) / 1000) : value
  if (typeof seconds === 'number' && Number.isSafeInteger(seconds) && seconds >= 0) return seconds
  throw new PolicyProblem(
    path,
    'write seconds since 1970, a date such as 2026-01-01T00:00:00Z, or source-date-epoch',
  )
}

function readLock(
  value: unknown,
  path: Path,
  options: ReadPoliciesOptions,
): Readonly<Record<string, string>> {
  if (typeof value !== 'string') {
    const digests = mapping(value, path, 'the path of a lock file, or names with their digests')
    return Object.fromEntries(
      Object.entries(digests).map(([name, digest]) => [name, digestValue(digest, [...path, name])]),
    )
  }
  try {
    return options.readLock(value)
  } catch (error) {
    throw new PolicyProblem(path, error instanceof Error ? error.message : String(error))
  }
}
