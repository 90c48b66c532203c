import { readFileSync } from 'node:fs'
import { packageFile } from './package-file.ts'

/** The name and version of this program, as in its package.json. Throws FileProblem where that is missing. */
export function tool(): { name: string; version: string } {
  const manifest = JSON.parse(readFileSync(packageFile('package.json'), 'utf8')) as ReturnType<typeof tool>
  return { name: manifest.name, version: manifest.version }
}
