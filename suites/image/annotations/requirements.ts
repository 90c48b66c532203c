import { defineRequirements } from '../../../src/engine/literal-ids.ts'
import { derived, must, should } from '../../../src/engine/requirement.ts'

const declaredFormat = 'The definition of the annotation names the format of its value, without a keyword.'

/** Annotations and labels, and the keys that the specification defines (annotations.md). */
export const requirements = defineRequirements([
  {
    id: 'annotations.is-map',
    title: 'writes annotations as a map',
    section: 'rules',
    at: {
      '1.0': must(
        'annotations.md#8:1',
        'descriptor.md#45',
        'manifest.md#70',
        'image-index.md#92',
        'config.md#162',
      ),
      '1.1': must(
        'annotations.md#9:1',
        'descriptor.md#47',
        'manifest.md#108',
        'image-index.md#101',
        'config.md#181',
      ),
      dev: must(
        'annotations.md#9:1',
        'descriptor.md#48',
        'manifest.md#108',
        'image-index.md#101',
        'config.md#181',
      ),
    },
    ruling: 'Labels of a configuration follow the same rules; there null equals absence.',
  },
  {
    id: 'annotations.values.are-strings',
    title: 'gives each annotation a string as its value',
    section: 'rules',
    at: {
      '1.0': must('annotations.md#8:2', 'annotations.md#9'),
      '1.1': must('annotations.md#9:2', 'annotations.md#10'),
      dev: must('annotations.md#9:2', 'annotations.md#10'),
    },
    dependsOn: ['annotations.is-map'],
    ruling: 'null is not a value and fails; an empty string passes.',
    field: 'Go clients fail to decode the whole manifest over one number among the annotations.',
  },
  {
    id: 'annotations.absent-or-map',
    title: 'leaves annotations out, or has an empty map, where there are none',
    section: 'rules',
    at: {
      '1.0': must('annotations.md#14'),
      '1.1': must('annotations.md#15'),
      dev: must('annotations.md#15'),
    },
    ruling: 'null is neither absent nor a map: fails, except for Labels, where null equals absence.',
  },
  {
    id: 'annotations.keys.unique',
    title: 'has each annotation key once',
    section: 'rules',
    at: {
      '1.0': must('annotations.md#10'),
      '1.1': must('annotations.md#11'),
      dev: must('annotations.md#11'),
    },
    dependsOn: ['json.well-formed'],
    ruling: 'Fails in every version, also where duplicate names elsewhere only warn.',
    field: 'Parsers keep the first, the last or neither.',
  },
  {
    id: 'annotations.keys.reverse-domain',
    title: 'names annotation keys in reverse domain notation',
    section: 'rules',
    at: {
      '1.0': should('annotations.md#11'),
      '1.1': should('annotations.md#12'),
      dev: should('annotations.md#12'),
    },
    dependsOn: ['annotations.is-map'],
    ruling: 'At least two parts with a dot between them. Labels are judged too.',
  },
  {
    id: 'annotations.keys.reserved',
    title: 'uses the prefix org.opencontainers only for keys of OCI specifications',
    section: 'rules',
    at: {
      '1.0': must('annotations.md#12', 'annotations.md#13'),
      '1.1': must('annotations.md#13', 'annotations.md#14'),
      dev: must('annotations.md#13', 'annotations.md#14'),
    },
    unobservable:
      'The reservation binds the authors of other specifications; that a key is defined by none cannot be seen in an image. Keys that are not known here are noted.',
  },
  {
    id: 'annotations.created.rfc3339',
    title: 'writes the annotation created as an RFC 3339 date and time',
    section: 'pre-defined-annotation-keys',
    at: {
      '1.0': derived('SHOULD', 'annotations.md#20'),
      '1.1': derived('SHOULD', 'annotations.md#22'),
      dev: derived('SHOULD', 'annotations.md#22'),
    },
    reasoning: declaredFormat,
    dependsOn: ['annotations.values.are-strings'],
    ruling: 'The format is stated without a key word: warns.',
  },
  {
    id: 'annotations.url.url',
    title: 'writes a URL in the annotation url',
    section: 'pre-defined-annotation-keys',
    at: {
      '1.0': derived('SHOULD', 'annotations.md#22'),
      '1.1': derived('SHOULD', 'annotations.md#24'),
      dev: derived('SHOULD', 'annotations.md#24'),
    },
    reasoning: declaredFormat,
    dependsOn: ['annotations.values.are-strings'],
    ruling: 'The format is stated without a key word: warns.',
  },
  {
    id: 'annotations.documentation.url',
    title: 'writes a URL in the annotation documentation',
    section: 'pre-defined-annotation-keys',
    at: {
      '1.0': derived('SHOULD', 'annotations.md#23'),
      '1.1': derived('SHOULD', 'annotations.md#25'),
      dev: derived('SHOULD', 'annotations.md#25'),
    },
    reasoning: declaredFormat,
    dependsOn: ['annotations.values.are-strings'],
    ruling: 'The format is stated without a key word: warns.',
  },
  {
    id: 'annotations.source.url',
    title: 'writes a URL in the annotation source',
    section: 'pre-defined-annotation-keys',
    at: {
      '1.0': derived('SHOULD', 'annotations.md#24'),
      '1.1': derived('SHOULD', 'annotations.md#26'),
      dev: derived('SHOULD', 'annotations.md#26'),
    },
    reasoning: declaredFormat,
    dependsOn: ['annotations.values.are-strings'],
    ruling: 'The format is stated without a key word: warns.',
  },
  {
    id: 'annotations.licenses.spdx',
    title: 'writes an SPDX expression in the annotation licenses',
    section: 'pre-defined-annotation-keys',
    at: {
      '1.0': derived('SHOULD', 'annotations.md#30'),
      '1.1': derived('SHOULD', 'annotations.md#32'),
      dev: derived('SHOULD', 'annotations.md#32'),
    },
    reasoning: declaredFormat,
    dependsOn: ['annotations.values.are-strings'],
    ruling:
      'The format is stated without a key word: warns. Judged by the grammar of expressions; identifiers are not looked up in a list, which grows.',
  },
  {
    id: 'annotations.ref-name.grammar',
    title: 'writes reference names by the grammar of references',
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
    title: 'names references only on descriptors of index.json',
    section: 'pre-defined-annotation-keys',
    at: {
      '1.0': should('annotations.md#32'),
      '1.1': should('annotations.md#34', 'image-layout.md#209'),
      dev: should('annotations.md#34', 'image-layout.md#209'),
    },
    dependsOn: ['annotations.is-map'],
    ruling:
      'Elsewhere the annotation has no force: warns on manifests, on nested indexes and on other descriptors. Labels are not judged.',
  },
  {
    id: 'annotations.base-digest.grammar',
    title: 'writes a digest in the annotation base.digest',
    section: 'pre-defined-annotation-keys',
    at: {
      '1.1': derived('SHOULD', 'annotations.md#47'),
      dev: derived('SHOULD', 'annotations.md#47'),
    },
    reasoning: declaredFormat,
    dependsOn: ['annotations.values.are-strings'],
    ruling: 'The format is stated without a key word: warns.',
  },
  {
    id: 'annotations.base-name.reference',
    title: 'writes an image reference in the annotation base.name',
    section: 'pre-defined-annotation-keys',
    at: {
      '1.1': should('annotations.md#51'),
      dev: should('annotations.md#51'),
    },
    dependsOn: ['annotations.values.are-strings'],
  },
  {
    id: 'annotations.base-name.qualified',
    title: 'names the registry in the annotation base.name',
    section: 'pre-defined-annotation-keys',
    at: {
      '1.1': should('annotations.md#52'),
      dev: should('annotations.md#52'),
    },
    dependsOn: ['annotations.base-name.reference'],
  },
  {
    id: 'annotations.base-digest.of-base-name',
    title: 'gives the digest of what base.name leads to',
    section: 'pre-defined-annotation-keys',
    at: {
      '1.1': should('annotations.md#55'),
      dev: should('annotations.md#55'),
    },
    dependsOn: ['annotations.base-digest.grammar'],
    ruling:
      'The sentence names ref.name, which is taken as a slip for base.name. No registry is contacted: base.name without base.digest warns, and so does a digest in base.name that differs.',
  },
  {
    id: 'annotations.base.immediate',
    title: 'names the image that shares its first layers as its base',
    section: 'pre-defined-annotation-keys',
    at: {
      '1.1': should('annotations.md#48', 'annotations.md#53'),
      dev: should('annotations.md#48', 'annotations.md#53'),
    },
    unobservable: 'The base image is not part of the image, so its layers cannot be compared.',
  },
  {
    id: 'annotations.base.not-build-stage',
    title: 'names no image of another build stage as its base',
    section: 'pre-defined-annotation-keys',
    at: {
      '1.1': should('annotations.md#49', 'annotations.md#54'),
      dev: should('annotations.md#49', 'annotations.md#54'),
    },
    unobservable: 'An image does not show how it was built.',
  },
])
