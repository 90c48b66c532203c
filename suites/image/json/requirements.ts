import { defineRequirements } from '../../../src/engine/literal-ids.ts'
import { derived, must, should } from '../../../src/engine/requirement.ts'

/** How JSON content is written (considerations.md). */
export const requirements = defineRequirements([
  {
    id: 'json.well-formed',
    title: 'has well-formed JSON in all content of a +json type',
    section: 'json',
    at: {
      '1.0': derived('MUST', 'considerations.md#18'),
      '1.1': derived('MUST', 'considerations.md#27'),
      dev: derived('MUST', 'considerations.md#28'),
    },
    reasoning:
      'All types that end in +json contain JSON content by the text, so other bytes are not content of such a type.',
    ruling: 'RFC 8259. Judged on content of the types that this specification defines.',
  },
  {
    id: 'json.utf-8',
    title: 'encodes JSON in UTF-8',
    section: 'json',
    at: {
      '1.0': derived('SHOULD', 'considerations.md#18'),
      '1.1': derived('SHOULD', 'considerations.md#27'),
      dev: must('considerations.md#31'),
    },
    reasoning:
      'Content of these types is JSON, whose definition (RFC 8259) demands UTF-8 for what systems exchange; the text adds no keyword.',
    ruling: 'Stated from the next version on; before that it warns.',
  },
  {
    id: 'json.unique-names',
    title: 'has unique names in each JSON object',
    section: 'json',
    at: {
      '1.0': derived('SHOULD', 'considerations.md#18'),
      '1.1': derived('SHOULD', 'considerations.md#27'),
      dev: must('considerations.md#33'),
    },
    reasoning:
      'Content of these types is JSON, whose definition (RFC 8259) recommends unique names; the text adds no keyword.',
    dependsOn: ['json.well-formed'],
    ruling:
      'Stated from the next version on; before that it warns. Annotation keys have a rule of their own that fails in every version.',
    impact:
      'Parsers keep the first or the last value, so that two tools read two documents under one digest.',
  },
  {
    id: 'json.numbers.double-precision',
    title: 'has only JSON numbers within double precision',
    section: 'json',
    at: {
      dev: should('considerations.md#32'),
    },
    dependsOn: ['json.well-formed'],
  },
  {
    id: 'json.i-json.text',
    title: 'has no lone surrogates, noncharacters or byte order mark in JSON',
    section: 'json',
    at: {
      dev: must('considerations.md#29'),
    },
    dependsOn: ['json.utf-8'],
    ruling:
      'The text states that all limits of I-JSON apply and lists three: those that it does not list warn.',
  },
  {
    id: 'json.canonical',
    title: 'has JSON in canonical form',
    section: 'json',
    at: {
      '1.0': should('considerations.md#17'),
      '1.1': should('considerations.md#26'),
    },
    unobservable:
      'The next version drops it, producers do not follow it, and the form that the text names has no settled definition: it is not evaluated.',
  },
])
