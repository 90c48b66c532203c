import { defineRequirements } from '../../../../src/engine/literal-ids.ts'
import { must, should } from '../../../../src/engine/requirement.ts'

/** Annotations and labels as maps, and their keys (annotations.md). */
export const maps = defineRequirements([
  {
    id: 'annotations.is-map',
    title: 'has a map as annotations',
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
    title: 'has a string as the value of each annotation',
    section: 'rules',
    at: {
      '1.0': must('annotations.md#8:2', 'annotations.md#9'),
      '1.1': must('annotations.md#9:2', 'annotations.md#10'),
      dev: must('annotations.md#9:2', 'annotations.md#10'),
    },
    dependsOn: ['annotations.is-map'],
    ruling: 'null is not a value and fails; an empty string passes.',
    impact: 'Go clients fail to decode the whole manifest because of one number among the annotations.',
  },
  {
    id: 'annotations.absent-or-map',
    title: 'omits annotations or has an empty map if there are none',
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
    title: 'uses each annotation key only once',
    section: 'rules',
    at: {
      '1.0': must('annotations.md#10'),
      '1.1': must('annotations.md#11'),
      dev: must('annotations.md#11'),
    },
    dependsOn: ['json.well-formed'],
    ruling: 'Fails in every version, also where duplicate names elsewhere only warn.',
    impact: 'Parsers keep the first, the last or neither.',
  },
  {
    id: 'annotations.keys.reverse-domain',
    title: 'uses reverse domain notation for annotation keys',
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
    title: 'uses the prefix org.opencontainers only for keys that OCI specifications define',
    section: 'rules',
    at: {
      '1.0': must('annotations.md#12', 'annotations.md#13'),
      '1.1': must('annotations.md#13', 'annotations.md#14'),
      dev: must('annotations.md#13', 'annotations.md#14'),
    },
    unobservable:
      'The reservation binds the authors of other specifications; that a key is defined by none cannot be seen in an image. Keys that are not known here are noted.',
  },
])
