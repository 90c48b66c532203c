import { violated, type Judgement } from '../../../../src/engine/judgement.ts'
import type { JsonProblem, JsonProblemCode } from '../../../../src/image/json/problems.ts'
import type { Document } from '../../../../src/image/model/model.ts'
import type { ImageFacts } from '../../facts/facts.ts'
import { describeFirstBytes } from '../../judges/first-bytes.ts'
import { placeIn, type Check } from '../../judges/check.ts'
import type { RequirementId } from '../../requirements.ts'

/** True for a member of a map of annotations or labels, whose names have a rule of their own. */
export const isAnnotation = ({ kind }: Document, pointer = ''): boolean =>
  kind === 'config' ? /^\/config\/Labels\/[^/]*$/.test(pointer) : /\/annotations\/[^/]*$/.test(pointer)

/** What the reader found in the texts of documents, for one requirement. */
export function* judgeText(
  { documents }: Pick<ImageFacts, 'documents'>,
  requirement: RequirementId,
  codes: readonly JsonProblemCode[],
  judgementOf: (problem: JsonProblem, document: Document) => Judgement,
  concerns: (document: Document, problem: JsonProblem) => boolean = () => true,
): Generator<Check> {
  for (const document of documents) {
    for (const problem of document.text) {
      if (!codes.includes(problem.code) || !concerns(document, problem)) continue
      const place = placeIn(document.source, problem.pointer)
      yield { requirement, judgement: judgementOf(problem, document), evidence: [place] }
    }
  }
}

/** Where in the text a problem is, for people. */
export const at = ({ line, column, offset }: JsonProblem): string =>
  `line ${line}, column ${column} (byte ${offset})`

const isBlank = (bytes: Uint8Array): boolean => Buffer.from(bytes).toString('latin1').trim() === ''

/** A text that breaks off being JSON somewhere, or that is something else from its first byte on. */
function formOf(problem: JsonProblem, { head, size }: Document): Judgement {
  const expected = 'JSON by RFC 8259'
  return head && isBlank(head.subarray(0, problem.offset))
    ? violated('is not JSON', expected, describeFirstBytes(head, size))
    : violated(problem.message, expected, `invalid JSON at ${at(problem)}`)
}

/** Whether documents are JSON. */
export const judgeForm = (documents: readonly Document[]): Generator<Check> =>
  judgeText({ documents }, 'json.well-formed', ['not-json'], formOf)
