import type { BlobName, Reference, Step } from '../../sequence.ts'
import { keyOfRead } from '../effects.ts'
import type { Walk } from '../walk.ts'
import { blobAt, elsewhere, manifestAt, tagAt, tagsOf } from '../world.ts'

/** In which situations a pull is, each of which is to meet all forms of pulls: what was read before it, and what was done before. */

type Read = Extract<Step, { do: 'read-manifest' | 'read-blob' }>

const upTo = (number: number, most: number): string => (number < most ? String(number) : `${most} or more`)

const flags = (all: Readonly<Record<string, boolean>>): string[] =>
  Object.entries(all).flatMap(([name, holds]) => (holds ? [name] : []))

function ofReference({ world }: Walk, at: Read['at'], by: Reference): string[] {
  if ('tag' in by) {
    const { now, path, sets, moves, deletions } = tagAt(world, at, by.tag)
    return [
      `moved ${upTo(moves, 2)}`,
      ...flags({
        'moved back': now !== undefined && path.slice(0, -1).includes(now),
        'pushed again': sets > 1,
        'pushed after a deletion': deletions > 0 && now !== undefined,
        'one of several': now !== undefined && tagsOf(world, at, now).length > 1,
      }),
    ]
  }
  const { present, pushes, deletions } = manifestAt(world, at, by.digest)
  const tags = tagsOf(world, at, by.digest).length
  return [
    `tags ${upTo(tags, 2)}`,
    ...flags({
      'pushed again': pushes > 1,
      'pushed after a deletion': deletions > 0 && present,
      'in both': manifestAt(world, elsewhere(at), by.digest).present,
    }),
  ]
}

function ofBlob({ world }: Walk, at: Read['at'], blob: BlobName): string[] {
  const { present, pushes, mounts, deletions } = blobAt(world, at, blob)
  return flags({
    'pushed again': pushes > 1,
    mounted: mounts > 0,
    'mounted from here': blobAt(world, elsewhere(at), blob).mounts > 0,
    'pushed after a deletion': deletions > 0 && present,
  })
}

export function situationsOf(walk: Walk, read: Read, stage: string): string[] {
  const { gets, heads } = walk.looksAt(keyOfRead(read) ?? '')
  const what = read.do === 'read-blob' ? 'blob' : 'tag' in read.by ? 'tag' : 'manifest'
  const before = [
    `read ${upTo(gets + heads, 2)}`,
    ...flags({ 'after HEAD': heads > 0, 'after GET': gets > 0 }),
  ]
  const history =
    read.do === 'read-blob' ? ofBlob(walk, read.at, read.blob) : ofReference(walk, read.at, read.by)
  return [stage, ...before, ...history].map((each) => `${read.method} of a ${what}, ${each}`)
}
