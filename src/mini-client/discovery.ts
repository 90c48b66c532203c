import { Refused, type Descriptor, type Document } from './content.ts'
import type { Client } from './manifests.ts'
import { pathOf, type Reference } from './reference.ts'
import { listAt, referrersTag } from './referrers-tag.ts'
import type { Response } from './session.ts'

const pageSize = 100

/** The target of a Link header with rel="next", as it is. */
function nextIn({ headers, url }: Response): URL | undefined {
  const target = /^<([^>]*)>;\s*rel="?next"?/i.exec(headers.get('link') ?? '')?.[1]
  return target === undefined ? undefined : new URL(target, url)
}

/** `tags <repository>`: all of them, one per line. */
export async function tags({ session, behaviour, print }: Client, ref: Reference): Promise<void> {
  const seen = new Set<string>()
  const printed = new Set<string>()
  let url: URL | undefined = pathOf(ref, `tags/list?n=${pageSize}`)
  while (url && !seen.has(url.href)) {
    seen.add(url.href)
    const response = await session.send(url)
    if (response.status !== 200) throw new Refused(`GET ${url.pathname}: ${response.status}`)
    const { tags: page } = JSON.parse(Buffer.from(response.body).toString('utf8')) as { tags?: string[] }
    const fresh = (page ?? []).filter((tag) => !printed.has(tag))
    for (const tag of fresh) print(tag)
    for (const tag of fresh) printed.add(tag)
    // A registry that returns the same page again would never end.
    if (page && page.length > 0 && fresh.length === 0) return
    if (page?.length === 0 && !behaviour.continuesAfterEmptyPage) return
    const next = nextIn(response)
    if (next) url = behaviour.followsTagLinks ? kept(behaviour.keepsTagLinks, next) : undefined
    else if (page && page.length >= pageSize) {
      const last = behaviour.passesTagAsLast ? (page.at(-1) ?? '') : String(seen.size * pageSize)
      url = pathOf(ref, `tags/list?n=${pageSize}&last=${encodeURIComponent(last)}`)
    } else url = undefined
  }
}

/** The address of the next page, or in careless hands only the parameters that every registry has. */
function kept(unchanged: boolean, next: URL): URL {
  if (unchanged) return next
  const careless = new URL(next)
  const usual = [...next.searchParams].filter(([name]) => name === 'last' || name === 'n')
  careless.search = new URLSearchParams(usual).toString()
  return careless
}

/** `referrers <ref>`: digests and types of what refers to a manifest. */
export async function referrers(client: Client, ref: Reference): Promise<void> {
  for (const { digest, artifactType = '' } of await referrersOf(client, ref))
    client.print(`${digest} ${artifactType}`)
}

async function referrersOf(client: Client, ref: Reference): Promise<Descriptor[]> {
  const { session, behaviour } = client
  const found: Descriptor[] = []
  let url: URL | undefined = pathOf(ref, `referrers/${ref.reference}`)
  while (url) {
    const response: Response = await session.send(url)
    if (response.status === 404 && found.length === 0) return fallback(client, ref)
    if (response.status !== 200) throw new Refused(`GET ${url.pathname}: ${response.status}`)
    const { manifests = [] } = JSON.parse(Buffer.from(response.body).toString('utf8')) as Document
    found.push(...manifests)
    url = behaviour.followsReferrerLinks ? nextIn(response) : undefined
  }
  return found
}

async function fallback(client: Client, ref: Reference): Promise<Descriptor[]> {
  const { behaviour } = client
  if (!behaviour.fallsBackToTag) return []
  try {
    return (await listAt(client, ref, referrersTag(client, ref.reference))) ?? []
  } catch (error) {
    if (!behaviour.toleratesNoReferrers) throw error
    return []
  }
}
