import type { ImageFacts } from '../facts/facts.ts'
import type { Reference } from '../../../src/image/model/model.ts'
import { nameKey } from '../layout/judges/names.ts'
import { property, text } from '../../../src/image/json/value.ts'
import { formatWay, labelOfPart } from '../../../src/image/model/way.ts'

/** Steps that are named; of a longer way the last ones. */
const mostSteps = 8

/**
 * The ways to descriptors from the entry point on, for people: `app:1.0 › linux/amd64 › layer 2`. Where several lead to a
 * document, the first one.
 */
export function waysIn({ references }: Pick<ImageFacts, 'references'>): (reference: Reference) => string {
  const leading = new Map<string, Reference>()
  for (const reference of references) {
    const { digest, role } = reference
    if (digest !== undefined && role !== 'subject' && !leading.has(digest)) leading.set(digest, reference)
  }
  return (reference) => {
    const steps: string[] = []
    const met = new Set<Reference>()
    let at: Reference | undefined = reference
    while (at && !met.has(at) && steps.length < mostSteps) {
      met.add(at)
      steps.unshift(stepOf(at))
      at = leading.get(at.from.source)
    }
    return formatWay(at && steps.length === mostSteps ? ['…', ...steps] : steps)
  }
}

/** What a descriptor is to its document. A name has force on an entry of index.json alone. */
function stepOf({ role, pointer, from, descriptor, item, digest }: Reference): string {
  if (item) {
    const isOlder = from.source === 'repositories'
    const at = isOlder
      ? item.layers.findIndex(({ path }) => path === digest)
      : Number(pointer.split('/').at(-1))
    const number = at + 1
    const [tag] = item.tags
    return formatWay([...(tag === undefined ? [] : [cut(tag)]), labelOfPart({ role, number })])
  }
  const number = Number(pointer.split('/').at(-1)) + 1
  if (role !== 'manifest') return labelOfPart({ role, number })
  const name = from.kind === 'layout-index' ? text(descriptor['annotations'], nameKey) : undefined
  const shown = name === undefined ? undefined : cut(name)
  return labelOfPart({
    role,
    name: shown === '' ? undefined : shown,
    platform: platformOf(descriptor),
    number,
  })
}

const cut = (name: string): string => (name.length > 200 ? `${name.slice(0, 200)}…` : name)

function platformOf(descriptor: Reference['descriptor']): string | undefined {
  const platform = property(descriptor, 'platform')
  const parts = ['os', 'architecture', 'variant'].map((part) => text(platform, part))
  const shown = parts.filter((part) => part !== undefined).join('/')
  return shown === '' ? undefined : shown.slice(0, 200)
}
