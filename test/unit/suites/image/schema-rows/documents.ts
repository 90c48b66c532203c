import type { SpecVersion } from '../../../../../src/engine/requirement.ts'
import type { RequirementId } from '../../../../../suites/image/requirements.ts'
import type { DocumentKind } from '../../../../../suites/image/schemas/violations.ts'

export type Fields = Record<string, unknown>
/** The base with some fields replaced; `undefined` takes a field away. */
export const but = (base: Fields, fields: Fields): Fields =>
  JSON.parse(JSON.stringify({ ...base, ...fields })) as Fields

export const hex = 'a'.repeat(64)
export const types = {
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  index: 'application/vnd.oci.image.index.v1+json',
  config: 'application/vnd.oci.image.config.v1+json',
  layer: 'application/vnd.oci.image.layer.v1.tar+gzip',
  zstd: 'application/vnd.oci.image.layer.v1.tar+zstd',
  empty: 'application/vnd.oci.empty.v1+json',
  own: 'application/vnd.example.thing.v1+json',
  docker: 'application/vnd.docker.container.image.v1+json',
}
export const d = (fields: Fields = {}): Fields =>
  but({ mediaType: types.layer, digest: `sha256:${hex}`, size: 7 }, fields)
export const configDescriptor = d({ mediaType: types.config })
export const empty = d({
  mediaType: types.empty,
  digest: 'sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a',
  size: 2,
})
export const own = d({ mediaType: types.own })
export const m = (fields: Fields = {}): Fields =>
  but({ schemaVersion: 2, mediaType: types.manifest, config: configDescriptor, layers: [d()] }, fields)
export const linux = { architecture: 'amd64', os: 'linux' }
export const entry = (fields: Fields = {}): Fields =>
  d({ mediaType: types.manifest, platform: linux, ...fields })
export const i = (fields: Fields = {}): Fields =>
  but({ schemaVersion: 2, mediaType: types.index, manifests: [entry()] }, fields)
export const named = (name: string): Fields =>
  i({ manifests: [entry({ annotations: { 'org.opencontainers.image.ref.name': name } })] })
export const c = (fields: Fields = {}): Fields =>
  but({ ...linux, rootfs: { type: 'layers', diff_ids: [`sha256:${hex}`] } }, fields)
export const run = (config: Fields): Fields => c({ config })
export const note = (key: string, value: unknown): Fields =>
  d({ annotations: { [`org.opencontainers.image.${key}`]: value } })
export const platform = (fields: Fields): Fields => entry({ platform: but(linux, fields) })
export const history = (fields: Fields): Fields => c({ history: [fields] })

/** A rule, documents that keep it, and documents that break it and nothing else. */
export interface Row {
  requirement: RequirementId
  kind: DocumentKind
  valid: readonly unknown[]
  invalid: readonly unknown[]
  spec?: SpecVersion
  severity?: 'warn'
}
export const nothing = ['text', 3, true, [], null]

/** A table of rules; what `rule` adds can still be changed to another version or severity. */
export function table(): {
  rows: Row[]
  rule: (
    requirement: RequirementId,
    kind: DocumentKind,
    valid: readonly unknown[],
    invalid: readonly unknown[],
  ) => Row
} {
  const rows: Row[] = []
  return {
    rows,
    rule(requirement, kind, valid, invalid) {
      const row: Row = { requirement, kind, valid, invalid }
      rows.push(row)
      return row
    },
  }
}
