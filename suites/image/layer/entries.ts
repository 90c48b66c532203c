import { broken, warning, type Judgement } from '../../../src/engine/judgement.ts'
import type { EntryKind } from '../../../src/image/tar-facts.ts'
import type { ImageFacts } from '../facts/facts.ts'
import { raising } from '../../../src/image/limits.ts'
import { placeIn, type Said, type Unevaluated } from '../judged.ts'
import { quoted } from '../value.ts'
import { entriesOf, layersOf, type Layer } from './layers.ts'

/** Entries of some kinds break a requirement by being there. */
export interface EntryRule {
  requirement: string
  kinds: readonly EntryKind[]
  /** What a layer with such entries does. */
  title: string
  expected: string
}

/** Entries that are named in one finding. */
const named = 5

/** Kinds that are found by comparing entries with the paths of others. */
const comparing: readonly EntryKind[] = ['duplicate', 'hard-link-to-directory', 'hard-link-outside']

/** One finding for a layer and a rule, with the first entries and their number. */
export function* judgeEntries(image: ImageFacts, rules: readonly EntryRule[]): Generator<Said | Unevaluated> {
  for (const layer of layersOf(image)) {
    for (const { requirement, kinds, title, expected } of rules) {
      if (layer.facts.tar?.duplicatesComplete === false && kinds.some((kind) => comparing.includes(kind))) {
        const unevaluated = `${layer.digest} has more paths than are compared (${raising('layer-names')})`
        yield { requirement, unevaluated }
      }
      const found = kinds.map((kind) => entriesOf(layer.facts.tar, kind))
      const count = found.reduce((sum, each) => sum + each.count, 0)
      if (count === 0) continue
      const first = found.flatMap((each) => each.first).slice(0, named)
      const names = first.map(({ name }) => quoted(name)).join(', ')
      const more = count > first.length ? ` and ${count - first.length} more` : ''
      yield {
        requirement,
        judgement: softened(layer, broken(title, expected, `${names}${more}`)),
        evidence: first.map(({ name }) => placeIn(layer.digest, name)),
      }
    }
  }
}

/** Under another configuration than that of an image a layer is the artifact's own affair: it warns at most. */
export const softened = ({ ofImage }: Layer, judgement: Judgement): Judgement =>
  ofImage ? judgement : warning(judgement)
