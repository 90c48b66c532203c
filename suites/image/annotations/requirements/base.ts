import { defineRequirements } from '../../../../src/engine/literal-ids.ts'
import { derived, should } from '../../../../src/engine/requirement.ts'

const declaredFormat = 'The definition of the annotation names the format of its value, without a keyword.'

/** Annotations that name the base image (annotations.md). */
export const base = defineRequirements([
  {
    id: 'annotations.base-digest.grammar',
    title: 'has a digest as the annotation base.digest',
    section: 'pre-defined-annotation-keys',
    at: {
      '1.1': derived('SHOULD', 'annotations.md#47'),
      dev: derived('SHOULD', 'annotations.md#47'),
    },
    reasoning: declaredFormat,
    dependsOn: ['annotations.values.are-strings'],
    ruling: 'The format is stated without a keyword: warns.',
  },
  {
    id: 'annotations.base-name.reference',
    title: 'has an image reference as the annotation base.name',
    section: 'pre-defined-annotation-keys',
    at: {
      '1.1': should('annotations.md#51'),
      dev: should('annotations.md#51'),
    },
    dependsOn: ['annotations.values.are-strings'],
  },
  {
    id: 'annotations.base-name.qualified',
    title: 'includes the registry in the annotation base.name',
    section: 'pre-defined-annotation-keys',
    at: {
      '1.1': should('annotations.md#52'),
      dev: should('annotations.md#52'),
    },
    dependsOn: ['annotations.base-name.reference'],
  },
  {
    id: 'annotations.base-digest.of-base-name',
    title: 'has the digest of the image in base.name as base.digest',
    section: 'pre-defined-annotation-keys',
    at: {
      '1.1': should('annotations.md#55'),
      dev: should('annotations.md#55'),
    },
    dependsOn: ['annotations.base-digest.grammar'],
    ruling:
      'The sentence names ref.name, which is read as a mistake for base.name. No registry is contacted: base.name without base.digest warns, and so does a digest in base.name that differs.',
  },
  {
    id: 'annotations.base.immediate',
    title: 'specifies the image that its first layers come from as its base',
    section: 'pre-defined-annotation-keys',
    at: {
      '1.1': should('annotations.md#48', 'annotations.md#53'),
      dev: should('annotations.md#48', 'annotations.md#53'),
    },
    unobservable: 'The base image is not part of the image, so its layers cannot be compared.',
  },
  {
    id: 'annotations.base.not-build-stage',
    title: 'does not specify an image of another build stage as its base',
    section: 'pre-defined-annotation-keys',
    at: {
      '1.1': should('annotations.md#49', 'annotations.md#54'),
      dev: should('annotations.md#49', 'annotations.md#54'),
    },
    unobservable: 'An image does not show how it was built.',
  },
])
