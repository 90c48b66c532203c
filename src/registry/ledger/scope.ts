import type { LedgerEntry, OpenUpload } from './entry.ts'

/** Where a run may remove something: on one registry, in the repositories that it worked in. */
export interface Scope {
  base: URL
  repositories: readonly string[]
}

/** What makes a path lead elsewhere than it seems to: dot segments, and separators that are encoded or hidden. */
const hiddenSeparator = /%2[ef]|%5c|[\\\p{Cc}]/iu
const isDots = (segment: string): boolean => segment === '.' || segment === '..'

/** Part of a name that is one segment of a path: no separators, queries, fragments or escapes. */
const isSegment = (text: string): boolean => text !== '' && !isDots(text) && !/[/\\?#%\p{Cc}]/u.test(text)

/** Tests create repositories below the run's own, and beside it with hexadecimal digits behind its name. */
const belongsTo = (repository: string, own: string): boolean =>
  repository === own ||
  repository.startsWith(`${own}/`) ||
  (repository.startsWith(own) && /^(?:-absent-)?[0-9a-f]{8}$/.test(repository.slice(own.length)))

/**
 * Why something must not be removed, although a ledger lists it; undefined where it may. A registry chooses the
 * Location of an upload, and a stored ledger may be forged: a request with credentials must not follow either
 * to another origin, or to something that the run did not create.
 */
export function whyOutside(entry: LedgerEntry, { base, repositories }: Scope): string | undefined {
  const { repository } = entry
  if (!repository.split('/').every(isSegment)) return 'the repository name is not a plain path'
  if (!repositories.some((own) => belongsTo(repository, own)))
    return `the repository is not one of the run (${repositories.join(', ')})`
  if (entry.kind !== 'upload')
    return isSegment(entry.reference) ? undefined : 'the reference is not a plain path segment'
  return whyNotSession(entry, base)
}

/** Whether a path below a repository is that of a tag, a manifest or a blob, or of a list of them: a registry may remove those. */
const isOfContent = (path: string): boolean =>
  /^blobs\/[^/]*(?::|%3a)/i.test(path) ||
  path.split('/').some((segment) => ['manifests', 'tags', 'referrers'].includes(segment))

function whyNotSession({ location, repository }: OpenUpload, base: URL): string | undefined {
  if (!URL.canParse(location, base.href)) return 'the location of the upload is not a URL'
  const url = new URL(location, base)
  if (url.origin !== base.origin) return `the upload is at another origin, ${url.origin}`
  if (url.username !== '' || url.password !== '') return 'the location of the upload has credentials'
  const path = location.replace(/[?#].*$/s, '')
  if (hiddenSeparator.test(path) || path.split('/').some(isDots))
    return 'the location of the upload has encoded or dot segments'
  const roots = [`${base.pathname.replace(/(?<!\/)\/+$/, '')}/v2/`, '/v2/']
  const place = roots.map((root) => `${root}${repository}/`).find((each) => url.pathname.startsWith(each))
  if (place === undefined) return `the location of the upload is not below /v2/${repository}/`
  return isOfContent(url.pathname.slice(place.length))
    ? 'the location of the upload is that of content'
    : undefined
}
