import type { Shard } from '../../engine/shard.ts'

/** The two repositories of a run. */
export interface Repositories {
  repository: string
  secondRepository: string
}

/** Repositories of a run that names none: a registry that looks things up by the beginning of a name confuses these. */
export const defaults: Repositories = { repository: 'oci-assay/one', secondRepository: 'oci-assay/one-more' }

/**
 * Each shard works in repositories of its own, unless the user names some: content that is always the
 * same, such as the empty config, would be removed by the first one to end.
 */
export function repositoriesOf(
  { repository, secondRepository }: Partial<Repositories>,
  shard: Shard | undefined,
): Repositories {
  const ownOf = (name: string) => (shard ? `${name}-${shard.index}` : name)
  return {
    repository: repository ?? ownOf(defaults.repository),
    secondRepository: secondRepository ?? ownOf(defaults.secondRepository),
  }
}
