import { violated, warning } from '../../../src/engine/judgement.ts'
import type { Test } from '../define.ts'
import type { ImageFacts } from '../facts/facts.ts'
import { at, isAnnotation, judgeForm, judgeText } from './judges/text.ts'
import { judgedTest } from '../judges/judged-test.ts'

const kinds = ['layout-header', 'layout-index', 'index', 'manifest', 'config', 'docker-manifest'] as const
const documents = {
  // Also where a document cannot be judged otherwise: its text is what this is about.
  readsAnyOf: kinds,
  nothing: 'there is no document of a type of the specification',
  count: (image: ImageFacts) => image.documents.length,
}

/** The tests, in the order of reports. */
export const tests: readonly Test[] = [
  // Content of a +json type is JSON.
  judgedTest({
    id: 'json.form',
    title: 'Documents as JSON',
    evaluates: ['json.well-formed'],
    ...documents,
    judge: ({ documents }) => judgeForm(documents),
  }),
  // JSON is UTF-8.
  judgedTest({
    id: 'json.encoding',
    title: 'Encoding of documents',
    evaluates: ['json.utf-8'],
    ...documents,
    judge: (image) =>
      judgeText(image, 'json.utf-8', ['not-utf8'], (problem) =>
        violated('is not encoded in UTF-8', 'UTF-8', `another byte at ${at(problem)}`),
      ),
  }),
  // Parsers keep the first or the last of two equal names.
  judgedTest({
    id: 'json.names',
    title: 'Names in objects of documents',
    evaluates: ['json.unique-names'],
    ...documents,
    judge: (image) =>
      judgeText(
        image,
        'json.unique-names',
        ['duplicate-name'],
        (problem) => violated(problem.message, 'each name once', `once more at ${at(problem)}`),
        (document, { pointer }) => !isAnnotation(document, pointer),
      ),
  }),
  // Beyond double precision a number changes when it is read.
  judgedTest({
    id: 'json.numbers',
    title: 'Numbers in documents',
    evaluates: ['json.numbers.double-precision'],
    ...documents,
    judge: (image) =>
      judgeText(image, 'json.numbers.double-precision', ['unsafe-number'], (problem) =>
        violated(
          'has a number that exceeds double precision',
          'a number that a double holds',
          `${problem.message}, at ${at(problem)}`,
        ),
      ),
  }),
  // I-JSON knows no half characters. Its limits that the text does not list only warn.
  judgedTest({
    id: 'json.text',
    title: 'Characters in documents',
    evaluates: ['json.i-json.text'],
    ...documents,
    judge: (image) =>
      judgeText(image, 'json.i-json.text', ['byte-order-mark', 'lone-surrogate', 'noncharacter'], (problem) =>
        warning(violated(problem.message, 'text by RFC 7493', at(problem))),
      ),
  }),
]
