import { violated } from '../../../src/engine/judgement.ts'
import type { Test } from '../define.ts'
import { judgeBaseDigests, judgePlacement, noteUnknownKeys } from './judges/maps.ts'
import { documentTest } from '../judges/document-test.ts'
import { judgedTest } from '../judges/judged-test.ts'
import { isAnnotation, judgeText } from '../json/judges/text.ts'

const kinds = ['layout-index', 'index', 'manifest', 'config'] as const
const nothing = 'there is no document that could have annotations'
const shared = { kinds, nothing }

/** The tests, in the order of reports. */
export const tests: readonly Test[] = [
  documentTest({
    id: 'annotations.form',
    title: 'Annotations and labels as maps of strings',
    evaluates: ['annotations.is-map', 'annotations.values.are-strings', 'annotations.absent-or-map'],
    ...shared,
  }),
  documentTest({
    id: 'annotations.keys',
    title: 'Keys of annotations and labels',
    evaluates: ['annotations.keys.reverse-domain'],
    ...shared,
    also: noteUnknownKeys,
  }),
  // No map has a key twice.
  judgedTest({
    id: 'annotations.keys.unique',
    title: 'Duplicate keys in a map',
    evaluates: ['annotations.keys.unique'],
    readsAnyOf: kinds,
    nothing,
    count: ({ documents }) => documents.length,
    judge: (image) =>
      judgeText(
        image,
        'annotations.keys.unique',
        ['duplicate-name'],
        (problem) => violated('has an annotation key twice', 'each key once', problem.message),
        (document, { pointer }) => isAnnotation(document, pointer),
      ),
  }),
  documentTest({
    id: 'annotations.values',
    title: 'Values of the keys that the specification defines',
    evaluates: [
      'annotations.created.rfc3339',
      'annotations.url.url',
      'annotations.documentation.url',
      'annotations.source.url',
      'annotations.licenses.spdx',
    ],
    ...shared,
  }),
  documentTest({
    id: 'annotations.ref-name',
    title: 'Reference names',
    evaluates: ['annotations.ref-name.grammar'],
    kinds: ['layout-index', 'docker-manifest'],
    nothing: 'there is no index.json, the only place where names have an effect',
  }),
  // A name has force on an entry of index.json alone.
  judgedTest({
    id: 'annotations.ref-name.placement',
    title: 'Places of reference names',
    evaluates: ['annotations.ref-name.placement'],
    readsAnyOf: kinds,
    nothing,
    count: ({ documents }) => documents.length,
    judge: judgePlacement,
  }),
  documentTest({
    id: 'annotations.base',
    title: 'The base image that annotations name',
    evaluates: [
      'annotations.base-digest.grammar',
      'annotations.base-name.reference',
      'annotations.base-name.qualified',
      'annotations.base-digest.of-base-name',
    ],
    ...shared,
    also: judgeBaseDigests,
  }),
]
