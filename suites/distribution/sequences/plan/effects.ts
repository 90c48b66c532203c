import type { Step } from '../sequence.ts'
import type { Features } from './features.ts'
import { manifestAt, partsOf, referrersOf, tagAt, tagsOf, tagsOfPush, type World } from './world.ts'

/** What a step changes, what it could damage if the registry is wrong, and what it shows: as keys such as `tag home t1`. */

type KeyKind =
  | 'blob'
  | 'manifest'
  | 'tag'
  /** Whether a tag is in the list of tags. */
  | 'listed'
  /** Whether a manifest is in the list of its subject's referrers. */
  | 'referrer'

const key = (kind: KeyKind, at: string, name: string): string => `${kind} ${at} ${name}`

/** What is another one after the step. A change that nobody has read before the next one hides what was wrong with it. */
export function changesOf(world: World, step: Step): string[] {
  switch (step.do) {
    case 'push-blob':
    case 'mount':
    case 'delete-blob':
      return [key('blob', step.at, step.blob)]
    case 'push-manifest': {
      const isNew = !manifestAt(world, step.at, step.manifest).present
      // Of what is there already, a pull by the reference of the push shows what became of it.
      const byTag = 'tag' in step.by ? step.by.tag : undefined
      const changed = tagsOfPush(step).filter(
        (tag) => tag === byTag || tagAt(world, step.at, tag).now !== step.manifest,
      )
      return [
        ...(isNew || byTag === undefined ? [key('manifest', step.at, step.manifest)] : []),
        ...(isNew ? asReferrer(world, step.at, step.manifest) : []),
        ...changed.flatMap((tag) => [
          key('tag', step.at, tag),
          ...(tagAt(world, step.at, tag).now === undefined ? [key('listed', step.at, tag)] : []),
        ]),
      ]
    }
    case 'delete-manifest':
      if (!manifestAt(world, step.at, step.manifest).present) return []
      return [
        key('manifest', step.at, step.manifest),
        ...asReferrer(world, step.at, step.manifest),
        ...tagsOf(world, step.at, step.manifest).flatMap((tag) => [
          key('tag', step.at, tag),
          key('listed', step.at, tag),
        ]),
      ]
    case 'delete-tag':
      return tagAt(world, step.at, step.tag).now === undefined
        ? []
        : [key('tag', step.at, step.tag), key('listed', step.at, step.tag)]
    case 'close': {
      const upload = world.uploads.get(step.upload)
      return upload ? [key('blob', upload.at, upload.blob)] : []
    }
    case 'at-once':
      return step.steps.flatMap((each) => changesOf(world, each))
    default:
      return []
  }
}

/** What a step would put right without changing it: a tag that is set once more together with others. */
export const repairedBy = (step: Step): string[] =>
  step.do === 'push-manifest' ? tagsOfPush(step).map((tag) => key('tag', step.at, tag)) : []

const asReferrer = (world: World, at: string, name: string): string[] =>
  partsOf(world, name).subject === undefined ? [] : [key('referrer', at, name)]

/** What has to stay as it is, and is most likely to be lost. */
export function endangeredBy(world: World, step: Step): string[] {
  switch (step.do) {
    case 'push-manifest':
      return tagsOfPush(step).flatMap((tag) => {
        const { now } = tagAt(world, step.at, tag)
        return now === undefined || now === step.manifest ? [] : [key('manifest', step.at, now)]
      })
    case 'delete-tag': {
      const { now } = tagAt(world, step.at, step.tag)
      return now === undefined ? [] : [key('manifest', step.at, now)]
    }
    case 'delete-manifest': {
      const { manifests, subject } = partsOf(world, step.manifest)
      const near = [
        ...manifests,
        ...referrersOf(world, step.at, step.manifest),
        ...(subject === undefined ? [] : [subject]),
      ]
      return near.map((name) => key('manifest', step.at, name))
    }
    case 'mount':
      return [key('blob', step.from, step.blob)]
    case 'at-once':
      return step.steps.flatMap((each) => endangeredBy(world, each))
    default:
      return []
  }
}

/** The keys of these that a step shows. */
export function seenBy(world: World, step: Step, keys: Iterable<string>): string[] {
  switch (step.do) {
    case 'look-around':
      return [...keys]
    // Neither a HEAD nor a part of a blob shows all of its bytes.
    case 'read-blob':
      return step.method === 'GET' && (step.range ?? 'whole') === 'whole' ? [keyOfRead(step) ?? ''] : []
    case 'read-manifest':
      return [keyOfRead(step) ?? '']
    case 'list-tags':
      return step.pages ? [] : [...keys].filter((each) => each.startsWith(`listed ${step.at} `))
    case 'list-referrers': {
      const { at, subject, artifactType } = step
      if (subject === 'missing' || artifactType !== undefined) return []
      return [...keys].filter((each) => {
        const [kind, place, name = ''] = each.split(' ')
        return kind === 'referrer' && place === at && partsOf(world, name).subject === subject.manifest
      })
    }
    case 'at-once':
      return step.steps.flatMap((each) => seenBy(world, each, keys))
    default:
      return []
  }
}

/** What a step reads, as a key; undefined where it reads nothing, or a list. */
export function keyOfRead(step: Step): string | undefined {
  if (step.do === 'read-blob') return key('blob', step.at, step.blob)
  if (step.do !== 'read-manifest') return undefined
  return 'tag' in step.by ? key('tag', step.at, step.by.tag) : key('manifest', step.at, step.by.digest)
}

/** The request that shows a key; undefined where the registry has none for it. */
export function readOf(world: World, text: string, { referrers }: Features): Step | undefined {
  const [kind, place, name = ''] = text.split(' ')
  const at = place === 'other' ? 'other' : 'home'
  if (kind === 'blob') return { do: 'read-blob', method: 'GET', at, blob: name }
  if (kind === 'listed') return { do: 'list-tags', at }
  if (kind === 'referrer') {
    const { subject } = partsOf(world, name)
    return subject === undefined || !referrers
      ? undefined
      : { do: 'list-referrers', at, subject: { manifest: subject } }
  }
  const by = kind === 'tag' ? { tag: name } : { digest: name }
  return { do: 'read-manifest', method: 'GET', at, by, accept: 'list' }
}
