import { defineRequirements } from '../../../../src/engine/literal-ids.ts'
import { derived, should } from '../../../../src/engine/requirement.ts'

const declaredFormat = 'The definition of the annotation names the format of its value, without a keyword.'

/** Values of the keys that the specification defines, besides those of the base image (annotations.md). */
export const keys = defineRequirements([
  {
    id: 'annotations.created.rfc3339',
    title: 'has an RFC 3339 date and time as the annotation created',
    section: 'pre-defined-annotation-keys',
    at: {
      '1.0': derived('SHOULD', 'annotations.md#20'),
      '1.1': derived('SHOULD', 'annotations.md#22'),
      dev: derived('SHOULD', 'annotations.md#22'),
    },
    reasoning: declaredFormat,
    dependsOn: ['annotations.values.are-strings'],
    ruling: 'The format is stated without a keyword: warns.',
  },
  {
    id: 'annotations.url.url',
    title: 'has a URL as the annotation url',
    section: 'pre-defined-annotation-keys',
    at: {
      '1.0': derived('SHOULD', 'annotations.md#22'),
      '1.1': derived('SHOULD', 'annotations.md#24'),
      dev: derived('SHOULD', 'annotations.md#24'),
    },
    reasoning: declaredFormat,
    dependsOn: ['annotations.values.are-strings'],
    ruling: 'The format is stated without a keyword: warns.',
  },
  {
    id: 'annotations.documentation.url',
    title: 'has a URL as the annotation documentation',
    section: 'pre-defined-annotation-keys',
    at: {
      '1.0': derived('SHOULD', 'annotations.md#23'),
      '1.1': derived('SHOULD', 'annotations.md#25'),
      dev: derived('SHOULD', 'annotations.md#25'),
    },
    reasoning: declaredFormat,
    dependsOn: ['annotations.values.are-strings'],
    ruling: 'The format is stated without a keyword: warns.',
  },
  {
    id: 'annotations.source.url',
    title: 'has a URL as the annotation source',
    section: 'pre-defined-annotation-keys',
    at: {
      '1.0': derived('SHOULD', 'annotations.md#24'),
      '1.1': derived('SHOULD', 'annotations.md#26'),
      dev: derived('SHOULD', 'annotations.md#26'),
    },
    reasoning: declaredFormat,
    dependsOn: ['annotations.values.are-strings'],
    ruling: 'The format is stated without a keyword: warns.',
  },
  {
    id: 'annotations.licenses.spdx',
    title: 'has an SPDX license expression as the annotation licenses',
    section: 'pre-defined-annotation-keys',
    at: {
      '1.0': derived('SHOULD', 'annotations.md#30'),
      '1.1': derived('SHOULD', 'annotations.md#32'),
      dev: derived('SHOULD', 'annotations.md#32'),
    },
    reasoning: declaredFormat,
    dependsOn: ['annotations.values.are-strings'],
    ruling:
      'The format is stated without a keyword: warns. Judged by the grammar of expressions; identifiers are not looked up in a list, which grows.',
  },
  {
    id: 'annotations.ref-name.grammar',
    title: 'uses reference names that match the grammar',
    section: 'pre-defined-annotation-keys',
    at: {
      '1.0': should('annotations.md#33', 'annotations.md#34!'),
      '1.1': should('annotations.md#35', 'annotations.md#36!'),
      dev: should('annotations.md#35', 'annotations.md#36!'),
    },
    dependsOn: ['annotations.values.are-strings'],
    ruling:
      'The layout text gives no restriction, the annotations text a grammar: outside of it warns in every version.',
  },
  {
    id: 'annotations.ref-name.placement',
    title: 'uses reference names only on descriptors of index.json',
    section: 'pre-defined-annotation-keys',
    at: {
      '1.0': should('annotations.md#32'),
      '1.1': should('annotations.md#34', 'image-layout.md#209'),
      dev: should('annotations.md#34', 'image-layout.md#209'),
    },
    dependsOn: ['annotations.is-map'],
    ruling:
      'Elsewhere the annotation has no effect: warns on manifests, on nested indexes and on other descriptors. Labels are not judged.',
  },
])
