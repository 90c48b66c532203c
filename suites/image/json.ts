import { broken, warning, type Judgement } from '../../src/engine/judgement.ts'
import { defineSuite } from '../../src/engine/suite.ts'
import type { JsonProblem, JsonProblemCode } from '../../src/image/json.ts'
import type { ImageContext } from './context.ts'
import type { Document, ImageFacts } from './facts/facts.ts'
import { judged, placeIn, type Said } from './judged.ts'
import { requirements } from './requirements/json.ts'
import { specification } from './specification.ts'

const kinds = ['layout-header', 'layout-index', 'index', 'manifest', 'config'] as const
const documents = {
  // Also where a document cannot be judged otherwise: its text is what this is about.
  looksAt: kinds,
  nothing: 'there is no document of a type of the specification',
  count: (image: ImageFacts) => image.documents.length,
}

/** True for a member of a map of annotations or labels, whose names have a rule of their own. */
export const isAnnotation = ({ kind }: Document, pointer = ''): boolean =>
  kind === 'config' ? /^\/config\/Labels\/[^/]*$/.test(pointer) : /\/annotations\/[^/]*$/.test(pointer)

/** What the reader told of texts, for one requirement. */
export function* judgeText(
  { documents }: ImageFacts,
  requirement: string,
  codes: readonly JsonProblemCode[],
  judgementOf: (problem: JsonProblem) => Judgement,
  concerns: (document: Document, problem: JsonProblem) => boolean = () => true,
): Generator<Said> {
  for (const document of documents) {
    for (const problem of document.text) {
      if (!codes.includes(problem.code) || !concerns(document, problem)) continue
      const place = placeIn(document.source, problem.pointer)
      yield { requirement, judgement: judgementOf(problem), evidence: [place] }
    }
  }
}

const at = ({ line, column, offset }: JsonProblem): string =>
  `line ${line}, column ${column} (byte ${offset})`

const told = (problem: JsonProblem): Judgement =>
  broken(problem.message, 'JSON by RFC 8259', `something else at ${at(problem)}`)

const tests = [
  // Content of a +json type is JSON.
  judged({
    id: 'json.form',
    title: 'Documents as JSON',
    decides: ['json.well-formed'],
    ...documents,
    judge: (image) => judgeText(image, 'json.well-formed', ['not-json'], told),
  }),
  // JSON is UTF-8.
  judged({
    id: 'json.encoding',
    title: 'Encoding of documents',
    decides: ['json.utf-8'],
    ...documents,
    judge: (image) =>
      judgeText(image, 'json.utf-8', ['not-utf8'], (problem) =>
        broken('is not encoded in UTF-8', 'UTF-8', `another byte at ${at(problem)}`),
      ),
  }),
  // Parsers keep the first or the last of two equal names.
  judged({
    id: 'json.names',
    title: 'Names in objects of documents',
    decides: ['json.unique-names'],
    ...documents,
    judge: (image) =>
      judgeText(
        image,
        'json.unique-names',
        ['duplicate-name'],
        (problem) => broken(problem.message, 'each name once', `once more at ${at(problem)}`),
        (document, { pointer }) => !isAnnotation(document, pointer),
      ),
  }),
  // Beyond double precision a number changes when it is read.
  judged({
    id: 'json.numbers',
    title: 'Numbers in documents',
    decides: ['json.numbers.double-precision'],
    ...documents,
    judge: (image) =>
      judgeText(image, 'json.numbers.double-precision', ['unsafe-number'], (problem) =>
        broken(
          'has a number beyond double precision',
          'a number that a double holds',
          `${problem.message}, at ${at(problem)}`,
        ),
      ),
  }),
  // I-JSON knows no half characters. Its limits that the text does not list only warn.
  judged({
    id: 'json.text',
    title: 'Characters in documents',
    decides: ['json.i-json.text'],
    ...documents,
    judge: (image) =>
      judgeText(image, 'json.i-json.text', ['byte-order-mark', 'lone-surrogate', 'noncharacter'], (problem) =>
        warning(broken(problem.message, 'text by RFC 7493', at(problem))),
      ),
  }),
]

/** How JSON content is written. */
export const suite = defineSuite<ImageContext>({
  name: 'json',
  title: 'JSON',
  specification,
  requirements,
  tests,
})
