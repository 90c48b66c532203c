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
      'A registry may use or ignore the parameter: with its own host, 200 passes; anything else is noted.',
    impact: 'Mirrors are requested with ns by container engines.',
  },
  {
    id: 'proxying.ns-blob',
    title: 'serves a blob for a pull with ns',
    section,
    at: { dev: may(768, 767) },
    dependsOn: ['pull.blob.get'],
    ruling:
      'A registry may use or ignore the parameter: with its own host, 200 passes; anything else is noted.',
  },
  {
    id: 'proxying.namespace-header',
    title: 'includes OCI-Namespace when it used ns',
    section,
    at: { dev: should(769) },
    unobservable: 'A client cannot observe whether a registry used or ignored the parameter.',
  },
  {
    id: 'proxying.namespace-header-value',
    title: 'returns the value of ns as OCI-Namespace',
    section,
    at: { dev: should(769) },
    ruling: 'Judged if the header is present; otherwise it is unsupported.',
  },
])
