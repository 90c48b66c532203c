import type { Step } from '../sequence.ts'
import { partsOf, referrersOf, tagAt, tagsOf, tagsOfPush, type World } from './world.ts'

/** What a step changes, what it could damage if the registry is wrong, and what it shows: as keys such as `tag home t1`. */

const key = (kind: 'blob' | 'manifest' | 'tag', at: string, name: string): string => `${kind} ${at} ${name}`

/** What is another one after the step. A change that nobody has read before the next one hides what was wrong with it. */
export function changesOf(world: World, step: Step): string[] {
  switch (step.do) {
    case 'push-blob':
    case 'mount':
    case 'delete-blob':
      return [key('blob', step.at, step.blob)]
    case 'push-manifest':
      return [
        key('manifest', step.at, step.manifest),
        ...tagsOfPush(step).map((tag) => key('tag', step.at, tag)),
      ]
    case 'delete-manifest':
      return [
        key('manifest', step.at, step.manifest),
        ...tagsOf(world, step.at, step.manifest).map((tag) => key('tag', step.at, tag)),
      ]
    case 'delete-tag':
      return [key('tag', step.at, step.tag)]
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
    case 'at-once':
      return step.steps.flatMap((each) => endangeredBy(world, each))
    default:
      return []
  }
}

export function seenBy(step: Step): string[] {
  if (step.do === 'read-blob') return [key('blob', step.at, step.blob)]
  if (step.do === 'at-once') return step.steps.flatMap(seenBy)
  if (step.do !== 'read-manifest') return []
  const { at, by } = step
  return ['tag' in by ? key('tag', at, by.tag) : key('manifest', at, by.digest)]
}

/** The pull that shows a key. */
export function readOf(text: string, method: 'GET' | 'HEAD'): Step {
  const [kind, place, name = ''] = text.split(' ')
  const at = place === 'other' ? 'other' : 'home'
  if (kind === 'blob') return { do: 'read-blob', method, at, blob: name }
  const by = kind === 'tag' ? { tag: name } : { digest: name }
  return { do: 'read-manifest', method, at, by, accept: 'list' }
}
