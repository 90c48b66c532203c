import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import { afterEach, expect, it } from 'vitest'
import { packagesOf } from './bundled-packages.ts'
import { sbomOf } from './sbom.ts'

const folders: string[] = []
afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true })))

/** A folder with these packages installed. */
function installed(packages: Record<string, object>): string {
  const folder = mkdtempSync(join(tmpdir(), 'oci-assay-sbom-'))
  folders.push(folder)
  for (const [place, manifest] of Object.entries(packages)) {
    mkdirSync(join(folder, 'node_modules', place), { recursive: true })
    writeFileSync(join(folder, 'node_modules', place, 'package.json'), JSON.stringify(manifest))
  }
  return folder
}

const own = { name: 'oci-assay', version: '1.2.3', license: 'Apache-2.0' }
const folder = () =>
  installed({
    '@scope/one': { name: '@scope/one', version: '1.0.0', license: 'MIT', dependencies: { two: '2' } },
    two: { name: 'two', version: '2.0.0', license: '(MIT OR ISC)' },
    three: { name: 'three', version: '3.0.0-rc.1' },
    unused: { name: 'unused', version: '9.9.9', license: 'MIT' },
  })

const sbomFor = (root: string) =>
  sbomOf(
    own,
    packagesOf([
      join(root, 'node_modules/three/index.js'),
      join(root, 'node_modules/@scope/one/lib/index.js'),
      join(root, 'src/index.js'),
    ]),
  )

interface Sbom {
  components: { purl: string; licenses?: object[] }[]
  dependencies: { ref: string; dependsOn?: string[] }[]
}

it('names each package that is bundled, with those that it depends on, and no other', () => {
  const { components, dependencies } = JSON.parse(sbomFor(folder())) as Sbom
  const urls = ['pkg:npm/%40scope/one@1.0.0', 'pkg:npm/three@3.0.0-rc.1', 'pkg:npm/two@2.0.0']
  expect(components.map(({ purl }) => purl).toSorted()).toEqual(urls)
  expect(dependencies.find(({ ref }) => ref === 'pkg:npm/oci-assay@1.2.3')?.dependsOn?.toSorted()).toEqual(
    urls,
  )
  expect(components.find(({ purl }) => purl.includes('two'))?.licenses).toEqual([
    { expression: '(MIT OR ISC)' },
  ])
})

it('is valid CycloneDX 1.6', () => {
  const schemas = 'node_modules/@cyclonedx/cyclonedx-library/res/schema'
  const read = (name: string) => JSON.parse(readFileSync(join(schemas, name), 'utf8')) as object
  const ajv = new Ajv({ strict: false, validateFormats: false })
  for (const name of ['spdx', 'jsf-0.82', 'cryptography-defs']) {
    const file = `${name}.SNAPSHOT.schema.json`
    ajv.addSchema(read(file), `http://cyclonedx.org/schema/${file}`)
  }
  const validate = ajv.compile(read('bom-1.6.SNAPSHOT.schema.json'))
  const sbom = JSON.parse(sbomFor(folder())) as Sbom
  expect(validate(sbom), JSON.stringify(validate.errors)).toBe(true)
  // The schema detects it: a component must have a name.
  expect(validate({ ...sbom, components: [{ type: 'library' }] })).toBe(false)
})

it('is the same for the same packages, and names nothing of the machine', () => {
  const [one, other] = [folder(), folder()]
  expect(sbomFor(one)).toBe(sbomFor(other))
  expect(sbomFor(one)).not.toContain(tmpdir())
})
