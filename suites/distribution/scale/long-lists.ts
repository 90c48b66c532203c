import { holds, violated, type Judgement } from '../../../src/engine/judgement.ts'
import type { Walk } from '../content-discovery/lists/walk.ts'
import { foundAt } from '../judges/response.ts'

/** Judges of lists that are too long to be quoted. All of them take time that grows with the length alone. */

/** So many are quoted. */
const quoted = 5

const some = (names: readonly string[]): string =>
  names.length > quoted
    ? `${names.slice(0, quoted).join(', ')} and ${names.length - quoted} more`
    : names.join(', ')

/** All that was created is listed; `what` in the plural: "tags". */
export function listsAll(what: string, listed: readonly string[], created: readonly string[]): Judgement {
  const found = new Set(listed)
  const missing = created.filter((each) => !found.has(each))
  return missing.length === 0
    ? holds()
    : violated(
        `omitted ${what} of a long list`,
        `all ${created.length} ${what}`,
        `${created.length - missing.length} of them, without ${some(missing)}`,
      )
}

/** Nothing is listed twice. */
export function listsOnce(what: string, listed: readonly string[]): Judgement {
  const seen = new Set<string>()
  const twice = listed.filter((each) => seen.size === seen.add(each).size)
  return twice.length === 0
    ? holds()
    : violated(`listed ${what} of a long list twice`, `each of the ${what} once`, `twice ${some(twice)}`)
}

/** Nothing else is listed than what was created. */
export function listsNothingElse(
  what: string,
  listed: readonly string[],
  created: readonly string[],
): Judgement {
  const known = new Set(created)
  const others = listed.filter((each) => !known.has(each))
  return others.length === 0
    ? holds()
    : violated(`listed other ${what} than those of a long list`, `${created.length} ${what}`, some(others))
}

/** The Links lead to an end, and on the way to each of the wanted once. */
export function walksThrough(
  what: string,
  { pages, ended }: Walk,
  { met, wanted }: { met: readonly string[]; wanted: readonly string[] },
): Judgement {
  const last = pages.at(-1)
  if (ended === 'dead' && last)
    return violated(
      `returned a Link of ${what} that cannot be followed`,
      `200 with the next ${what}`,
      foundAt(last),
    )
  if (ended === 'circle')
    return violated(`returned Links of ${what} that form a loop`, 'a last page', 'a page again')
  const all = listsAll(what, met, wanted)
  if (!all.holds) return { ...all, title: `lost ${what} from page to page` }
  const once = listsOnce(what, met)
  return once.holds ? once : { ...once, title: `listed ${what} on more than one page` }
}
