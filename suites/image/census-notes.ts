import type { CensusNote } from '../../src/engine/requirement.ts'

export const notes: readonly CensusNote[] = []
