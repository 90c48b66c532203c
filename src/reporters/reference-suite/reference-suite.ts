import { join } from 'node:path'
import { makeOwnFolder, writeWhole } from '../../files/write.ts'
import { suiteJunit } from './junit.ts'
import { resultsYaml } from './results-yaml.ts'
import type { Reporter } from '../../results/reporter.ts'

/**
 * Writes results.yaml and junit.xml into a folder, in the shape of the distribution specification's
 * own conformance suite, for those who submit its results. Both name the program that wrote them.
 * Throws on the result of an image, which that suite does not know, and FileProblem where the folder is a link.
 */
export const referenceSuite = (folder: string): Reporter => ({
  name: 'reference-suite',
  onEnd(result) {
    if (result.target.kind !== 'registry') {
      throw new Error(
        'the format of the reference suite covers registries only, and this is a result of another target',
      )
    }
    const yaml = resultsYaml(result)
    makeOwnFolder(folder)
    writeWhole(join(folder, 'results.yaml'), yaml)
    writeWhole(join(folder, 'junit.xml'), suiteJunit(result, yaml))
  },
})
