import { starMatcher } from '../../../../src/engine/star.ts'
import type { Evidence } from '../../../../src/engine/verdict.ts'
import { property, quoted, segment } from '../../../../src/image/json/value.ts'
import { placeIn } from '../../judges/check.ts'
import { calledIn, type PlatformImage } from '../../view/image.ts'
import type { ValuePolicy } from '../policies.ts'
import { unreadImages } from '../policy-test.ts'
import { breach, unreadOf, type Examined, type Seen } from '../seen.ts'

type Values = Readonly<Record<string, ValuePolicy>>

/** Where the values of one kind are: their document, and the pointer to the object that has them. */
interface Home {
  what: string
  of: (image: PlatformImage) => { source: string; value: unknown; pointer: string } | undefined
}

const labels: Home = {
  what: 'label',
  of: ({ config }) =>
    config && {
      source: config.source,
      value: property(property(config.value, 'config'), 'Labels'),
      pointer: '/config/Labels',
    },
}

const annotations: Home = {
  what: 'annotation',
  of: ({ source, manifest }) => ({
    source,
    value: property(manifest, 'annotations'),
    pointer: '/annotations',
  }),
}

/** Values of an object in a document of each image. */
const judgeValues = (values: Values, { what, of }: Home) =>
  function* judge(examined: Examined): Generator<Seen> {
    yield* unreadImages(examined)
    for (const platform of examined.image.platforms) {
      const home = of(platform)
      if (!home) {
        yield unreadOf(examined, 'config', 'a configuration could not be read')
        continue
      }
      for (const [name, policy] of Object.entries(values)) {
        const value = property(home.value, name)
        const isThere = typeof value === 'string'
        const pointer = value === undefined ? home.pointer : `${home.pointer}/${segment(name)}`
        const place = placeIn(home.source, home.value === undefined ? undefined : pointer)
        yield* judgeValue(
          `the ${what} ${name}`,
          policy,
          isThere ? value : undefined,
          calledIn(platform),
          place,
        )
      }
    }
  }

export const judgeLabels = (values: Values) => judgeValues(values, labels)
export const judgeAnnotations = (values: Values) => judgeValues(values, annotations)

function* judgeValue(
  what: string,
  policy: ValuePolicy,
  value: string | undefined,
  called: string,
  place: Evidence,
): Generator<Seen> {
  const received = `${value === undefined ? 'no value' : quoted(value)}, in ${called}`
  if ('absent' in policy) {
    if (value !== undefined) yield breach(`has ${what}`, 'no value', received, place)
    return
  }
  if (value !== undefined && isMet(policy, value)) return
  const title = value === undefined ? `lacks ${what}` : `has another value of ${what}`
  yield breach(title, wanted(policy), received, place)
}

function isMet(policy: Exclude<ValuePolicy, { absent: true }>, value: string): boolean {
  if ('equals' in policy) return value === policy.equals
  return 'present' in policy || starMatcher(policy.matches)(value)
}

function wanted(policy: Exclude<ValuePolicy, { absent: true }>): string {
  if ('equals' in policy) return quoted(policy.equals)
  return 'present' in policy ? 'a value' : `a value that matches ${quoted(policy.matches)}`
}
