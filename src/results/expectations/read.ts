import { didYouMean, similarNames } from '../text/similar.ts'
import type { Expectation } from './expectation.ts'
import { exitCodes, Failure } from '../conclusion/failure.ts'
import { isReasonableGlob } from '../../engine/glob.ts'
import { fit, printable } from '../text/printable.ts'
import { matcher } from '../../engine/select.ts'
import { readYaml } from './yaml-file.ts'

/** The ids that entries may name. */
export interface Known {
  requirements: readonly string[]
  tests: readonly string[]
}

/**
 * Reads a file of expectations (schemas/expectations.schema.json). Throws Failure, with line and
 * column, where it is not such a file, where an entry names something that does not exist, and where two entries
 * name the same.
 */
export function readExpectations(path: string, known: Known): readonly Expectation[] {
  const { content, at } = readYaml<{ expectations: readonly Expectation[] }>(path, 'expectations.schema.json')
  const seen = new Set<string>()
  for (const [index, { requirement, test, finding }] of content.expectations.entries()) {
    const [kind, pattern] = requirement === undefined ? ['test', test ?? ''] : ['requirement', requirement]
    const place = at(['expectations', index, kind])
    const ids = requirement === undefined ? known.tests : known.requirements
    if (!isReasonableGlob(pattern)) {
      const advice = 'use * only, or shorter patterns'
      throw new Failure(
        `${place}: the pattern ${printable(fit(pattern, 60))} is too complicated`,
        exitCodes.usage,
        advice,
      )
    }
    if (!ids.some(matcher(pattern))) {
      const advice =
        didYouMean(similarNames(pattern, ids)) ??
        '`oci-assay list requirements` lists their ids, with --json also those of the tests'
      throw new Failure(`${place}: unknown ${kind} ${printable(pattern)}`, exitCodes.usage, advice)
    }
    const key = `${kind} ${pattern}${finding === undefined ? '' : ` with the finding ${finding}`}`
    if (seen.has(key)) throw new Failure(`${place}: ${printable(key)} is listed twice`, exitCodes.usage)
    seen.add(key)
  }
  return content.expectations
}
