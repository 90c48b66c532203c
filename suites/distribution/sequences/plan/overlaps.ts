import { manifestAt, partsOf, tagAt, type World } from './world.ts'
import type { Step } from '../sequence.ts'

/** What overlaps, by the kinds of steps: each is a pair of its own of the coverage. */
export const overlaps = [
  'one manifest by several tags and by digest, first',
  'one manifest by several tags and by digest, again',
  'one blob twice',
  'two referrers of one subject',
  'two image manifests of one subject',
  'a moved tag beside its pull',
  'a push by tag beside a listing',
  'a deletion beside the push of another manifest',
  'two manifests by one tag',
] as const

type Overlap = (typeof overlaps)[number]

export function overlapOf(world: World, { steps }: Extract<Step, { do: 'at-once' }>): Overlap[] {
  const pushes = steps.flatMap((step) => (step.do === 'push-manifest' ? [step] : []))
  const blobs = steps.flatMap((step) => (step.do === 'push-blob' ? [step.blob] : []))
  const names = new Set(pushes.map(({ manifest }) => manifest))
  const [first] = pushes
  const found: Overlap[] = []
  if (blobs.length > new Set(blobs).size) found.push('one blob twice')
  if (!first) return found
  if (pushes.length > 2 && names.size === 1) {
    const { pushes: before } = manifestAt(world, first.at, first.manifest)
    found.push(`one manifest by several tags and by digest, ${before > 0 ? 'again' : 'first'}`)
  }
  const subjects = [...names].flatMap((name) => partsOf(world, name).subject ?? [])
  if (subjects.length > new Set(subjects).size) found.push('two referrers of one subject')
  // Those of indexes have a requirement of their own.
  const ofImages = [...names].flatMap((name) => {
    const { isIndex, subject } = partsOf(world, name)
    return isIndex ? [] : (subject ?? [])
  })
  if (ofImages.length > new Set(ofImages).size) found.push('two image manifests of one subject')
  const byTag = pushes.flatMap(({ by }) => ('tag' in by ? [by.tag] : []))
  if (names.size > 1 && byTag.length > new Set(byTag).size) found.push('two manifests by one tag')
  for (const step of steps) {
    if (step.do === 'list-tags' && byTag.length > 0) found.push('a push by tag beside a listing')
    if (step.do === 'delete-manifest') found.push('a deletion beside the push of another manifest')
    if (step.do !== 'read-manifest' || !('tag' in step.by) || !byTag.includes(step.by.tag)) continue
    if (tagAt(world, step.at, step.by.tag).now !== undefined) found.push('a moved tag beside its pull')
  }
  return found
}
