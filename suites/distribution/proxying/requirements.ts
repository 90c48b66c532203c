import { defineRequirements } from '../../../src/engine/literal-ids.ts'
import { may, should } from '../../../src/engine/requirement.ts'

const section = 'registry-proxying'

/** Registries in front of others; described in dev only. */
export const requirements = defineRequirements([
  {
    id: 'proxying.ns-manifest',
    title: 'serves a manifest for a pull with ns',
    section,
    at: { dev: may(768, 767) },
    dependsOn: ['pull.manifest.by-tag'],
    ruling:
      'Using or ignoring the parameter is free: with the registry’s own host 200 passes, else it is noted.',
    impact: 'Mirrors are requested with ns by container engines.',
  },
  {
    id: 'proxying.ns-blob',
    title: 'serves a blob for a pull with ns',
    section,
    at: { dev: may(768, 767) },
    dependsOn: ['pull.blob.get'],
    ruling:
      'Using or ignoring the parameter is free: with the registry’s own host 200 passes, else it is noted.',
  },
  {
    id: 'proxying.namespace-header',
    title: 'includes OCI-Namespace when it used ns',
    section,
    at: { dev: should(769) },
    unobservable: 'Whether a registry used the parameter or ignored it cannot be seen from outside.',
  },
  {
    id: 'proxying.namespace-header-value',
    title: 'returns the value of ns as OCI-Namespace',
    section,
    at: { dev: should(769) },
    ruling: 'Judged where the header is there; else it is unsupported.',
  },
])
