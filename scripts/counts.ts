import { readFileSync, writeFileSync } from 'node:fs'
import { argv } from 'node:process'
import { pathToFileURL } from 'node:url'
import { requirements as ofRegistries } from '../suites/distribution/requirements.ts'
import { requirements as ofImages } from '../suites/image/requirements.ts'
import { faults as faultsOfClients } from '../suites/client/faults.ts'
import { requirements as ofClients } from '../suites/client/requirements.ts'
import { faults } from '../suites/distribution/faults.ts'
import { defects } from '../suites/image/defects.ts'

/** Writes the numbers in README.md: `node dist/scripts/counts.js`. */

const [begin, end] = ['<!-- counts: made by node dist/scripts/counts.js -->', '<!-- /counts -->']

/** The README with the numbers of requirements and faults between its two marks. Throws where the marks are missing. */
export function withCounts(text: string): string {
  const [from, to] = [text.indexOf(begin), text.indexOf(end)]
  if (from < 0 || to < from) throw new Error(`the README has no place for the numbers: ${begin} … ${end}`)
  const counts = `${ofRegistries.length} requirements for registries, ${ofImages.length} for images and ${ofClients.length} for clients, proven by ${faults.length} faults of registries, ${faultsOfClients.length} of a client and ${defects.length} defective images`
  return `${text.slice(0, from + begin.length)}${counts}${text.slice(to)}`
}

if (pathToFileURL(argv[1] ?? '').href === import.meta.url) {
  writeFileSync('README.md', withCounts(readFileSync('README.md', 'utf8')))
}
