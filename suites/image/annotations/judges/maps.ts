import { violated } from '../../../../src/engine/judgement.ts'
import type { Document } from '../../../../src/image/model/model.ts'
import type { ImageFacts } from '../../facts/facts.ts'
import { noted, placeIn, type Check } from '../../judges/check.ts'
import { nameKey } from '../../layout/judges/names.ts'
import {
  isObject,
  property,
  quoted,
  segment,
  text,
  type JsonObject,
} from '../../../../src/image/json/value.ts'

/** A map of annotations and its place. */
interface AnnotationMap {
  document: Document
  pointer: string
  map: JsonObject
  /** True on an entry of index.json. */
  named: boolean
}

function* mapsOf({ violations, references }: ImageFacts): Generator<AnnotationMap> {
  for (const document of violations.keys()) {
    if (document.kind === 'config' || document.kind === 'layout-header') continue
    const map = property(document.value, 'annotations')
    if (isObject(map)) yield { document, pointer: '/annotations', map, named: false }
  }
  for (const { from, pointer, descriptor, role } of references) {
    const map = descriptor['annotations']
    const named = from.kind === 'layout-index' && role === 'manifest'
    if (isObject(map)) yield { document: from, pointer: `${pointer}/annotations`, map, named }
  }
}

/** Names where they have no force. */
export function* judgePlacement(image: ImageFacts): Generator<Check> {
  for (const { document, pointer, map, named } of mapsOf(image)) {
    if (named || !Object.hasOwn(map, nameKey)) continue
    yield {
      requirement: 'annotations.ref-name.placement',
      judgement: violated(
        'has a reference name that is not on an entry of index.json',
        'names on the entries of index.json alone',
        `${nameKey} at ${pointer}`,
      ),
      evidence: [placeIn(document.source, `${pointer}/${segment(nameKey)}`)],
    }
  }
}

const baseName = 'org.opencontainers.image.base.name'
const baseDigest = 'org.opencontainers.image.base.digest'

/** A digest inside base.name against base.digest. */
export function* judgeBaseDigests(image: ImageFacts): Generator<Check> {
  for (const { document, pointer, map } of mapsOf(image)) {
    const [, inName] = text(map, baseName)?.split('@') ?? []
    const digest = text(map, baseDigest)
    if (inName === undefined || digest === undefined || inName === digest) continue
    yield {
      requirement: 'annotations.base-digest.of-base-name',
      judgement: violated(
        'has a base.digest other than the one in base.name',
        quoted(inName),
        quoted(digest),
      ),
      evidence: [placeIn(document.source, `${pointer}/${baseDigest}`)],
    }
  }
}

const defined = new Set(
  (
    'created authors url documentation source version revision vendor licenses ref.name title description ' +
    'base.digest base.name'
  )
    .split(' ')
    .map((name) => `org.opencontainers.image.${name}`),
)
const mostNotes = 20

/** Keys below the reserved prefix that this specification does not define; another one of OCI may. */
export function* noteUnknownKeys(image: ImageFacts): Generator<Check> {
  let count = 0
  for (const { document, pointer, map } of mapsOf(image)) {
    for (const key of Object.keys(map)) {
      if (!key.startsWith('org.opencontainers.') || defined.has(key)) continue
      count += 1
      if (count > mostNotes) return
      const note = `has the key ${quoted(key)}, whose prefix is reserved and which is not defined here`
      const place = placeIn(document.source, `${pointer}/${segment(key)}`)
      yield noted('annotations.keys.reverse-domain', note, place)
    }
  }
}
