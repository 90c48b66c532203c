import { manifestTypes } from '../../../../src/content/media-types.ts'
import { seenIn } from '../../../../src/registry/record/exchange.ts'
import { defineTest, type Test } from '../../define.ts'
import { answers, formatRequest, succeeded, summarizeResponse } from '../../judges/response.ts'
import type { RequirementId } from '../../requirements.ts'
import { blobPath, manifestPath } from '../../requests/paths.ts'
import { isHandy } from '../../pull/part.ts'
import type { RegistryContext, TestRequest } from '../../target/context.ts'
import { decodesTo, ignoresRange } from '../judges.ts'

/** A manifest and a blob that are there, as far as such are known. */
async function contentToRead(t: RegistryContext, requirement: RequirementId) {
  const [manifests, blobs] = [await t.specimens.manifests(), await t.specimens.blobs()]
  const manifest = manifests.find(({ digest }) => digest !== '')
  const blob = blobs.find(isHandy)
  const all = [
    ...(manifest
      ? [
          {
            what: 'a manifest',
            digest: manifest.digest,
            path: manifestPath(t.repository, manifest.digest),
            headers: { Accept: manifestTypes.join(', ') },
            plain: { GET: 'pull.manifest.by-digest', HEAD: 'pull.manifest.head.by-digest' },
          } as const,
        ]
      : []),
    ...(blob
      ? [
          {
            what: 'a blob',
            digest: blob.digest,
            path: blobPath(t.repository, blob.digest),
            headers: {},
            plain: { GET: 'pull.blob.get', HEAD: 'pull.blob.head.known' },
          } as const,
        ]
      : []),
  ]
  if (all.length === 0) t.skip(requirement, 'no content is known')
  return all
}

/** What is refused in its plainest form as well is a finding of that. */
async function blockedWhereRefused(t: RegistryContext, request: TestRequest, plain: RequirementId) {
  const again = await t.send(request)
  if (!succeeded(again)) t.blocked(plain, `${formatRequest(again)} returned ${summarizeResponse(again)}`)
}

/** Reads with fields that the specification does not name, and that clients send. */
export const tests: readonly Test[] = [
  // Ranges are defined for GET alone: a HEAD with one is answered like any other.
  defineTest({
    id: 'http.head-range',
    title: 'sends HEAD with a Range for a manifest and a blob',
    evaluates: ['http.head-range'],
    async run(t) {
      const requirement = 'http.head-range'
      for (const { what, path, headers, plain } of await contentToRead(t, requirement)) {
        const request = { method: 'HEAD', path, headers }
        const head = await t.send({ ...request, headers: { ...headers, Range: 'bytes=0-0' } })
        if (!succeeded(head)) await blockedWhereRefused(t, request, plain.HEAD)
        t.check(requirement, head, ignoresRange(what))
      }
    },
  }),

  // Clients written in Go, and browsers, accept gzip by themselves, and decode what is labelled so.
  defineTest({
    id: 'http.accepted-encoding',
    title: 'pulls a manifest and a blob as a client that accepts gzip',
    evaluates: ['http.accepted-encoding'],
    async run(t) {
      const requirement = 'http.accepted-encoding'
      for (const { what, digest, path, headers, plain } of await contentToRead(t, requirement)) {
        const request = { method: 'GET', path, headers }
        const got = await t.send({ ...request, headers: { ...headers, 'Accept-Encoding': 'gzip' } })
        if (!succeeded(got)) await blockedWhereRefused(t, request, plain.GET)
        const isServed = answers(`a GET of ${what} by a client that accepts gzip`, 200)(got)
        t.check(requirement, isServed.holds ? decodesTo(what, digest)(got) : isServed, seenIn(got))
      }
    },
  }),
]
