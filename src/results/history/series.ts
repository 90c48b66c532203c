import { withoutUndefined } from '../../engine/optional.ts'
import { count } from '../../engine/verdict.ts'
import { groupBy } from '../causes/causes.ts'
import { changeCount, oddOf } from '../comparison/changes.ts'
import { extentName } from '../text/extent.ts'
import type { KeptFolder } from './folder.ts'
import {
  historyVersion,
  type History,
  type Point,
  type Series,
  type SeriesKey,
  type Step,
} from './history.ts'
import { slugOf } from './keep.ts'
import type { Remembered } from './kept.ts'
import { stepsOf } from './steps.ts'

/** The history that a folder keeps: a series for each product, specification, mode and depth. */
export function historyOf({ results, unread }: KeptFolder, tool: History['tool']): History {
  const groups = [...groupBy(results, (each) => JSON.stringify(Object.values(keyOf(each))))].toSorted(
    ([one], [other]) => (one < other ? -1 : 1),
  )
  const slugs = slugsOf(groups.map(([, [first]]) => (first ? slugFor(keyOf(first)) : '')))
  const series = groups.flatMap(([, members], at) => seriesOf(members, slugs[at] ?? ''))
  return { historyVersion, tool, changed: series.some(({ changed }) => changed), series, unread }
}

function keyOf({ kept: { product, target, profile } }: Remembered): SeriesKey {
  const { specification, spec, readOnly } = profile
  return { product, kind: target.kind, specification, spec, readOnly, depth: extentName(profile) }
}

/** The same whatever other series there are, since addresses of badges are published; what is usual is not named. */
const slugFor = ({ product, specification, spec, readOnly, depth, kind }: SeriesKey): string =>
  slugOf(
    [
      product,
      specification,
      spec,
      ...(readOnly && kind === 'registry' ? ['read-only'] : []),
      ...(depth === '' || depth === 'standard' ? [] : [depth]),
    ].join(' '),
  )

/** Products whose names differ in case or punctuation only are numbered. */
function slugsOf(slugs: readonly string[]): string[] {
  return slugs.map((slug, at) => {
    const before = slugs.slice(0, at).filter((each) => each === slug).length
    return before === 0 ? slug : `${slug}-${before + 1}`
  })
}

function seriesOf(members: readonly Remembered[], slug: string): Series[] {
  const [first] = members
  if (!first) return []
  const steps = stepsOf(members)
  const latest = steps.find(({ to }) => to === members.length - 1)
  return [
    {
      slug,
      ...keyOf(first),
      results: members.map(pointOf),
      steps,
      changed: latest !== undefined && isChange(latest),
      failing: (members.at(-1)?.requirements ?? []).filter(({ verdict }) => verdict === 'fail').map(oddOf),
    },
  ]
}

const isChange = ({ changes, redefined, conclusion }: Step): boolean =>
  changeCount(changes) + redefined.length > 0 || conclusion.was !== conclusion.is

function pointOf({ file, kept, requirements }: Remembered): Point {
  const { startedAt, version, target, tool, conclusion } = kept
  return {
    file,
    startedAt,
    ...withoutUndefined({ version }),
    target: target.name,
    tool: `${tool.name} ${tool.version}`,
    conclusion,
    requirements: kept.requirements,
    totals: count(requirements.map(({ verdict }) => verdict)),
    unevaluated: requirements.filter(({ unevaluated }) => unevaluated).length,
  }
}
