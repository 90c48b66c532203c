import type { Series, Step } from '../../../results/history/history.ts'

/** Anchor of what changed with a result. */
export const stepAnchor = ({ slug }: Series, { to }: Step): string => `${slug}~change-${to + 1}`

/** Anchor of the row of a result. */
export const resultAnchor = ({ slug }: Series, at: number): string => `${slug}~${at + 1}`
