import { existsSync, readFileSync } from 'node:fs'
import { missingPart } from './files/problem.ts'

/** The name and version of this program, as its package tells them; the sources stand one folder higher than what is built. */
export function tool(): { name: string; version: string } {
  const manifest = ['../package.json', '../../package.json']
    .map((path) => new URL(path, import.meta.url))
    .find((url) => existsSync(url))
  if (!manifest) throw missingPart('package.json')
  const { name, version } = JSON.parse(readFileSync(manifest, 'utf8')) as { name: string; version: string }
  return { name, version }
}
