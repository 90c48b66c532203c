import { existsSync } from 'node:fs'
import { missingPart } from './problem.ts'

/**
 * The address of a file of this package, such as `package.json` or `schemas/results.schema.json`: the sources are
 * fewer folders below the package's own than what is built of them. Throws FileProblem where it is not there.
 */
export function packageFile(path: string): URL {
  const found = ['../', '../../', '../../../']
    .map((above) => new URL(above + path, import.meta.url))
    .find((place) => existsSync(place))
  if (!found) throw missingPart(path)
  return found
}
