import { exitCodes, Failure } from '../../results/conclusion/failure.ts'
import type { RegistryClient } from '../../registry/client.ts'
import { nameIn, readList } from '../../registry/lists/read-list.ts'

/** The tags of a repository, over all pages (distribution specification, Listing Tags). Throws Failure. */
export const tagsOf = (client: RegistryClient, repository: string): Promise<string[]> =>
  namesIn(client, `/v2/${repository}/tags/list`, 'tags', /^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}$/)

/** The repositories of a registry that has a catalog. Throws Failure. */
export const repositoriesOf = (client: RegistryClient): Promise<string[]> =>
  namesIn(client, '/v2/_catalog?n=1000', 'repositories', /^[a-z0-9][a-z0-9._/-]{0,254}$/)

async function namesIn(
  client: RegistryClient,
  path: string,
  key: 'tags' | 'repositories',
  grammar: RegExp,
): Promise<string[]> {
  const list = await readList(client, path, { key, itemOf: nameIn(grammar) })
  if ('items' in list) return list.items
  const instead = 'list images with --images <file>'
  const advice =
    key === 'repositories'
      ? `many registries have no catalog: ${instead}`
      : list.status === 404
        ? 'check the name of the repository; `oci-assay doctor` checks the access to a registry'
        : `try again later, or ${instead}`
  throw new Failure(`the list of ${key} cannot be read: ${list.why}`, exitCodes.incomplete, advice)
}
