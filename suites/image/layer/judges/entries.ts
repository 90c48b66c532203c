import { violated, warning, type Judgement } from '../../../../src/engine/judgement.ts'
import type { EntryKind, NamedEntry } from '../../../../src/image/decode/tar/facts.ts'
import type { ImageFacts } from '../../facts/facts.ts'
import { raising } from '../../../../src/image/limits.ts'
import { placeIn, type Check, type Unevaluated } from '../../judges/check.ts'
import type { RequirementId } from '../../requirements.ts'
import { quoted } from '../../../../src/image/json/value.ts'
import { entriesOf, layersOf, type Layer } from './layers.ts'

/** Entries of some kinds break a requirement by being there. */
export interface EntryRule {
  requirement: RequirementId
  kinds: readonly EntryKind[]
  /** What a layer with such entries does. */
  title: string
  expected: string
}

/** Entries that are named in one finding. */
const named = 5

/** Kinds that are found by comparing entries with the paths of others. */
const comparing: readonly EntryKind[] = [
  'duplicate',
  'hard-link-to-directory',
  'hard-link-outside',
  'whiteout-after-sibling',
]

/** One finding for a layer and a rule, with the first entries and their number. */
export function* judgeEntries(
  image: ImageFacts,
  rules: readonly EntryRule[],
): Generator<Check | Unevaluated> {
  for (const layer of layersOf(image)) {
    for (const { requirement, kinds, title, expected } of rules) {
      if (layer.facts.tar?.pathsComplete === false && kinds.some((kind) => comparing.includes(kind))) {
        const unevaluated = `${layer.digest} has more paths than are compared (${raising('layer-names')})`
        yield { requirement, unevaluated }
      }
      const found = kinds.map((kind) => entriesOf(layer.facts.tar, kind))
      const count = found.reduce((sum, each) => sum + each.count, 0)
      if (count === 0) continue
      const all = kinds.flatMap((kind, at) => found[at]!.first.map((entry) => ({ kind, entry })))
      const first = all.slice(0, named).map(({ entry }) => entry)
      const names = all
        .slice(0, named)
        .map(({ kind, entry }) => describeEntry(kind, entry))
        .join(', ')
      const more = count > first.length ? ` and ${count - first.length} more` : ''
      yield {
        requirement,
        judgement: softened(layer, violated(title, expected, `${names}${more}`)),
        evidence: first.map(({ name }) => placeIn(layer.digest, name)),
      }
    }
  }
}

const typeNames: Readonly<Record<string, string>> = {
  '1': 'hard link',
  '2': 'symbolic link',
  '3': 'character device',
  '4': 'block device',
  '5': 'directory',
  '6': 'FIFO',
}

/** An entry with the fact that makes it one of its kind: the target of a link, the path that it repeats. */
function describeEntry(kind: EntryKind, { name, link, other, type }: NamedEntry): string {
  const shown = quoted(name)
  switch (kind) {
    case 'hard-link-to-directory':
    case 'hard-link-outside':
    case 'hard-link-to-itself':
      return `${shown} to ${quoted(link ?? '')}`
    case 'duplicate':
      // A folder is written with a slash at its end.
      return other === undefined || other === name.replace(/\/$/, '')
        ? shown
        : `${shown}, which is ${quoted(other)}`
    case 'whiteout-after-sibling':
      return other === undefined ? shown : `${shown} after ${quoted(other)}`
    case 'whiteout-not-regular':
      return `${shown} (${ofAufs(name) ? 'AUFS metadata, ' : ''}${typeNames[type] ?? `type ${quoted(type)}`})`
    default:
      return shown
  }
}

/** Names that AUFS keeps for itself, which are not whiteouts by their meaning: `.wh..wh.plnk` and the like. */
const ofAufs = (name: string): boolean => /(?:^|\/)\.wh\.\.wh\.(?!opq$)/.test(name)

/** Under another configuration than that of an image a layer is the artifact's own affair: it warns at most. */
export const softened = ({ ofImage }: Layer, judgement: Judgement): Judgement =>
  ofImage ? judgement : warning(judgement)
