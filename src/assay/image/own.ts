import { fileQuery } from '../../../suites/image/policies/query.ts'
import { problemOfPath } from '../../../suites/image/policies/glob.ts'
import { policySuite } from '../../../suites/image/policies/suite.ts'
import { suites as ours } from '../../../suites/image/suites.ts'
import type { ImageContext } from '../../../suites/image/target/context.ts'
import type { Suite } from '../../engine/suite.ts'
import type { FileQuery } from '../../image/decode/tar/layer-files.ts'
import { exitCodes, Failure } from '../../results/conclusion/failure.ts'
import type { AssayOptions } from '../options.ts'
import { checkNames } from '../own-suites.ts'

type OwnOptions = Pick<AssayOptions, 'policies' | 'ownSuites'>

/** The suites of a run over images: ours, the policies that are configured, and those of the caller. Throws Failure. */
export function suitesFor({ policies, ownSuites = [] }: OwnOptions): readonly Suite<ImageContext>[] {
  for (const { name, of, reads = [] } of ownSuites) {
    if (of !== 'image')
      throw new Failure(
        `the suite ${name} is for registries, and this is an image`,
        exitCodes.usage,
        "a suite for images has the property of: 'image'",
      )
    const wrong = reads.find((path) => problemOfPath(path) !== undefined)
    if (wrong !== undefined)
      throw new Failure(
        `the suite ${name} reads ${JSON.stringify(wrong)}, which ${problemOfPath(wrong)}`,
        exitCodes.usage,
      )
  }
  const policy = policies ? policySuite(policies) : undefined
  const all: readonly Suite<ImageContext>[] = [
    ...ours,
    ...(policy && policy.tests.length > 0 ? [policy] : []),
    ...(ownSuites as readonly Suite<ImageContext>[]),
  ]
  if (ownSuites.length > 0) checkNames(all)
  return all
}

/** The files of layers that policies and custom suites look at. */
export const queryOf = ({ policies = {}, ownSuites = [] }: OwnOptions): FileQuery | undefined =>
  fileQuery(
    policies,
    ownSuites.flatMap(({ reads = [] }) => reads),
  )
