import type { Specification } from '../../src/engine/requirement.ts'

const revision = '967efdc079b91785ad18c77cc4f8991a47feefbf'
const at = (tag: string): string => `https://github.com/opencontainers/distribution-spec/blob/${tag}`

/** The distribution specification: the two released versions, and the next one at a pinned revision. */
export const specification: Specification = {
  name: 'distribution',
  title: 'OCI Distribution Specification',
  file: 'spec.md',
  versions: {
    '1.0': { label: 'v1.0.1', revision: 'v1.0.1', url: at('v1.0.1') },
    '1.1': { label: 'v1.1.1', revision: 'v1.1.1', url: at('v1.1.1') },
    dev: { label: 'dev', revision, url: at(revision) },
  },
}
