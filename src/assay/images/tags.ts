import { exitCodes, Failure } from '../../results/conclusion/failure.ts'
import type { RegistryClient } from '../../registry/client.ts'
import { header } from '../../registry/record/exchange.ts'

/** Pages of one list: a registry that goes on for ever is not followed. */
const mostPages = 100_000
const mostNames = 1_000_000

const names = (value: unknown, key: string): string[] => {
  const list = (value as Record<string, unknown> | null)?.[key]
  return Array.isArray(list) ? list.filter((name) => typeof name === 'string') : []
}

/** The tags of a repository, over all pages (distribution specification, Listing Tags). Throws Failure. */
export const tagsOf = (client: RegistryClient, repository: string): Promise<string[]> =>
  pagesOf(client, `/v2/${repository}/tags/list`, 'tags', /^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}$/)

/** The repositories of a registry that has a catalog. Throws Failure. */
export const repositoriesOf = (client: RegistryClient): Promise<string[]> =>
  pagesOf(client, '/v2/_catalog?n=1000', 'repositories', /^[a-z0-9][a-z0-9._/-]{0,254}$/)

/** The names of a list that follow their grammar: nothing else can be pulled. */
async function pagesOf(
  client: RegistryClient,
  path: string,
  key: string,
  grammar: RegExp,
): Promise<string[]> {
  const found = new Set<string>()
  const visited = new Set<string>()
  for (let next: string | undefined = path; next !== undefined;) {
    if (visited.has(next) || visited.size === mostPages || found.size > mostNames) break
    visited.add(next)
    const exchange = await client.send({ method: 'GET', path: next, bulk: true })
    const { response, error, request } = exchange
    if (error || response?.status !== 200) {
      const why = error?.message ?? `GET ${request.url} returned ${response?.status ?? 'nothing'}`
      const advice =
        key === 'repositories'
          ? 'many registries have no catalog: list images with --images <file>'
          : undefined
      throw new Failure(`the list of ${key} cannot be read: ${why}`, exitCodes.incomplete, advice)
    }
    const body = parsed(response.body.bytes)
    for (const name of names(body, key)) if (grammar.test(name)) found.add(name)
    next = nextOf(header(response.headers, 'link'), request.url, client)
  }
  return [...found]
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8')) as unknown
  } catch {
    return undefined
  }
}

/** The path of the next page, on the same registry: RFC 8288. */
function nextOf(link: string | undefined, from: string, client: RegistryClient): string | undefined {
  const target = link?.split('>')[0]?.trim()
  if (link === undefined || !target?.startsWith('<') || !/;\s*rel="?next"?/i.test(link)) return undefined
  if (!URL.canParse(target.slice(1), from)) return undefined
  const url = new URL(target.slice(1), from)
  if (url.origin !== client.base.origin || !url.pathname.startsWith(client.base.pathname)) return undefined
  return `/${url.pathname.slice(client.base.pathname.length)}${url.search}`
}
