import { needsEmpty } from '../content/documents.ts'
import type { World } from './world.ts'
import type { Step } from '../sequence.ts'

/** How many requests a step takes where all goes well: what a plan is held within. */
export function requestsOf(world: World, step: Step): number {
  switch (step.do) {
    case 'push-blob':
      return requestsOfWay[step.way](step.chunks ?? 1)
    case 'push-wrong-digest':
      // What is under the wrong digest is read afterwards.
      return requestsOfWay[step.way](2) + 2
    case 'push-manifest':
      return needsEmpty(world.sequence, step.manifest) && !world[step.at].empty ? 3 : 1
    case 'list-tags':
      return step.pages
        ? Math.min(step.pages.most ?? mostPages, (step.pages.n ?? 100) >= 100 ? 2 : mostPages)
        : 1
    case 'look-around':
      return lookAround(world)
    case 'at-once':
      return step.steps.reduce((sum, each) => sum + requestsOf(world, each), 0)
    default:
      return 1
  }
}

const mostPages = 4

const requestsOfWay: Readonly<Record<Extract<Step, { do: 'push-blob' }>['way'], (chunks: number) => number>> =
  {
    'post-put': () => 2,
    'single-post': () => 1,
    chunks: (chunks) => chunks + 2,
    'chunks-and-final': (chunks) => chunks + 2,
    stream: (chunks) => chunks + 2,
  }

/** Each manifest, tag, blob and subject once, the tags of each repository, and the uploads. */
function lookAround(world: World): number {
  const sides = [world.home, world.other]
  const subjects = new Set(
    sides.flatMap((side, at) =>
      [...side.manifests.keys()].flatMap((name) => {
        const subject = world.sequence.manifests[name]?.subject
        if (subject === undefined) return []
        return `${at} ${subject === 'missing' ? subject : subject.manifest}`
      }),
    ),
  )
  return sides.reduce(
    (sum, { blobs, manifests, tags }) =>
      sum + blobs.size + manifests.size + tags.size + (tags.size > 0 ? 1 : 0),
    subjects.size + world.uploads.size,
  )
}
