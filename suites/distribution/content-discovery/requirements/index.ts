import { referrers } from './referrers.ts'
import { tags } from './tags.ts'

/** Listing what a repository holds: tags and referrers. */
export const requirements = [...tags, ...referrers]
