import type { Specification } from '../../src/engine/requirement.ts'

const published = (label: string, revision: string) => ({
  label,
  revision,
  url: `https://github.com/opencontainers/image-spec/blob/${revision}`,
})

/** The OCI image specification. Its texts are many: places are written with their file. */
export const specification: Specification = {
  name: 'image',
  title: 'OCI Image Format Specification',
  file: 'spec.md',
  versions: {
    '1.0': published('v1.0.2', 'v1.0.2'),
    '1.1': published('v1.1.1', 'v1.1.1'),
    dev: published('dev', '13cff54902ec9ad6320cbc487a685b66fcd67171'),
  },
}
