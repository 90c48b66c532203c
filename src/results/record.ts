import type { ImageRecord } from '../image/model/overview.ts'
import type { ImageOutcome } from '../image/model/outcome.ts'
import type { ContentKindRecord } from '../registry/record/content-kind.ts'
import type { CoverageRecord } from '../registry/record/coverage.ts'
import type { MeasurementRecord } from '../registry/record/measurement.ts'
import type { InvocationRecord } from '../registry/record/invocation.ts'
import type { TripRecord } from '../registry/record/trip.ts'
import type { ExchangeRecord } from '../registry/record/exchange.ts'
import type { ImagesOfShard, ImagesPassed } from './images/record.ts'

/**
 * The evidence of a run: what crossed the wire, how kinds of content were received, how long operations took, what generated
 * sequences have brought together, what an image is made of, what became of each image of many, which requirements passed in them and which of them are a shard's, how
 * commands of a client ended, or what a round trip pushed.
 */
export type RunRecord =
  | ExchangeRecord
  | ContentKindRecord
  | MeasurementRecord
  | CoverageRecord
  | InvocationRecord
  | TripRecord
  | ImageRecord
  | ImageOutcome
  | ImagesPassed
  | ImagesOfShard

export const isExchange = (record: RunRecord): record is ExchangeRecord => record.kind === 'exchange'
export const isContentKind = (record: RunRecord): record is ContentKindRecord =>
  record.kind === 'content-kind'
export const isMeasurement = (record: RunRecord): record is MeasurementRecord => record.kind === 'measurement'
export const isInvocation = (record: RunRecord): record is InvocationRecord => record.kind === 'invocation'
export const isTrip = (record: RunRecord): record is TripRecord => record.kind === 'trip'
export const isCoverage = (record: RunRecord): record is CoverageRecord => record.kind === 'coverage'
export const isImageRecord = (record: RunRecord): record is ImageRecord => record.kind === 'image'
export const isImageOutcome = (record: RunRecord): record is ImageOutcome => record.kind === 'image-outcome'
export const isImagesOfShard = (record: RunRecord): record is ImagesOfShard =>
  record.kind === 'images-of-shard'
export const isImagesPassed = (record: RunRecord): record is ImagesPassed => record.kind === 'images-passed'
