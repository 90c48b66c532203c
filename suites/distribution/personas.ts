import type { ReferenceOptions } from '../../src/reference/registry.ts'
import { effectsOf } from './faults.ts'

/** Deviations of one product together, as they were reported of it: for trying clients and harnesses. */
export interface Persona {
  /** As the command line takes it. */
  name: string
  /** The product with its version, or the time of the report. */
  title: string
  /** Ids of faults and disturbances. */
  faults: readonly string[]
  /** What it lacks or has in an allowed way. */
  options?: Partial<ReferenceOptions>
}

const fiveMebibytes = 5 * 1024 * 1024

/** Registries as they were reported; today's versions may have mended it. */
export const personas: readonly Persona[] = [
  {
    name: 'acr',
    title: 'Azure Container Registry, 2024-06',
    faults: [
      'error-code-upload-range-invalid',
      'error-empty-as-json',
      'referrers-type-missing',
      'tag-deletion-off',
    ],
  },
  {
    name: 'aliyun',
    title: 'Aliyun DevOps registry, 2023',
    faults: ['chunk-range-of-chunk'],
  },
  {
    name: 'artifact-keeper',
    title: 'artifact-keeper, 2026',
    faults: ['put-wrong-digest-201', 'status-405', 'tags-empty', 'challenge-without-scope'],
  },
  {
    name: 'artifactory',
    title: 'Artifactory 7.93.0',
    faults: [
      'chunk-range-from-chunk',
      'tags-name-shortened',
      'error-codeless-416',
      'unknown-tag-403',
      'challenge-without-scope',
    ],
    options: { mount: false, deleteBlobs: false },
  },
  {
    name: 'cloudflare',
    title: 'Cloudflare serverless-registry, 2026-06',
    faults: ['put-wrong-digest-stored', 'put-wrong-digest-500', 'manifest-head-length-missing'],
  },
  {
    name: 'cloudsmith',
    title: 'Cloudsmith 1.630.6',
    faults: [
      'tags-name-shortened',
      'no-layers-refused',
      'error-code-unknown-error',
      'error-code-methodnotallowed',
    ],
    options: { mount: false, minChunkLength: fiveMebibytes },
  },
  {
    name: 'distribution-2',
    title: 'distribution 2.8.2',
    faults: ['tags-n-ignored', 'tags-last-ignored', 'tags-unsorted'],
    options: { referrers: false },
  },
  {
    name: 'distribution-3',
    title: 'distribution 3.1.1',
    faults: [
      'last-chunk-gap-400',
      'refused-final-chunk-kept',
      'sha512-manifest-refused',
      'manifest-malformed-digest-500',
      'manifest-push-malformed-digest-500',
      'foreign-layer-500',
    ],
    options: { referrers: false },
  },
  {
    name: 'django-oci',
    title: 'Django-OCI 0.0.16',
    faults: ['chunk-without-range', 'error-without-list'],
    options: { referrers: false },
  },
  {
    name: 'docker-hub',
    title: 'Docker Hub, 2024',
    faults: ['referrers-promised', 'subject-must-exist', 'unknown-repository-401'],
  },
  {
    name: 'ecr',
    title: 'Amazon ECR, 2026-06',
    faults: ['chunk-201', 'status-range-stuck', 'manifest-without-media-type-400', 'tags-n-large-400'],
    options: { redirectBlobs: 'path' },
  },
  {
    name: 'ecr-2024',
    title: 'Amazon ECR, 2024',
    faults: ['chunk-201', 'referrers-promised', 'manifest-type-parameters-415'],
    options: { redirectBlobs: 'path' },
  },
  {
    name: 'ecr-closed',
    title: 'Amazon ECR without creation of repositories on push',
    faults: ['repositories-created-first'],
    options: { redirectBlobs: 'path' },
  },
  {
    name: 'ecr-public',
    title: 'Amazon ECR Public, 2026-08',
    faults: ['challenge-for-everything', 'tags-last-unknown-404'],
  },
  {
    name: 'floundr',
    title: 'Floundr, 2024-09',
    faults: ['chunk-second-404', 'mount-404', 'status-405'],
  },
  {
    name: 'garbled-proxy',
    title: 'a proxy in front of a registry that keeps one Accept line and drops digests',
    faults: ['first-accept-line', 'proxy-strips-digests'],
  },
  {
    name: 'gar',
    title: 'Google Artifact Registry',
    faults: ['chunk-404', 'challenge-with-realm-alone', 'referrers-tagged'],
  },
  {
    name: 'ghcr',
    title: 'GHCR, 2024',
    faults: [
      'manifest-limit-three-megabytes-416',
      'manifest-deletion-off',
      'challenge-for-pull',
      'token-all-or-nothing',
    ],
    options: { referrers: false },
  },
  {
    name: 'gitea',
    title: 'Gitea 1.22',
    faults: ['tags-link-on-last-page', 'chunk-second-500'],
  },
  {
    name: 'gitlab',
    title: 'GitLab 16.5',
    faults: ['error-code-content-range-invalid', 'blob-head-digest-header-missing', 'token-client-required'],
    options: { singlePost: false, referrers: false },
  },
  {
    name: 'gitlab-com',
    title: 'GitLab.com, 2026-09',
    faults: ['artifact-refused', 'unknown-config-type-refused'],
  },
  {
    name: 'harbor',
    title: 'Harbor 2.9.1',
    faults: ['referrers-typed-json', 'referrers-type-of-config', 'challenge-basic-for-scope'],
  },
  {
    name: 'harbor-cache',
    title: 'Harbor as a proxy cache, before 2.2 and in 2.13',
    faults: ['manifest-head-untyped', 'manifest-head-length-missing', 'blob-unknown-repository-401'],
  },
  {
    name: 'icr',
    title: 'IBM Cloud Container Registry',
    faults: ['scope-insufficient-403'],
  },
  {
    name: 'keygen',
    title: 'Keygen 1.8.0',
    faults: ['error-code-unlisted', 'manifest-digest-header-missing'],
    options: { readOnly: true },
  },
  {
    name: 'metahub',
    title: 'MetaHub 0.4.8',
    faults: ['chunk-range-of-nothing', 'tags-newest-first', 'error-typed-text'],
  },
  {
    name: 'nexspence',
    title: 'nexspence, 2026-08',
    faults: ['put-wrong-digest-201', 'close-wrong-digest-201', 'manifest-wrong-digest-201'],
  },
  {
    name: 'nexus',
    title: 'Nexus 3',
    faults: ['blob-without-accept-400', 'challenge-in-capitals'],
  },
  {
    name: 'nora',
    title: 'NORA 1.2 and before',
    faults: ['cancel-405', 'missing-content-accepted', 'tags-outlive-manifest', 'tags-with-digests'],
    options: { singlePost: false, mount: false },
  },
  {
    name: 'openregistry',
    title: 'OpenRegistry 0.1.0',
    faults: ['tags-last-ignored', 'tags-first-skipped'],
  },
  {
    name: 'pulp',
    title: 'Pulp Container 2.25',
    faults: ['chunk-204', 'manifest-without-config-500', 'status-405', 'cancel-405'],
  },
  {
    name: 'quay',
    title: 'Quay, before 2024-05',
    faults: [
      'tags-unsorted',
      'tags-last-ignored',
      'unknown-config-type-refused',
      'mount-without-from-405',
      'tags-late',
    ],
  },
  {
    name: 'red-hat',
    title: 'registry.access.redhat.com',
    faults: ['blob-gzipped', 'blob-digest-header-missing', 'blob-head-length-missing'],
  },
  {
    name: 'zot-1.4',
    title: 'zot 1.4.1',
    faults: ['chunk-range-with-unit', 'tags-link-bare', 'mount-without-from-405'],
    options: { referrers: false },
  },
  {
    name: 'zot-2.1',
    title: 'zot up to 2.1.18',
    faults: [
      'status-empty-minus-one',
      'manifest-push-malformed-digest-201',
      'put-wrong-digest-500',
      'chunk-range-too-small',
      'referrers-twice',
    ],
  },
]

/** The options that make the embedded registry behave like a product. Throws where there is no persona of that name. */
export function optionsOfPersona(name: string): Partial<ReferenceOptions> {
  const persona = personas.find((candidate) => candidate.name === name)
  if (persona === undefined) {
    const names = personas.map((candidate) => candidate.name).join(', ')
    throw new Error(`there is no persona ${JSON.stringify(name)}: choose among ${names}`)
  }
  return { ...persona.options, effects: effectsOf(...persona.faults) }
}
