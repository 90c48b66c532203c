import type { EvidenceRecord } from '../../engine/events.ts'
import type { FindingGroup, Gathering, ReasonGroup } from './gathering.ts'

/** What a requirement shows in the images of a shard. */
export interface GatheredRecord {
  requirement: string
  passed: number
  findings: readonly FindingGroup[]
  errors: readonly ReasonGroup[]
  blocked?: ReasonGroup
  skipped?: ReasonGroup
}

/** Which requirements passed in some image: an interrupted run has no verdicts of them, and another one may go on from it. */
export interface ImagesPassed extends EvidenceRecord {
  kind: 'images-passed'
  /** Ids of requirements. */
  requirements: readonly string[]
}

/** What a shard of many images leaves for the whole: which images are its own, and what each requirement shows in which of them. */
export interface ImagesOfShard extends EvidenceRecord {
  kind: 'images-of-shard'
  /** True where the user listed the images; else a registry did, whose tags may move. */
  named: boolean
  /** The images of all shards, in their order, with the digests by which they were divided. */
  list: readonly { name: string; digest?: string }[]
  /** Places of its own images. */
  own: readonly number[]
  /** What refers to its own images: their places go on after those of the list. */
  referring: readonly string[]
  gathered: readonly GatheredRecord[]
}

export const gatheredIn = (gathering: Gathering): GatheredRecord[] =>
  gathering.requirements().map((requirement) => ({ requirement, ...gathering.of(requirement) }))
