import { describe as descriptorOf, type Content } from '../../../../../src/content/content.ts'
import { mediaTypes } from '../../../../../src/content/media-types.ts'
import type { Random } from '../../../../../src/content/random.ts'
import type { Exchange } from '../../../../../src/registry/record/exchange.ts'
import { createReferenceRegistry, type ReferenceOptions } from '../../../../../src/reference/index.ts'
import { nextLink } from '../../../../../src/registry/lists/link.ts'
import { tagsOf } from '../../../../../suites/distribution/judges/tags.ts'
import { elsewhere, home, index, manifest } from './exchanges.ts'
import { record, type Recorded } from './recorded.ts'

const subject = manifest('subject')
const referring = { subject: descriptorOf(subject) }
const child = manifest('child')
const contents: readonly [Content, ...Content[]] = [
  subject,
  child,
  manifest('an artifact', { ...referring, artifactType: 'application/vnd.example.a' }),
  manifest('another artifact', { ...referring, artifactType: 'application/vnd.example.b' }),
  manifest('without a type', referring),
  manifest('sha512', { ...referring, algorithm: 'sha512' }),
  index('an index', [descriptorOf(child)], { ...referring, artifactType: 'application/vnd.example.a' }),
  index('nothing', [], { subject: descriptorOf(child) }),
]
/** Tags whose order depends on the version, and one right behind another. */
const tags = ['v1', 'v1-x', 'vA', 'va', 'vb', 'vC', 'v_'] as const
/** Nobody but a walk has these digests and tags. */
export const names: ReadonlySet<string> = new Set([...tags, ...contents.map(({ digest }) => digest)])

type Request = Parameters<Recorded['send']>[0]

/** What one walk uses: few names, so that they meet each other. */
interface Walk {
  random: Random
  contents: readonly [Content, ...Content[]]
  tags: readonly [string, ...string[]]
}

const draw = <Item>(random: Random, [first, ...others]: readonly [Item, ...Item[]]) => {
  const drawn = Array.from({ length: 3 }, () => random.pick([first, ...others]))
  return [random.pick([first, ...others]), ...drawn] as const
}

const referenceOf = ({ random, tags }: Omit<Walk, 'contents'>, content: Content): string =>
  random.integer(2) === 0 ? content.digest : random.pick(tags)

function push({ random, contents, tags }: Walk, repository: string): Request {
  const content = random.pick(contents)
  const reference = referenceOf({ random, tags }, content)
  const parameters = random.integer(4) === 0 ? `?tag=${random.pick(tags)}&tag=${random.pick(tags)}` : ''
  return {
    method: 'PUT',
    path: `/v2/${repository}/manifests/${reference}${parameters}`,
    requestHeaders: { 'Content-Type': content.mediaType },
    requestBody: content.bytes,
  }
}

function read({ random, contents, tags }: Walk, repository: string): Request {
  const content = random.pick(contents)
  const condition: Record<string, string>[] = [
    { 'If-None-Match': `"${content.digest}"` },
    { 'If-Match': `"${content.digest}"` },
    {},
  ]
  return {
    method: random.pick(['GET', 'HEAD']),
    path: `/v2/${repository}/manifests/${referenceOf({ random, tags }, content)}`,
    requestHeaders: { Accept: '*/*', ...(random.integer(4) === 0 ? condition[random.integer(3)] : {}) },
  }
}

const remove = ({ random, contents, tags }: Walk, repository: string): Request => ({
  method: 'DELETE',
  path: `/v2/${repository}/manifests/${referenceOf({ random, tags }, random.pick(contents))}`,
})

function listTags({ random, tags }: Walk, repository: string): Request {
  const query = new URLSearchParams({
    ...(random.integer(2) === 0 ? { n: random.pick(['0', '1', '2', '3', '10', '-1', 'x']) } : {}),
    ...(random.integer(3) === 0 ? { last: random.pick([...tags, 'v0', '']) } : {}),
  })
  return { method: 'GET', path: `/v2/${repository}/tags/list?${query.toString()}` }
}

function listReferrers({ random }: Walk, repository: string): Request {
  const types = ['application/vnd.example.a', mediaTypes.config, 'application/vnd.none', '']
  const type = random.pick(['', ...types])
  const query = type === '' ? '' : `?artifactType=${encodeURIComponent(type)}`
  const { digest } = random.pick([subject, subject, child])
  return { method: 'GET', path: `/v2/${repository}/referrers/${digest}${query}` }
}

const operations = [push, push, push, read, read, remove, listTags, listTags, listReferrers] as const

/** The next page, by Link or by the last tag of this one. */
function nextOf(random: Random, { request, response }: Exchange): Request | undefined {
  const exchange: Exchange = { id: 0, request, response: response!, via: [], startedAt: 0, duration: 0 }
  const url = new URL(request.url)
  const last = url.pathname.endsWith('/tags/list') ? tagsOf(exchange)?.at(-1) : undefined
  if (last !== undefined && random.integer(3) === 0) {
    url.searchParams.set('last', last)
    return { method: 'GET', path: url.pathname + url.search }
  }
  const target = nextLink(exchange)?.target
  return target === undefined ? undefined : { method: 'GET', path: target }
}

/** Sends some requests one after the other, or together with others, with Links followed to their end. */
async function walk(of: Walk, { send }: Recorded): Promise<void> {
  const { random } = of
  const sendOne = async () => {
    const wait = () => [random.integer(3), random.integer(3)] as const
    const repository = random.integer(4) === 0 ? elsewhere : home
    let request: Request | undefined = random.pick(operations)(of, repository)
    for (let page = 0; request !== undefined && page < 8; page += 1) {
      const exchange = await send(request, wait())
      request = nextOf(random, exchange)
    }
  }
  for (let step = 0; step < 14; step += 1) {
    const together = random.integer(3) === 0 ? 3 : 1
    await Promise.all(Array.from({ length: together }, sendOne))
  }
}

/** All exchanges of one walk through a registry with these options. */
export async function walkLists(
  random: Random,
  options: Partial<ReferenceOptions>,
): Promise<readonly Exchange[]> {
  const recorded = record(createReferenceRegistry(options))
  await walk({ random, contents: draw(random, contents), tags: draw(random, tags) }, recorded)
  return recorded.exchanges
}
