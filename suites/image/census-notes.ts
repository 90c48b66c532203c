import type { CensusNote } from '../../src/engine/requirement.ts'
import { authors } from './census-notes/authors.ts'
import { builders } from './census-notes/builders.ts'
import { permissions } from './census-notes/permissions.ts'
import { readers } from './census-notes/readers.ts'
import { runtimes } from './census-notes/runtimes.ts'

/** Why a keyword of the texts that no requirement claims does not bind images. */
export const notes: readonly CensusNote[] = [...readers, ...runtimes, ...builders, ...permissions, ...authors]
