import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { suiteJunit } from './reference-suite/junit.ts'
import { resultsYaml } from './reference-suite/results-yaml.ts'
import type { Reporter } from './reporter.ts'

/**
 * Writes results.yaml and junit.xml into a folder, in the shape of the distribution specification's
 * own conformance suite, for those who hand in its results. Both say which program made them.
 * Throws on the result of an image, which that suite does not know.
 */
export const referenceSuite = (folder: string): Reporter => ({
  name: 'reference-suite',
  async onEnd(result) {
    if (result.target.kind !== 'registry') {
      throw new Error('the reference suite knows registries only, and this is the result of an image')
    }
    const yaml = resultsYaml(result)
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, 'results.yaml'), yaml)
    await writeFile(join(folder, 'junit.xml'), suiteJunit(result, yaml))
  },
})
