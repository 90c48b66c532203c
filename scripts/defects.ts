import { writeFileSync } from 'node:fs'
import { argv } from 'node:process'
import { pathToFileURL } from 'node:url'
import { defects } from '../suites/image/defects.ts'

/**
 * Writes suites/image/defects.json, what the program has to know of the corpus of layouts, before each mutation
 * run: the image of a container is built without the corpus. A layout that cannot be evaluated violates nothing.
 */

/** The descriptions as JSON, one line each, so that two branches that add some can be merged. */
export function defectList(): string {
  const lines = defects
    .filter(({ verdict }) => verdict !== 'error')
    .map(({ id, breaks, title }) => `  ${JSON.stringify({ id, breaks, title })}`)
  return `[\n${lines.join(',\n')}\n]\n`
}

if (argv[1] !== undefined && import.meta.url === pathToFileURL(argv[1]).href) {
  writeFileSync(new URL('../../suites/image/defects.json', import.meta.url), defectList())
}
