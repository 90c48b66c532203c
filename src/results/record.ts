import type { ImageRecord } from '../image/model/overview.ts'
import type { ContentKindRecord } from '../registry/record/content-kind.ts'
import type { ExchangeRecord } from '../registry/record/exchange.ts'

/** The evidence of a run: what crossed the wire, how kinds of content were received, or what an image is made of. */
export type RunRecord = ExchangeRecord | ContentKindRecord | ImageRecord

export const isExchange = (record: RunRecord): record is ExchangeRecord => record.kind === 'exchange'
export const isContentKind = (record: RunRecord): record is ContentKindRecord =>
  record.kind === 'content-kind'
export const isImageRecord = (record: RunRecord): record is ImageRecord => record.kind === 'image'
