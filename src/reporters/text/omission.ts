import type { BodyRecord } from '../../registry/record/exchange.ts'

/** Shown in place of a body of which nothing is stored. */
export const omission = ({ size }: BodyRecord): string =>
  `${size} ${size === 1 ? 'byte' : 'bytes'}, not stored, since they came from another origin than the target`
