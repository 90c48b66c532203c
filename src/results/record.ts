import type { ImageRecord } from '../image/model/overview.ts'
import type { ContentKindRecord } from '../registry/record/content-kind.ts'
import type { MeasurementRecord } from '../registry/record/measurement.ts'
import type { ExchangeRecord } from '../registry/record/exchange.ts'

/**
 * The evidence of a run: what crossed the wire, how kinds of content were received, how long operations took, or what an image
 * is made of.
 */
export type RunRecord = ExchangeRecord | ContentKindRecord | MeasurementRecord | ImageRecord

export const isExchange = (record: RunRecord): record is ExchangeRecord => record.kind === 'exchange'
export const isContentKind = (record: RunRecord): record is ContentKindRecord =>
  record.kind === 'content-kind'
export const isMeasurement = (record: RunRecord): record is MeasurementRecord => record.kind === 'measurement'
export const isImageRecord = (record: RunRecord): record is ImageRecord => record.kind === 'image'
