import type { Test } from '../../define.ts'
import type { ImageFacts } from '../../facts/facts.ts'
import { judgedTest } from '../../judges/judged-test.ts'
import { judgeAttributes, judgeTypes } from '../judges/attributes.ts'
import { judgeEntries, type EntryRule } from '../judges/entries.ts'
import { layersOf } from '../judges/layers.ts'
import { judgeable, unreadEntries } from '../judges/unread.ts'
import { common } from './common.ts'

/** Without an entry of a layer that can be read there is nothing to judge. */
const inside = {
  ...common,
  count: (image: ImageFacts) => judgeable(image).length,
  unread: unreadEntries,
}

/** A test of rules that entries of layers violate by being there. */
const entryTest = (id: string, title: string, rules: readonly EntryRule[]) =>
  judgedTest({
    id,
    title,
    evaluates: [...new Set(rules.map(({ requirement }) => requirement))],
    ...inside,
    judge: (image) => judgeEntries(image, rules),
  })

/** Tests of the entries of layers. */
export const entries: readonly Test[] = [
  // One entry for a path, and none that leads out of the root.
  entryTest('layer.paths', 'Paths of entries', [
    {
      requirement: 'layer.paths.unique',
      kinds: ['duplicate'],
      title: 'has a path more than once',
      expected: 'one entry for a path',
    },
    {
      requirement: 'layer.paths.relative',
      kinds: ['absolute'],
      title: 'has absolute paths',
      expected: 'paths that are relative to the root of the layer',
    },
    {
      requirement: 'layer.paths.relative',
      kinds: ['climbing'],
      title: 'has paths that escape the root of the layer with ..',
      expected: 'paths below the root of the layer',
    },
    {
      requirement: 'layer.paths.relative',
      kinds: ['parent-segment'],
      title: 'has paths with .. in them',
      expected: 'paths without ..',
    },
  ]),
  // The text lists the types of files that a layer may have.
  judgedTest({
    id: 'layer.entries',
    title: 'Types and attributes of entries',
    evaluates: ['layer.entries.types', 'layer.entries.attributes'],
    ...inside,
    *judge(image) {
      for (const layer of layersOf(image)) {
        yield* judgeTypes(layer)
        yield* judgeAttributes(layer)
      }
    },
  }),
  entryTest('layer.entries.sparse', 'Sparse files', [
    {
      requirement: 'layer.entries.not-sparse',
      kinds: ['sparse'],
      title: 'has sparse files',
      expected: 'files with all of their bytes',
    },
  ]),
  // A hard link names a file of its own layer.
  entryTest('layer.hard-links', 'Targets of hard links', [
    {
      requirement: 'layer.hard-links.not-to-directories',
      kinds: ['hard-link-to-directory'],
      title: 'has hard links to directories',
      expected: 'hard links to files',
    },
    {
      requirement: 'layer.hard-links.within-layer',
      kinds: ['hard-link-outside', 'hard-link-to-itself'],
      title: 'has hard links to paths that no earlier entry of the layer has',
      expected: 'hard links to files of the same layer',
    },
  ]),
  entryTest('layer.pax', 'Windows security descriptors', [
    {
      requirement: 'layer.pax.security-descriptor',
      kinds: ['security-descriptor-not-base64'],
      title: 'has Windows security descriptors that are not Base64',
      expected: 'MSWINDOWS.rawsd in Base64',
    },
  ]),
  // A whiteout is an empty regular file that names what it removes.
  entryTest('layer.whiteouts', 'Whiteouts', [
    {
      requirement: 'layer.whiteouts.empty',
      kinds: ['whiteout-not-empty'],
      title: 'has whiteouts with content',
      expected: 'empty files',
    },
    {
      requirement: 'layer.whiteouts.regular',
      kinds: ['whiteout-not-regular'],
      title: 'has whiteouts that are not regular files',
      expected: 'regular files',
    },
    {
      requirement: 'layer.whiteouts.named',
      kinds: ['bare-whiteout'],
      title: 'has whiteouts without a name',
      expected: '.wh. and the name of what is removed',
    },
    {
      requirement: 'layer.whiteouts.first',
      kinds: ['whiteout-after-sibling'],
      title: 'has whiteouts after entries of the same directory',
      expected: 'whiteouts before their siblings',
    },
    {
      requirement: 'layer.whiteouts.explicit',
      kinds: ['opaque-whiteout'],
      title: 'has opaque whiteouts',
      expected: 'a whiteout for each removed file',
    },
  ]),
]
