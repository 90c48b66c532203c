import type { BlobFile } from '../layout/judges/blob-file.ts'
import type { Level } from '../../../src/engine/requirement.ts'
import { verdictOfViolation } from '../../../src/engine/verdict.ts'
import { requirements } from '../requirements.ts'
import { judgeDigest, judgeSize } from '../content/judges/identity.ts'
import {
  bareness,
  excuseOf,
  judgeMissing,
  missingIn,
  sparseness,
  type Missing,
} from '../content/judges/missing.ts'
import type { BlobCauses, Cause, ImageFacts } from '../facts/facts.ts'
import type { Reference } from '../../../src/image/model/model.ts'
import type { JudgeOptions, Check, Unevaluated } from './check.ts'
import { blobFilesOf, judgeBlobFile, judgeBlobPlace } from '../layout/judges/blob-files.ts'
import { judgeBlobsFolder } from '../layout/judges/files.ts'
import { waysIn } from './ways.ts'

type Judgements = Iterable<Check | Unevaluated>

/** Facts as far as blobs and their files are concerned. */
export type BlobView = Pick<ImageFacts, 'form' | 'layout' | 'references' | 'blobs'>

const levels = new Map(requirements.map(({ id, at }) => [id, at]))

/**
 * What keeps something from being evaluated: the first judgement of it which fails, or which could not be made. Undefined
 * where there is none, so that nothing is ever blocked by what holds or only warns.
 */
export function causeIn(judgements: Judgements, { spec }: Pick<JudgeOptions, 'spec'>): Cause | undefined {
  for (const each of judgements) {
    const { requirement } = each
    const level = levels.get(requirement)?.[spec]?.level
    if (level !== undefined && isObstacle(each, level)) return { by: requirement, reason: reasonOf(each) }
  }
  return undefined
}

/** Requirements whose titles are about the files of a layout as a whole. */
const ofWhole = /^layout\.(?:archive\.|[a-z]+\.exists$)/

/** A judgement in one sentence, which begins with its place. */
function reasonOf(each: Check | Unevaluated): string {
  if ('unevaluated' in each) return each.unevaluated
  const [place] = each.evidence
  const what = each.judgement.holds ? 'is evaluated' : each.judgement.title
  if (ofWhole.test(each.requirement)) return `the image ${what}`
  return place?.kind === 'content' ? `${place.source} ${what}` : what
}

const isObstacle = (each: Check | Unevaluated, level: Level): boolean =>
  'unevaluated' in each || (!each.judgement.holds && verdictOfViolation(level, each.judgement) === 'fail')

/** Why blobs cannot be evaluated, from what is judged of each of them. */
export function causesOfBlobs(image: BlobView, options: JudgeOptions): BlobCauses {
  const { spec } = options
  const folder = [...judgeBlobsFolder(image)]
  const files = new Map<string, BlobFile>()
  for (const file of blobFilesOf(image)) files.set(file.digest ?? file.parts.join(':'), file)
  const missing = new Map(missingIn(image).map((each) => [each.blob.digest, each]))
  const leading = new Map<string, Reference[]>()
  for (const reference of image.references) {
    const { digest } = reference
    if (digest === undefined) continue
    const known = leading.get(digest)
    if (known) known.push(reference)
    else leading.set(digest, [reference])
  }
  const isSparse = sparseness(image)
  const isBare = bareness(image)
  const wayTo = waysIn(image)

  function* ofFile(digest: string): Generator<Check | Unevaluated> {
    yield* folder
    const algorithm = files.get(digest.slice(0, digest.indexOf(':')))
    const file = files.get(digest)
    if (algorithm) yield* judgeBlobPlace(algorithm)
    if (file) yield* judgeBlobFile(file, image, spec)
  }

  function* ofContent(digest: string): Generator<Check | Unevaluated> {
    const blob = image.blobs.get(digest)
    const references = leading.get(digest) ?? []
    if (blob?.state === 'present') {
      for (const reference of references) yield* judgeDigest(reference, blob, spec)
      if (blob.endless) for (const reference of references) yield* judgeSize(reference, blob)
      return
    }
    const lack = missing.get(digest)
    if (lack && isLacking(lack)) yield judgeMissing(lack, wayTo(lack.references[0]), isBare, options)
  }

  const isLacking = ({ references }: Missing): boolean =>
    options.closed || references.some((reference) => excuseOf(reference, isSparse) === undefined)

  return {
    ofFile: (digest) => causeIn(ofFile(digest), options),
    of: (digest) => causeIn(ofFile(digest), options) ?? causeIn(ofContent(digest), options),
  }
}
