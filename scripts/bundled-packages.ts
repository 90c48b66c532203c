import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What is read of a package.json. */
export interface Manifest {
  name: string
  version: string
  license?: string
  dependencies?: Record<string, string>
}

/** A package that a bundle holds, with the folder that it is installed in. */
export interface BundledPackage {
  folder: string
  manifest: Manifest
}

/** The folder of the package that a bundled file comes from; undefined for the project's own. */
function packageOf(file: string): string | undefined {
  const path = file.replaceAll('\\', '/')
  const start = path.lastIndexOf('/node_modules/')
  if (start < 0) return undefined
  const [scope = '', name = ''] = path.slice(start + '/node_modules/'.length).split('/')
  return join(path.slice(0, start), 'node_modules', scope.startsWith('@') ? join(scope, name) : scope)
}

export const manifestOf = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest

/** A package with all that it depends on: it may be published as a bundle that holds them. */
function closure(folder: string, found: Set<string>): void {
  if (found.has(folder)) return
  found.add(folder)
  for (const name of Object.keys(manifestOf(folder).dependencies ?? {})) {
    const places = [join(folder, 'node_modules', name), join(folder, '..', name), join(folder, '../..', name)]
    const place = places.find((each) => existsSync(join(each, 'package.json')))
    if (place !== undefined) closure(place, found)
  }
}

/** All packages that files were bundled from, in the order of their folders. */
export function packagesOf(files: readonly string[]): BundledPackage[] {
  const folders = new Set<string>()
  for (const folder of files.flatMap((file) => packageOf(file) ?? [])) closure(folder, folders)
  return [...folders].toSorted().map((folder) => ({ folder, manifest: manifestOf(folder) }))
}
