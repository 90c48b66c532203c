import { broken, type Judgement } from '../../../src/engine/judgement.ts'
import type { JsonProblem, JsonProblemCode } from '../../../src/image/json.ts'
import type { Document, ImageFacts } from '../facts/facts.ts'
import { placeIn, type Said } from '../judged.ts'

/** True for a member of a map of annotations or labels, whose names have a rule of their own. */
export const isAnnotation = ({ kind }: Document, pointer = ''): boolean =>
  kind === 'config' ? /^\/config\/Labels\/[^/]*$/.test(pointer) : /\/annotations\/[^/]*$/.test(pointer)

/** What the reader found in the texts of documents, for one requirement. */
export function* judgeText(
  { documents }: Pick<ImageFacts, 'documents'>,
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

/** Where in the text a problem is, for people. */
export const at = ({ line, column, offset }: JsonProblem): string =>
  `line ${line}, column ${column} (byte ${offset})`

const told = (problem: JsonProblem): Judgement =>
  broken(problem.message, 'JSON by RFC 8259', `something else at ${at(problem)}`)

/** Whether documents are JSON. */
export const judgeForm = (documents: readonly Document[]): Generator<Said> =>
  judgeText({ documents }, 'json.well-formed', ['not-json'], told)
