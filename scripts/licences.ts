import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

interface Manifest {
  name: string
  version: string
  license?: string
  dependencies?: Record<string, string>
}

/** The folder of the package that a bundled file comes from; undefined for the project's own. */
function packageOf(file: string): string | undefined {
  const path = file.replaceAll('\\', '/')
  const start = path.lastIndexOf('/node_modules/')
  if (start < 0) return undefined
  const [scope = '', name = ''] = path.slice(start + '/node_modules/'.length).split('/')
  return join(path.slice(0, start), 'node_modules', scope.startsWith('@') ? join(scope, name) : scope)
}

const manifestOf = (folder: string): Manifest =>
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

/**
 * The licences of all packages that files were bundled from, as their authors ask for them to be kept.
 * Throws where a package names none and holds no text of one: such a package is not to be shipped.
 */
export function licencesOf(files: readonly string[]): string {
  const folders = new Set<string>()
  for (const folder of files.flatMap((file) => packageOf(file) ?? [])) closure(folder, folders)
  const texts = [...folders].toSorted().map((folder) => {
    const { name, version, license } = manifestOf(folder)
    const file = readdirSync(folder).find((entry) => /^(?:licen[cs]e|copying)/i.test(entry))
    if (license === undefined && file === undefined) throw new Error(`${name} ${version} names no licence`)
    const text = file === undefined ? '' : readFileSync(join(folder, file), 'utf8').trim()
    return `${name} ${version} (${license ?? 'see below'})\n\n${text}`
  })
  return `${texts.join(`\n\n${'-'.repeat(72)}\n\n`)}\n`
}
