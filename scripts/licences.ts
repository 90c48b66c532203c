import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BundledPackage } from './bundled-packages.ts'

/**
 * The licences of all packages that a bundle holds, as their authors require.
 * Throws where a package names none and holds no text of one: such a package is not to be shipped.
 */
export function licencesOf(packages: readonly BundledPackage[]): string {
  const texts = packages.map(({ folder, manifest: { name, version, license } }) => {
    const file = readdirSync(folder).find((entry) => /^(?:licen[cs]e|copying)/i.test(entry))
    if (license === undefined && file === undefined) throw new Error(`${name} ${version} names no licence`)
    const text = file === undefined ? '' : readFileSync(join(folder, file), 'utf8').trim()
    return `${name} ${version} (${license ?? 'see below'})\n\n${text}`
  })
  return `${texts.join(`\n\n${'-'.repeat(72)}\n\n`)}\n`
}
