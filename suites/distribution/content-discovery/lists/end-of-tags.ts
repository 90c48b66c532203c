import type { Exchange } from '../../../../src/registry/record/exchange.ts'
import type { RegistryContext } from '../../target/context.ts'
import { hasLink } from '../../../../src/registry/lists/link.ts'
import { tagsOf } from '../../judges/tags.ts'
import { getTags, knownTags } from './known-tags.ts'
import { followLinks } from './walk.ts'

export interface EndOfTags {
  /** Tags up to the last one of the repository, in the registry's order. */
  tags: readonly string[]
  /** The page on which they end; an empty one where a Link led to it. */
  page: Exchange
}

/** Some registries page by three, and each run beside this one pushes some tags behind the known ones. */
const mostPages = 100

/**
 * The end of the tag list. It is the end of the bare list where that comes in one piece, else it is
 * walked to from the known tags on. Undefined where it is too far away. `known` allows the list that
 * all tests share; others may have changed it since.
 */
export async function endOfTags(t: RegistryContext, known: boolean): Promise<EndOfTags | undefined> {
  const shared = await knownTags(t)
  const [first] = shared.answers
  const list = known && first ? first : await getTags(t)
  if (!hasLink(list)) return { tags: tagsOf(list) ?? [], page: list }
  const last = shared.tags.at(-1)
  const start = last === undefined ? list : await getTags(t, { n: '1000', last })
  const { pages, ended } = await followLinks(t, start, { pages: mostPages })
  const page = pages.at(-1)
  if (ended !== 'end' || !page) return undefined
  return { tags: [...shared.tags, ...pages.flatMap((each) => tagsOf(each) ?? [])], page }
}
