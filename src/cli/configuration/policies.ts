import { dirname, isAbsolute, join } from 'node:path'
import { isCollection, isMap, isScalar, type Node, type Pair } from 'yaml'
import type { Policies } from '../../../suites/image/policies/policies.ts'
import { parseLock } from '../../../suites/image/policies/read/lock.ts'
import { PolicyProblem, pathText, type Path } from '../../../suites/image/policies/read/problem.ts'
import { readPolicies } from '../../../suites/image/policies/read/read.ts'
import { readFileText } from '../../files/read.ts'
import { exitCodes, Failure } from '../../results/conclusion/failure.ts'
import { printable } from '../../results/text/printable.ts'
import { didYouMean, similarNames } from '../../results/text/similar.ts'
import { documentIn, readDocument, type Document } from './document.ts'

/** Bytes of a lock file: a million lines. */
const mostLockBytes = 256 * 1024 ** 2

/** Policies at a place of a document; files that they name are relative to its folder. Throws Failure with line and column. */
export function policiesIn(node: Node | null, { path, placeOf }: Document): Policies {
  try {
    return readPolicies(node?.toJSON() ?? {}, {
      sourceDateEpoch: process.env['SOURCE_DATE_EPOCH'],
      readLock(file) {
        const full = isAbsolute(file) ? file : join(dirname(path), file)
        return parseLock(readFileText(full, { most: mostLockBytes }))
      },
    })
  } catch (error) {
    if (!(error instanceof PolicyProblem)) throw error
    const place = placeOf(nodeAt(node, error.path, error.known.length > 0))
    const name = ['policies', pathText(error.path)].filter((each) => each !== '').join('.')
    const advice = adviceOn(error)
    throw new Failure(`${path}:${place}: ${printable(`${name}: ${error.message}`)}`, exitCodes.usage, advice)
  }
}

function adviceOn({ path, known }: PolicyProblem): string | undefined {
  if (known.length === 0) return undefined
  return didYouMean(similarNames(String(path.at(-1)), known)) ?? `the keys are ${known.join(', ')}`
}

/** The part that a path leads to, or the last one on the way that there is; `asKey`: the key of a mapping in the end. */
function nodeAt(node: Node | null, [step, ...rest]: Path, asKey: boolean): unknown {
  if (step === undefined || !isCollection(node)) return node
  if (!isMap(node)) return nodeAt((node.items[Number(step)] ?? node) as Node, rest, asKey)
  const pair = (node.items as Pair<Node, Node | null>[]).find(
    ({ key }) => isScalar(key) && String(key.value) === step,
  )
  if (!pair) return node
  return rest.length === 0 && asKey ? pair.key : nodeAt(pair.value ?? pair.key, rest, asKey)
}

/** The policies of a run: of the configuration or a file, then those of options, each of which replaces its kind. Throws Failure. */
export function policiesOf(
  file: string | Policies | undefined,
  options: readonly string[] = [],
): Policies | undefined {
  if (file === undefined && options.length === 0) return undefined
  const first = typeof file === 'string' ? policiesInFile(file) : file
  const more = options.map((text) => {
    const document = documentIn(text, '--policy')
    return policiesIn(document.root, document)
  })
  return Object.assign({}, first, ...more) as Policies
}

function policiesInFile(path: string): Policies {
  const document = readDocument(path, 'name a file with policies')
  return policiesIn(document.root, document)
}
