import { refused, type RequestContext } from '../../../../src/reference/context.ts'
import { imageIndexType, imageManifestType } from '../../../../src/reference/manifest.ts'
import { headerOf, withBody, withHeader } from '../../../../src/reference/reply.ts'
import {
  bare,
  documentOf,
  falseDigest,
  instead,
  restatus,
  setting,
  without,
} from '../../../../src/reference/effects/alter.ts'
import { byDigest, byTag } from '../../../../src/reference/effects/requests.ts'
import type { Fault } from '../../fault.ts'
import { changePolicy, onReply, type Match } from '../../../../src/reference/effects/effects.ts'

const got = { endpoint: 'manifest', method: 'GET', status: 200 } as const
const gotByTag: Match = { ...got, when: byTag }
const gotByDigest: Match = { ...got, when: byDigest }
const gotIndex: Match = {
  ...got,
  when: (_, answer) => answer !== undefined && headerOf(answer, 'content-type') === imageIndexType,
}

/** Faults in serving manifests that are there. */
export const servedManifestFaults: readonly Fault[] = [
  {
    id: 'tag-404',
    violates: 'pull.manifest.by-tag',
    title: 'returns 404 for a GET of a tag that exists',
    effects: () => instead(gotByTag, 404),
  },
  {
    id: 'tag-203',
    violates: 'pull.manifest.by-tag',
    title: 'returns 203 for a GET of a tag, as a proxy that changed something',
    effects: () => restatus(gotByTag, 203),
  },
  {
    id: 'tag-of-index-500',
    violates: 'pull.manifest.by-tag',
    title: 'returns 500 if a tag leads to an index',
    effects: () =>
      instead({ ...got, when: (ctx, answer) => byTag(ctx) && gotIndex.when?.(ctx, answer) === true }, 500),
  },
  {
    id: 'manifest-untagged-unknown',
    violates: 'pull.manifest.by-digest',
    title: 'returns 404 for a digest as long as no tag leads to it',
    seenIn: 'a registry in distribution-spec#412',
    effects: () =>
      onReply(gotByDigest, (answer, { route, store }) => {
        if (route.endpoint !== 'manifest') return answer
        const tagged = [...(store.find(route.repository)?.tags.values() ?? [])].includes(route.reference)
        return tagged ? answer : bare(404)
      }),
  },
  {
    id: 'manifest-by-digest-404',
    violates: 'pull.manifest.by-digest',
    title: 'returns 404 for a a GET of any manifest by digest',
    effects: () => instead(gotByDigest, 404),
  },
  {
    id: 'index-by-digest-500',
    violates: 'pull.manifest.by-digest',
    title: 'returns 500 for a GET of an index by digest',
    effects: () =>
      instead({ ...got, when: (ctx, answer) => byDigest(ctx) && gotIndex.when?.(ctx, answer) === true }, 500),
  },
  {
    id: 'unknown-fields-dropped',
    violates: 'pull.manifest.exact-bytes',
    title: 'stores a manifest without the fields that it does not know',
    effects: () =>
      changePolicy(() => ({
        storedManifest(manifest) {
          const document = JSON.parse(Buffer.from(manifest.bytes).toString('utf8')) as Record<string, unknown>
          const known = Object.entries(document).filter(([name]) => !name.startsWith('vnd.'))
          if (known.length === Object.keys(document).length) return manifest
          return { ...manifest, bytes: Buffer.from(JSON.stringify(Object.fromEntries(known))) }
        },
      })),
  },
  {
    id: 'manifest-formatted-anew',
    violates: 'pull.manifest.exact-bytes',
    title: 'formats the JSON of a manifest anew before it serves it',
    effects: () => onReply(got, (answer) => withBody(answer, JSON.stringify(documentOf(answer), null, 3))),
  },
  {
    id: 'manifest-with-newline',
    violates: 'pull.manifest.exact-bytes',
    title: 'ends each manifest with a newline',
    effects: () =>
      onReply(got, (answer) => withBody(answer, Buffer.concat([answer.body, Buffer.from('\n')]))),
  },
  {
    id: 'manifest-untyped',
    violates: 'pull.manifest.content-type-present',
    title: 'sends manifests without Content-Type',
    effects: () => without(got, 'Content-Type'),
  },
  {
    id: 'manifest-typed-json',
    violates: 'pull.manifest.content-type',
    title: 'sends manifests as plain JSON',
    effects: () => setting(got, 'Content-Type', 'application/json'),
  },
  {
    id: 'index-typed-manifest',
    violates: 'pull.manifest.content-type',
    title: 'sends an index under the type of an image manifest',
    effects: () => setting(gotIndex, 'Content-Type', imageManifestType),
  },
  {
    id: 'manifest-type-with-charset',
    violates: 'pull.manifest.content-type-parameters',
    title: 'adds a character set to the Content-Type of manifests',
    effects: () =>
      onReply({ endpoint: 'manifest', method: ['GET', 'HEAD'], status: 200 }, (answer) =>
        withHeader(answer, 'Content-Type', `${headerOf(answer, 'content-type')}; charset=utf-8`),
      ),
  },
  {
    id: 'first-accept-line',
    violates: 'pull.manifest.accept-lists',
    title: 'uses only the first Accept header, and returns 404 if it does not list the stored type',
    seenIn: 'proxies in front of registries',
    effects: () =>
      onReply(got, (answer, { rawHeaders }) => {
        const lines = rawHeaders.filter(
          (_, at) => at % 2 === 1 && rawHeaders[at - 1]?.toLowerCase() === 'accept',
        )
        const type = headerOf(answer, 'content-type') ?? ''
        return lines.length > 1 && lines[0]?.includes(type) === false ? bare(404) : answer
      }),
  },
  {
    id: 'accept-cut-off',
    violates: 'pull.manifest.accept-lists',
    title: 'reads the first 400 characters of Accept, and returns 404 if they do not list the stored type',
    effects: () =>
      onReply(got, (answer, { headers: { accept = '' } }) => {
        const type = headerOf(answer, 'content-type') ?? ''
        return accept.length > 400 && !accept.slice(0, 400).includes(type) ? bare(404) : answer
      }),
  },
  {
    id: 'accept-mismatch-500',
    violates: 'pull.manifest.accept-mismatch',
    title: 'returns 500 if Accept does not list the stored type',
    effects: () =>
      onReply(got, (answer, { headers }) => {
        const type = headerOf(answer, 'content-type') ?? ''
        return headers.accept?.includes(type) === true ? answer : bare(500)
      }),
  },
  {
    id: 'accept-mismatch-406',
    violates: 'pull.manifest.accept-mismatch',
    title: 'returns 406 if Accept lacks the stored type',
    verdict: 'note',
    seenIn: 'Artifactory',
    effects: () => ({ options: { negotiation: 'strict' } }),
  },
  {
    id: 'manifest-digest-header-missing',
    violates: 'pull.manifest.digest-header',
    title: 'leaves Docker-Content-Digest out when a manifest is pulled',
    seenIn: 'Keygen 1.8.0',
    effects: () => without(got, 'Docker-Content-Digest'),
  },
  {
    id: 'tag-digest-header-missing',
    violates: 'pull.manifest.digest-header',
    title: 'leaves Docker-Content-Digest out when a manifest is pulled by tag',
    effects: () => without(gotByTag, 'Docker-Content-Digest'),
  },
  {
    id: 'manifest-digest-header-false',
    violates: 'pull.manifest.digest-header-value',
    title: 'sends a wrong Docker-Content-Digest with a manifest',
    effects: () =>
      setting(got, 'Docker-Content-Digest', (answer) =>
        falseDigest(headerOf(answer, 'docker-content-digest') ?? ''),
      ),
  },
  {
    id: 'manifest-digest-header-bare',
    violates: 'pull.manifest.digest-header-value',
    title: 'sends the digest of a manifest without its algorithm',
    effects: () =>
      setting(
        got,
        'Docker-Content-Digest',
        (answer) => headerOf(answer, 'docker-content-digest')?.split(':')[1] ?? '',
      ),
  },
]

const pulls = { endpoint: 'manifest', method: 'GET' } as const
const unknown = { ...pulls, refusal: 'manifest-unknown' } as const

const isMalformedTag = ({ route, policy }: RequestContext): boolean =>
  route.endpoint === 'manifest' && !route.reference.includes(':') && !policy.isTag(route.reference)

/** Faults in responses for manifests that do not exist. */
export const missingManifestFaults: readonly Fault[] = [
  {
    id: 'unknown-tag-500',
    violates: 'pull.manifest.unknown-tag',
    title: 'returns 500 for a tag that does not exist',
    effects: () => instead({ ...unknown, when: byTag }, 500),
  },
  {
    id: 'unknown-tag-403',
    violates: 'pull.manifest.unknown-tag',
    title: 'returns 403 for a GET of a tag that does not exist',
    seenIn: 'Artifactory',
    effects: () => instead({ ...unknown, when: byTag }, 403),
  },
  {
    id: 'unknown-digest-400',
    violates: 'pull.manifest.unknown-digest',
    title: 'returns 400 for a GET of a manifest digest that does not exist',
    effects: () => instead({ ...unknown, when: byDigest }, 400),
  },
  {
    id: 'unknown-digest-200',
    violates: 'pull.manifest.unknown-digest',
    title: 'returns 200 with nothing for a GET of a manifest digest that does not exist',
    effects: () => instead({ ...unknown, when: byDigest }, 200),
  },
  {
    id: 'blob-as-manifest',
    violates: 'pull.manifest.unknown-digest',
    title: 'serves blobs as manifests',
    also: ['pull.manifest.head.unknown-digest'],
    because: 'GET and HEAD find the same',
    seenIn: 'Spegel before 2025-10 (spegel#1025)',
    effects: () =>
      changePolicy((honest) => ({
        findManifest(store, repository, reference) {
          const found = honest.findManifest(store, repository, reference)
          const blob = honest.findBlob(store, repository, reference)
          if (found !== undefined || blob === undefined) return found
          return { digest: reference, mediaType: 'application/octet-stream', bytes: blob, references: [] }
        },
      })),
  },
  {
    id: 'unknown-repository-401',
    violates: 'pull.manifest.unknown-repository',
    title: 'returns 401 for a manifest in a repository that does not exist',
    seenIn: 'Docker Hub',
    effects: () =>
      onReply({ ...pulls, refusal: 'name-unknown' }, (_, ctx) =>
        refused(ctx, 'unauthorized', undefined, { 'WWW-Authenticate': 'Basic realm="registry"' }),
      ),
  },
  {
    id: 'unknown-repository-500',
    violates: 'pull.manifest.unknown-repository',
    title: 'returns 500 for a manifest in a repository that does not exist',
    effects: () => instead({ ...pulls, refusal: 'name-unknown' }, 500),
  },
  {
    id: 'manifest-of-other-repository',
    violates: 'pull.manifest.other-repository',
    title: 'serves manifests of every repository in each of them',
    effects: () =>
      changePolicy((honest) => ({
        findManifest: (store, repository, reference) =>
          honest.findManifest(store, repository, reference) ??
          (store.find(repository) === undefined || !reference.includes(':')
            ? undefined
            : [...store.repositories.values()]
                .map(({ manifests }) => manifests.get(reference))
                .find((manifest) => manifest !== undefined)),
      })),
  },
  {
    id: 'manifest-of-repository-below',
    violates: 'pull.manifest.other-repository',
    title: 'serves manifests of the repositories below one as well',
    effects: () =>
      changePolicy((honest) => ({
        findManifest: (store, repository, reference) =>
          honest.findManifest(store, repository, reference) ??
          [...store.repositories]
            .filter(([other]) => reference.includes(':') && other.startsWith(`${repository}/`))
            .map(([, { manifests }]) => manifests.get(reference))
            .find((manifest) => manifest !== undefined),
      })),
  },
  {
    id: 'manifest-malformed-digest-500',
    violates: 'pull.manifest.malformed-digest',
    title: 'returns 500 for a malformed digest',
    seenIn: 'distribution 3.1.1',
    effects: () => instead({ ...pulls, refusal: 'digest-malformed' }, 500),
  },
  {
    id: 'manifest-malformed-digest-405',
    violates: 'pull.manifest.malformed-digest',
    title: 'returns 405 for a malformed digest',
    verdict: 'warn',
    effects: () => instead({ ...pulls, refusal: 'digest-malformed' }, 405),
  },
  {
    id: 'malformed-tag-500',
    violates: 'pull.manifest.malformed-tag',
    title: 'returns 500 for a tag that violates the grammar',
    effects: () => instead({ ...unknown, when: isMalformedTag }, 500),
  },
  {
    id: 'malformed-tag-403',
    violates: 'pull.manifest.malformed-tag',
    title: 'returns 403 for a tag that violates the grammar',
    verdict: 'warn',
    effects: () => instead({ ...unknown, when: isMalformedTag }, 403),
  },
  {
    id: 'name-invalid-500',
    violates: 'pull.name.invalid',
    title: 'returns 500 for a name that violates the grammar',
    effects: () => instead({ ...pulls, refusal: 'name-invalid' }, 500),
  },
  {
    id: 'name-invalid-405',
    violates: 'pull.name.invalid',
    title: 'returns 405 for a name that violates the grammar, since its routes do not match it',
    verdict: 'warn',
    effects: () => instead({ ...pulls, refusal: 'name-invalid' }, 405),
  },
]
