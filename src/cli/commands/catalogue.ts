import { suites as client } from '../../../suites/client/suites.ts'
import { suites as distribution } from '../../../suites/distribution/index.ts'
import { everyPolicy, policySuite } from '../../../suites/image/policies/suite.ts'
import { suites as image } from '../../../suites/image/suites.ts'
import { clientReferrersSuite, clientSuite } from '../../../suites/roundtrip/clients/suite.ts'
import { startSuite } from '../../../suites/roundtrip/start/suite.ts'
import { roundtripSuite } from '../../../suites/roundtrip/suite.ts'
import { upgradeSuite } from '../../../suites/roundtrip/upgrade/suite.ts'
import type { Suite } from '../../engine/suite.ts'
import { exitCodes, Failure } from '../../results/conclusion/failure.ts'
import { chosenSuites, isSuiteFile } from '../input/own-suites.ts'

/** Suites with the kind of target that they are for. They are not run: the context type fits no test. */
export type Catalogue = readonly { of: 'registry' | 'image' | 'client'; suite: Suite<never> }[]

const noImage = (): never => {
  throw new Error('a round trip needs an image')
}

export const catalogue: Catalogue = [
  ...distribution.map((suite) => ({ of: 'registry' as const, suite })),
  { of: 'registry', suite: roundtripSuite(noImage) },
  { of: 'registry', suite: upgradeSuite(noImage) },
  { of: 'image', suite: startSuite(noImage) },
  { of: 'client', suite: clientSuite(noImage) },
  { of: 'client', suite: clientReferrersSuite(noImage) },
  ...image.map((suite) => ({ of: 'image' as const, suite })),
  { of: 'image', suite: policySuite(everyPolicy) },
  ...client.map((suite) => ({ of: 'client' as const, suite })),
]

/** The option by which commands that list or explain take custom suites. */
export const suiteOption = ['--suite <file...>', 'include the custom suites in these files'] as const

/** All suites, with the custom ones of these files. Throws Failure. */
export async function catalogueWith(files: readonly string[] = []): Promise<Catalogue> {
  const other = files.find((file) => !isSuiteFile(file))
  if (other !== undefined) {
    const advice = 'specify files such as ./my-suite.js; all other suites are included anyway'
    throw new Failure(`--suite ${other} is not the path of a file`, exitCodes.usage, advice)
  }
  const { ownSuites = [] } = await chosenSuites(files)
  return [...catalogue, ...ownSuites.map((suite) => ({ of: suite.of ?? ('registry' as const), suite }))]
}
