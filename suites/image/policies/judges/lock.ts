import { placeIn } from '../../judges/check.ts'
import { namedImagesOf, type NamedImage } from '../../view/named.ts'
import { breach, type Examined, type Seen } from '../seen.ts'
import { quoted } from '../../../../src/image/json/value.ts'

/** Digests of named images, compared with those of a lock file. */
export const judgeLock = (lock: Readonly<Record<string, string>>) =>
  function* judge({ facts }: Examined): Generator<Seen> {
    const known = new Set(Object.values(lock))
    for (const named of namedImagesOf(facts)) yield* judgeNamed(named, lock, known)
  }

function* judgeNamed(
  { name, digests, artifact, source, pointer }: NamedImage,
  lock: Readonly<Record<string, string>>,
  known: ReadonlySet<string>,
): Generator<Seen> {
  const place = placeIn(source, pointer)
  const received = digests.join(', ')
  if (name === undefined) {
    const other = digests.filter((digest) => !known.has(digest))
    if (other.length > 0 && !artifact)
      yield breach('has an image that is not locked', 'a digest of the lock file', other.join(', '), place)
    return
  }
  const locked = Object.hasOwn(lock, name) ? lock[name] : undefined
  if (locked === undefined && artifact) return
  if (locked === undefined)
    yield breach(
      'has an image that is not locked',
      `an entry of the lock file for ${quoted(name)}`,
      received,
      place,
    )
  else if (digests.some((digest) => digest !== locked))
    yield breach(`has another digest for ${quoted(name)}`, locked, received, place)
}
