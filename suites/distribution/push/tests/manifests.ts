import { contentOf } from '../../../../src/content/content.ts'
import { digestOf } from '../../../../src/content/digest.ts'
import { manifestTypes, mediaTypes } from '../../../../src/content/media-types.ts'
import { holds } from '../../../../src/engine/judgement.ts'
import { defineTest, type Test } from '../../define.ts'
import { header, seenIn, type Exchange } from '../../../../src/registry/record/exchange.ts'
import type { RegistryContext } from '../../target/context.ts'
import { declines } from '../../judges/absence.ts'
import { eventually } from '../../requests/eventually.ts'
import { isContentOf, namesClientsDigest, namesDigest } from '../../judges/digest.ts'
import { refuses } from '../../judges/refusal.ts'
import {
  answerOf,
  answers,
  formatRequest,
  sends,
  succeeded,
  summarizeResponse,
} from '../../judges/response.ts'
import { checkServed } from '../../judges/served.ts'
import { accepts, pullableAt, serves, servesNothing } from '../../judges/stored.ts'
import { getManifest, ownManifest, putManifest, putValidManifest } from '../../content/own-manifests.ts'
import { manifestPath } from '../../requests/paths.ts'
import { sendUntilAnswered } from '../../requests/send-until-answered.ts'
import { pushManifest } from '../../content/set-up.ts'
import type { RequirementId } from '../../requirements.ts'

const right = [400, 404]

/** Judges the status of a push. Where nothing was stored the test ends, blocked by that. */
function judgeCreated(t: RegistryContext, requirement: RequirementId, put: Exchange, what: string): void {
  t.check(requirement, put, answers(what, 201))
  if (!succeeded(put)) t.blocked(requirement, `${formatRequest(put)} returned ${summarizeResponse(put)}`)
}

/** Judges the Location of a push, and what is to be had there. */
async function judgeLocation(t: RegistryContext, put: Exchange, digest: string): Promise<void> {
  t.require('push.manifest.location', put, sends('Location', 'the URL of the manifest'))
  const got = await sendUntilAnswered(t, {
    method: 'GET',
    path: t.next(put),
    headers: { Accept: manifestTypes.join(', ') },
  })
  t.check('push.manifest.location-pullable', got, pullableAt('a pushed manifest', digest))
}

const located = ['push.manifest.location', 'push.manifest.location-pullable'] as const

/** Manifests that are pushed as they should be, and those whose digest is not theirs. */
export const tests: readonly Test[] = [
  // A push by tag is answered with 201 and with the place where the manifest can be pulled from.
  defineTest({
    id: 'push.manifest.put-by-tag',
    title: 'pushes a manifest by tag',
    evaluates: ['push.manifest.by-tag', ...located, 'push.manifest.digest-header'],
    needs: ['push'],
    async run(t) {
      const manifest = await ownManifest(t)
      const put = await putValidManifest(t, manifest, t.tag())
      judgeCreated(t, 'push.manifest.by-tag', put, 'a PUT of a manifest by tag')
      t.check('push.manifest.digest-header', put, namesDigest)
      await judgeLocation(t, put, manifest.digest)
    },
  }),

  // The same by digest; a digest in the answer is the very one that the client gave.
  defineTest({
    id: 'push.manifest.put-by-digest',
    title: 'pushes a manifest by digest',
    evaluates: [
      'push.manifest.by-digest',
      ...located,
      'push.manifest.digest-header',
      'push.manifest.digest-header-value',
    ],
    needs: ['push'],
    async run(t) {
      const manifest = await ownManifest(t)
      const put = await putValidManifest(t, manifest, manifest.digest)
      judgeCreated(t, 'push.manifest.by-digest', put, 'a PUT of a manifest by digest')
      t.check('push.manifest.digest-header', put, namesDigest)
      t.check('push.manifest.digest-header-value', put, namesClientsDigest(manifest.digest))
      await judgeLocation(t, put, manifest.digest)
    },
  }),

  // A push by sha512 is answered with sha512, and not with the algorithm that the registry prefers.
  defineTest({
    id: 'push.manifest.put-by-sha512',
    title: 'pushes a manifest by its sha512 digest',
    evaluates: ['push.manifest.digest-header-value'],
    needs: ['push', 'sha512-manifest'],
    async run(t) {
      const { bytes, mediaType } = await ownManifest(t)
      const manifest = contentOf(bytes, mediaType, 'sha512')
      const put = await putValidManifest(t, manifest, manifest.digest)
      if (!succeeded(put))
        t.blocked('push.sha512.manifest', `${formatRequest(put)} returned ${summarizeResponse(put)}`)
      t.check('push.manifest.digest-header-value', put, namesClientsDigest(manifest.digest))
    },
  }),

  // A manifest under the digest of other bytes is refused, and nothing is to be had under that digest.
  defineTest({
    id: 'push.manifest.put-wrong-digest',
    title: 'pushes a manifest under the digest of other bytes',
    evaluates: ['push.manifest.wrong-digest', 'push.manifest.wrong-digest-not-stored'],
    needs: ['push'],
    async run(t) {
      const manifest = await ownManifest(t)
      const digest = digestOf(t.random.bytes(32))
      const put = await putManifest(t, manifest, digest)
      t.check(
        'push.manifest.wrong-digest',
        put,
        refuses('a manifest under the digest of other bytes', { right }),
      )
      if (succeeded(put))
        t.blocked('push.manifest.wrong-digest', `${formatRequest(put)} returned ${summarizeResponse(put)}`)
      const got = await getManifest(t, digest)
      t.check('push.manifest.wrong-digest-not-stored', got, servesNothing('a rejected manifest'))
    },
  }),

  // What looks like a digest and is none can be neither digest nor tag, so it is refused.
  defineTest({
    id: 'push.manifest.put-malformed-digest',
    title: 'pushes manifests under malformed digests',
    evaluates: ['push.manifest.malformed-digest'],
    needs: ['push'],
    async run(t) {
      const hex = t.random.hex(63)
      const forms = [
        [`sha256:${hex}`, 'a digest of 63 digits'],
        [`sha256:${hex}g`, 'a digest with a letter that is not a hex digit'],
      ] as const
      const puts = await Promise.all(
        forms.map(async ([reference]) => putManifest(t, await ownManifest(t), reference)),
      )
      for (const [at, put] of puts.entries()) {
        t.check(
          'push.manifest.malformed-digest',
          put,
          refuses(`a manifest under ${forms[at]?.[1]}`, { right }),
        )
      }
    },
  }),

  // What the repository has already is accepted like anything else: clients push again what they do not know to be there.
  defineTest({
    id: 'push.manifest.put-again',
    title: 'pushes a manifest again by digest, and by a tag that refers to it',
    evaluates: ['push.manifest.repeated'],
    needs: ['push'],
    async run(t) {
      const requirement = 'push.manifest.repeated'
      const manifest = await ownManifest(t)
      const tag = t.tag('again')
      await pushManifest(t, manifest)
      await pushManifest(t, manifest, tag)
      const byDigest = await putValidManifest(t, manifest, manifest.digest)
      t.check(requirement, byDigest, answers('a PUT of a manifest that already exists', 201))
      const byTag = await putValidManifest(t, manifest, tag)
      t.check(requirement, byTag, answers('a PUT of a manifest that its tag already refers to', 201))
    },
  }),

  // Two texts of one document are two manifests: each digest and each tag leads to its own bytes.
  defineTest({
    id: 'push.manifest.put-in-two-forms',
    title: 'pushes a manifest with and without white space',
    evaluates: ['pull.manifest.exact-bytes'],
    mayEvaluate: ['pull.manifest.by-tag', 'pull.manifest.by-digest'],
    needs: ['push'],
    async run(t) {
      const dense = await ownManifest(t)
      const document: unknown = JSON.parse(new TextDecoder().decode(dense.bytes))
      const spaced = contentOf(
        new TextEncoder().encode(`${JSON.stringify(document, null, 2)}\n`),
        dense.mediaType,
      )
      const forms = [
        { manifest: dense, tag: t.tag('dense'), what: 'a manifest that was also pushed with white space' },
        {
          manifest: spaced,
          tag: t.tag('spaced'),
          what: 'a manifest that was also pushed without white space',
        },
      ]
      const puts: Exchange[] = []
      for (const { manifest, tag } of forms) puts.push(await pushManifest(t, manifest, tag))
      for (const { manifest, tag, what } of forms)
        for (const reference of [tag, manifest.digest]) {
          const got = await getManifest(t, reference)
          const known = reference === tag ? 'pull.manifest.by-tag' : 'pull.manifest.by-digest'
          const evidence = [...puts, got].map(seenIn)
          if (t.check(known, answers(`a GET of ${what}`, 200)(got), ...evidence))
            t.check('pull.manifest.exact-bytes', isContentOf(what, manifest.digest)(got), ...evidence)
        }
    },
  }),

  // A tag that is pushed again leads to the new manifest, unless the registry keeps tags from moving.
  defineTest({
    id: 'push.manifest.move-tag',
    title: 'pushes another manifest under the same tag',
    evaluates: ['push.manifest.tag-moves'],
    needs: ['push'],
    async run(t) {
      const requirement = 'push.manifest.tag-moves'
      const [before, after] = [await ownManifest(t), await ownManifest(t)]
      const tag = t.tag('moves')
      await pushManifest(t, before, tag)
      // A registry may keep the tag in a cache once somebody has pulled it.
      const former = await getManifest(t, tag)
      const put = await putManifest(t, after, tag)
      if (declines(put)) {
        return t.unsupported(requirement, `moving a tag returned ${summarizeResponse(put)}`, seenIn(put))
      }
      if (!succeeded(put)) {
        t.check(requirement, put, accepts('the push of another manifest under a tag'))
        return
      }
      const { exchange, judgement } = await eventually(
        t,
        () => getManifest(t, tag),
        serves('a tag that was moved', after.digest),
      )
      if (!t.check(requirement, judgement, seenIn(put), seenIn(exchange))) return
      const validator = header(answerOf(former).headers, 'etag')
      if (validator === undefined) return
      const fresh = await t.send({
        method: 'GET',
        path: manifestPath(t.repository, tag),
        headers: { Accept: manifestTypes.join(', '), 'If-None-Match': validator },
      })
      const serves200 = serves(
        'a tag that was moved, to a client that has what it led to before',
        after.digest,
      )
      t.check(requirement, serves200(fresh), seenIn(former), seenIn(put), seenIn(fresh))
    },
  }),

  // Parameters of the Content-Type do not describe the manifest: it is taken, and served without them.
  defineTest({
    id: 'push.manifest.put-with-parameters',
    title: 'pushes a manifest with a parameter on its Content-Type',
    evaluates: ['push.manifest.content-type-parameters'],
    mayEvaluate: ['pull.manifest.exact-bytes'],
    needs: ['push'],
    async run(t) {
      const requirement = 'push.manifest.content-type-parameters'
      const manifest = await ownManifest(t)
      const tag = t.tag('parameters')
      const mediaType = `${manifest.mediaType}; charset=utf-8`
      const put = await putValidManifest(t, { ...manifest, mediaType }, tag)
      if (!t.check(requirement, put, accepts('a manifest whose Content-Type has a parameter'))) return
      const got = await getManifest(t, tag)
      const served = checkServed(t, {
        requirement,
        exact: 'pull.manifest.exact-bytes',
        got,
        what: 'a manifest pushed with a parameter',
        digest: manifest.digest,
      })
      if (!served) return
      t.check(
        requirement,
        got,
        sends('Content-Type', manifest.mediaType, (type) => !type.includes(';'), { matches: '^[^;]*$' }),
      )
    },
  }),

  // A Content-Type that contradicts the manifest is the client's mistake; the registry survives it.
  defineTest({
    id: 'push.manifest.put-as-another-type',
    title: 'pushes a manifest under another Content-Type than its mediaType',
    evaluates: ['push.manifest.media-type-mismatch'],
    needs: ['push'],
    async run(t) {
      const requirement = 'push.manifest.media-type-mismatch'
      const manifest = await ownManifest(t)
      const tag = t.tag('mismatch')
      const put = await putManifest(t, { ...manifest, mediaType: mediaTypes.index }, tag)
      if (!succeeded(put)) {
        const what = 'a Content-Type that differs from mediaType'
        t.check(requirement, put, refuses(what, { right: [400] }))
        return
      }
      const got = await getManifest(t, tag)
      const type = header(answerOf(got).headers, 'content-type')
      const served = succeeded(got)
        ? `returned it as ${type}`
        : `returned ${answerOf(got).status} for its GET`
      const note = `accepted an image manifest as ${mediaTypes.index}, and ${served}`
      t.check(requirement, holds(note), seenIn(put), seenIn(got))
    },
  }),
]
