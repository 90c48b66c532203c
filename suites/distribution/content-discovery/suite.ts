import { defineSuite } from '../define.ts'
import { tests as atOnce } from './tests/at-once.ts'
import { tests as entries } from './tests/entries.ts'
import { tests as filter } from './tests/filter.ts'
import { tests as last } from './tests/last.ts'
import { tests as links } from './tests/links.ts'
import { tests as many } from './tests/many.ts'
import { tests as pageOfAll } from './tests/page-of-all.ts'
import { tests as paging } from './tests/paging.ts'
import { tests as referrers } from './tests/referrers.ts'
import { tests as tags } from './tests/tags.ts'
import { requirements } from './requirements/index.ts'
import { ofDiscovery } from '../scale/index.ts'
import { specification } from '../specification.ts'

/** Listing what a repository has: its tags, and what refers to a manifest. */
export const suite = defineSuite({
  name: 'content-discovery',
  title: 'Content discovery',
  specification,
  requirements,
  tests: [
    ...tags,
    ...paging,
    ...pageOfAll,
    ...many,
    ...last,
    ...links,
    ...referrers,
    ...atOnce,
    ...entries,
    ...filter,
    ...ofDiscovery,
  ],
})
