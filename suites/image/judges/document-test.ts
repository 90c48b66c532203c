import type { Test } from '../define.ts'
import type { Document } from '../../../src/image/model/model.ts'
import type { ImageFacts } from '../facts/facts.ts'
import { noted, placeIn, type Check } from './check.ts'
import { judgedTest } from './judged-test.ts'
import type { RequirementId } from '../requirements.ts'
import { judgementOf } from '../schemas/violations.ts'

export interface DocumentTest {
  id: string
  title: string
  evaluates: readonly RequirementId[]
  kinds: readonly Document['kind'][]
  nothing: string
  /** How many things there are to look at; by default the documents. */
  count?: (image: ImageFacts) => number
  /** What is judged besides the schemas, under the same requirements. */
  also?: (image: ImageFacts) => Iterable<Check>
}

/** The documents of these kinds, without those that only borrow the type of one. */
export const documentsOf = (image: ImageFacts, kinds: readonly Document['kind'][]): Document[] =>
  [...image.violations.keys()].filter(({ kind }) => kinds.includes(kind))

/** A test of rules that the schemas of documents hold (schemas/image-spec): one violation, one finding. */
export const documentTest = ({ id, title, evaluates, kinds, nothing, count, also }: DocumentTest): Test =>
  judgedTest({
    id,
    title,
    evaluates,
    readsAnyOf: kinds,
    nothing,
    count: count ?? ((image) => documentsOf(image, kinds).length),
    *judge(image) {
      for (const document of documentsOf(image, kinds)) {
        yield* checksOf(document, image, evaluates)
        yield* dockerNote(document, evaluates)
      }
      if (also) yield* also(image)
    },
  })

function* checksOf(
  document: Document,
  image: ImageFacts,
  evaluates: readonly RequirementId[],
): Generator<Check> {
  for (const violation of image.violations.get(document) ?? []) {
    const { requirement, pointer } = violation
    if (!evaluates.includes(requirement)) continue
    yield { requirement, judgement: judgementOf(violation), evidence: [placeIn(document.source, pointer)] }
  }
}

/** The requirement that notes that a Docker document was judged as the OCI document it corresponds to. */
const noteAt: Partial<Record<Document['kind'], RequirementId>> = {
  index: 'index.is-object',
  manifest: 'manifest.is-object',
  config: 'config.is-object',
}

function* dockerNote(
  { kind, mediaType, source }: Document,
  evaluates: readonly RequirementId[],
): Generator<Check> {
  const requirement = noteAt[kind]
  if (!mediaType.docker || requirement === undefined || !evaluates.includes(requirement)) return
  yield noted(requirement, `has a Docker media type, and is evaluated as ${mediaType.oci}`, placeIn(source))
}
