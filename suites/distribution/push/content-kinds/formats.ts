import { mediaTypes } from '../../../../src/content/media-types.ts'
import { artifactType, configType, layerType } from './kinds.ts'
import type { Kind } from './kind.ts'

/** Formats that people push today, recognised by the types that their tools write. */
const format = (name: string, what: string, traits: Kind['traits']): Kind => ({
  name,
  what,
  group: 'format',
  traits,
})

const sigstore = 'application/vnd.dev.sigstore.bundle.v0.3+json'
const spdx = 'application/spdx+json'

export const formats: readonly Kind[] = [
  format('helm', 'a Helm chart', [
    configType('application/vnd.cncf.helm.config.v1+json'),
    layerType('application/vnd.cncf.helm.chart.content.v1.tar+gzip'),
  ]),
  format('wasm', 'a WebAssembly component', [
    configType('application/vnd.wasm.config.v0+json'),
    layerType('application/wasm'),
  ]),
  format('cosign', 'a cosign signature', [
    layerType('application/vnd.dev.cosign.simplesigning.v1+json', {
      'dev.cosignproject.cosign/signature': 'bm8gc2lnbmF0dXJl',
    }),
  ]),
  format('sigstore-bundle', 'a Sigstore bundle', [
    artifactType(sigstore),
    configType(mediaTypes.empty),
    layerType(sigstore),
  ]),
  format('notation', 'a Notary Project signature', [
    configType('application/vnd.cncf.notary.signature'),
    layerType('application/jose+json'),
  ]),
  format('attestation', 'a BuildKit attestation', [layerType('application/vnd.in-toto+json')]),
  format('sbom', 'an SPDX SBOM', [artifactType(spdx), configType(mediaTypes.empty), layerType(spdx)]),
  format('model', 'a ModelPack model', [
    artifactType('application/vnd.cncf.model.manifest.v1+json'),
    configType('application/vnd.cncf.model.config.v1+json'),
    layerType('application/vnd.cncf.model.weight.v1.tar'),
  ]),
  format('zstd', 'an image with zstd layers', [layerType(mediaTypes.layerZstd)]),
]
