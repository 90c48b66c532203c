/**
 * What cannot be evaluated with one repository alone, as patterns of requirements: what one
 * repository holds must not show in another, and blobs are mounted from one into another.
 */
export const needTwoRepositories: readonly string[] = [
  'pull.*.other-repository',
  'push.mount',
  'discovery.referrers.other-repository',
  'discovery.tags.nothing-else',
  'discovery.tags.empty-list',
  'management.*.other-repository-kept',
]
