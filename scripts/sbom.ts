import { withoutUndefined } from '../src/engine/optional.ts'
import { Contrib, Enums, Models, Serialize, Spec } from '@cyclonedx/cyclonedx-library'
import { PackageURL } from 'packageurl-js'
import parseLicence from 'spdx-expression-parse'
import type { BundledPackage, Manifest } from './bundled-packages.ts'

const { ComponentBuilder } = Contrib.FromNodePackageJson.Builders
const { ExternalReferenceFactory } = Contrib.FromNodePackageJson.Factories
const { LicenseFactory } = Contrib.License.Factories

function componentOf(manifest: Manifest, type: Enums.ComponentType): Models.Component {
  const builder = new ComponentBuilder(new ExternalReferenceFactory(), new LicenseFactory(parseLicence))
  // Only these: an author's address and the hosts of repositories help no scanner.
  const { name, version, license } = manifest
  const component = builder.makeComponent({ name, version, ...withoutUndefined({ license }) }, type)
  if (!component) throw new Error(`${name} ${version} cannot be named in a bill of materials`)
  const [scope, rest] = name.startsWith('@') ? name.split('/') : [undefined, name]
  const url = new PackageURL('npm', scope, rest ?? '', version, undefined, undefined).toString()
  component.purl = url
  component.bomRef.value = url
  return component
}

/**
 * A software bill of materials (CycloneDX 1.6, JSON) of a bundle, so that scanners see the packages in it: a bundle has
 * no dependencies that they could follow. The same packages yield the same bytes: there is no serial number and no time.
 * Throws where a package has no name or version.
 */
export function sbomOf(own: Manifest, packages: readonly BundledPackage[]): string {
  const bom = new Models.Bom()
  const root = componentOf(own, Enums.ComponentType.Application)
  bom.metadata.component = root
  bom.metadata.lifecycles.add(Enums.LifecyclePhase.Build)
  for (const { manifest } of packages) {
    const component = componentOf(manifest, Enums.ComponentType.Library)
    bom.components.add(component)
    root.dependencies.add(component.bomRef)
  }
  const serializer = new Serialize.JsonSerializer(new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6))
  return `${serializer.serialize(bom, { sortLists: true, space: 2 })}\n`
}
