import { defineRequirements } from '../../../../src/engine/literal-ids.ts'
import { derived, should } from '../../../../src/engine/requirement.ts'

/** Whiteouts (layer.md). */
export const whiteouts = defineRequirements([
  {
    id: 'layer.whiteouts.empty',
    title: 'uses empty files as whiteouts',
    section: 'whiteouts',
    at: {
      '1.0': derived('SHOULD', 'layer.md#238'),
      '1.1': derived('SHOULD', 'layer.md#247'),
      dev: derived('SHOULD', 'layer.md#246'),
    },
    reasoning: 'A whiteout is defined as an empty file, without a keyword.',
    dependsOn: ['layer.tar.archive'],
    ruling: 'Stated without a keyword: content in a whiteout warns.',
  },
  {
    id: 'layer.whiteouts.regular',
    title: 'uses regular files as whiteouts',
    section: 'whiteouts',
    at: {
      '1.0': derived('SHOULD', 'layer.md#238'),
      '1.1': derived('SHOULD', 'layer.md#272'),
      dev: derived('SHOULD', 'layer.md#272'),
    },
    reasoning: 'A whiteout is defined as an empty file, without a keyword.',
    dependsOn: ['layer.tar.archive'],
    ruling: 'Stated without a keyword: a directory, link or device of such a name warns.',
  },
  {
    id: 'layer.whiteouts.named',
    title: 'has the name of the removed path in each whiteout',
    section: 'whiteouts',
    at: {
      '1.0': derived('SHOULD', 'layer.md#240'),
      '1.1': derived('SHOULD', 'layer.md#249'),
      dev: derived('SHOULD', 'layer.md#248'),
    },
    reasoning:
      'A whiteout marks the path in its name as deleted, so one without a name marks nothing; no keyword binds those who write layers.',
    dependsOn: ['layer.tar.archive'],
    ruling:
      'The prefix alone removes nothing: warns; the next version requires implementations to return an error.',
    impact: 'An extractor that appends the empty name to the directory removes the directory.',
  },
  {
    id: 'layer.whiteouts.first',
    title: 'has whiteouts before their sibling entries',
    section: 'whiteouts',
    at: {
      '1.0': should('layer.md#275'),
      '1.1': should('layer.md#274'),
      dev: should('layer.md#274'),
    },
    dependsOn: ['layer.tar.archive'],
  },
  {
    id: 'layer.whiteouts.explicit',
    title: 'removes files with explicit whiteouts',
    section: 'opaque-whiteout',
    at: {
      '1.0': should('layer.md#316'),
      '1.1': should('layer.md#315'),
      dev: should('layer.md#315'),
    },
    dependsOn: ['layer.tar.archive'],
    ruling:
      'Implementations have to support opaque whiteouts, but generating explicit ones is recommended: an opaque one warns.',
  },
])
