import { existsSync, readFileSync } from 'node:fs'

/** The name and version of this program, as its package tells them; the sources stand one folder higher than what is built. */
export function tool(): { name: string; version: string } {
  const manifest = ['../package.json', '../../package.json']
    .map((path) => new URL(path, import.meta.url))
    .find((url) => existsSync(url))
  if (!manifest) throw new Error('package.json is missing beside the program: install oci-assay anew')
  const { name, version } = JSON.parse(readFileSync(manifest, 'utf8')) as { name: string; version: string }
  return { name, version }
}
