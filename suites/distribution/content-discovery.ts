import { defineSuite } from '../../src/engine/suite.ts'
import { tests as atOnce } from './content-discovery/at-once.ts'
import { tests as entries } from './content-discovery/entries.ts'
import { tests as filter } from './content-discovery/filter.ts'
import { tests as last } from './content-discovery/last.ts'
import { tests as links } from './content-discovery/links.ts'
import { tests as paging } from './content-discovery/paging.ts'
import { tests as referrers } from './content-discovery/referrers.ts'
import { tests as tags } from './content-discovery/tags.ts'
import type { RegistryContext } from './context.ts'
import { requirements } from './requirements/content-discovery.ts'
import { specification } from './specification.ts'

/** Listing what a repository has: its tags, and what refers to a manifest. */
export const suite = defineSuite<RegistryContext>({
  name: 'content-discovery',
  title: 'Content discovery',
  specification,
  requirements,
  tests: [...tags, ...paging, ...last, ...links, ...referrers, ...atOnce, ...entries, ...filter],
})
