import { padded } from '../../../src/content/padding.ts'
import { blobsOf, randomImage } from '../../../src/content/manifest.ts'
import { holds, type Judge } from '../../../src/engine/judgement.ts'
import { seenIn, type Exchange } from '../../../src/registry/record/exchange.ts'
import { getManifest, ownManifest } from '../content/own-manifests.ts'
import { pushBlobs } from '../content/set-up.ts'
import type { Test } from '../define.ts'
import { answerOf, answers, succeeded, summarizeResponse } from '../judges/response.ts'
import { serves } from '../judges/stored.ts'
import { pull } from '../push/uploads/upload.ts'
import { manifestPath } from '../requests/paths.ts'
import type { RequirementId } from '../requirements.ts'
import type { RegistryContext } from '../target/context.ts'
import { sampleOf, spanOf, type Sample } from './measure.ts'
import { eachOf, record, scaleTest } from './scale-test.ts'

const layers = 200
const manifests = 20
/** The least that should be taken. */
const megabytes = 4_000_000

/** Checks many alike: what is wrong in one of them is reported once, with the first that shows it. */
export function checkAlike(
  t: RegistryContext,
  requirement: RequirementId,
  exchanges: readonly (readonly [Exchange, Judge<Exchange>])[],
): boolean {
  const wrong = exchanges.find(([exchange, judge]) => !judge(exchange).holds)
  if (wrong) return t.check(requirement, ...wrong)
  return t.check(requirement, holds(), ...exchanges.slice(0, 1).map(([exchange]) => seenIn(exchange)))
}

/** Manifests that are long, and many. */
export const tests: readonly Test[] = [
  // An image may have many layers: it is pushed and pulled as any other.
  scaleTest({
    id: 'push.scale.many-layers',
    title: 'pushes and pulls an image with 200 layers',
    evaluates: ['push.manifest.by-tag', 'pull.manifest.exact-bytes', 'pull.blob.exact-bytes'],
    needs: ['push'],
    async run(t) {
      const image = randomImage(t.random, { layers })
      const tag = t.tag('layers')
      const startedAt = performance.now()
      await pushBlobs(t, blobsOf(image))
      const put = await t.send({
        method: 'PUT',
        path: manifestPath(t.repository, tag),
        headers: { 'Content-Type': image.manifest.mediaType },
        body: image.manifest.bytes,
      })
      const what = `the push of a manifest with ${layers} layers`
      if (!succeeded(put) && answerOf(put).status < 500) {
        const reason = `${what} returned ${summarizeResponse(put)}`
        t.skip('push.manifest.by-tag', reason)
        t.skip('pull.manifest.exact-bytes', reason)
        return t.skip('pull.blob.exact-bytes', reason)
      }
      t.require('push.manifest.by-tag', put, answers(what, 201))
      const size = image.layers.reduce((sum, { bytes }) => sum + bytes.length, 0)
      const pushed = { startedAt, endedAt: performance.now(), bytes: size }
      record(t, `push of an image with ${layers} layers`, [pushed])
      const got = await getManifest(t, tag)
      t.check('pull.manifest.exact-bytes', got, serves('a manifest with many layers', image.manifest.digest))
      const pulled = await Promise.all(image.layers.map(({ digest }) => pull(t, digest)))
      checkAlike(
        t,
        'pull.blob.exact-bytes',
        pulled.map(
          (each, at) => [each, serves('one of many layers', image.layers[at]?.digest ?? '')] as const,
        ),
      )
      record(t, `pull of an image with ${layers} layers`, [spanOf([got, ...pulled], size)])
    },
  }),

  // What is taken once is taken in numbers, and served as it was pushed.
  scaleTest({
    id: 'push.scale.large-manifests',
    title: 'pushes and pulls 20 manifests of 4 MB',
    evaluates: ['push.manifest.four-megabytes', 'pull.manifest.exact-bytes'],
    needs: ['push'],
    async run(t) {
      const pushed: Sample[] = []
      const pulled: Sample[] = []
      const got: (readonly [Exchange, Judge<Exchange>])[] = []
      let refused: Exchange | undefined
      // Four at once, so that not all of them are in memory.
      await eachOf([...Array(manifests).keys()], 4, async () => {
        const manifest = padded(await ownManifest(t), megabytes)
        const put = await t.send({
          method: 'PUT',
          path: manifestPath(t.repository, manifest.digest),
          headers: { 'Content-Type': manifest.mediaType },
          body: manifest.bytes,
          bodyDigest: manifest.digest,
        })
        if (!succeeded(put)) {
          refused ??= put
          return false
        }
        pushed.push(sampleOf(put, megabytes))
        const back = await t.send({
          method: 'GET',
          path: manifestPath(t.repository, manifest.digest),
          headers: { Accept: manifest.mediaType },
          bodyLimit: 4096,
        })
        got.push([back, serves('a manifest of 4 MB', manifest.digest)])
        pulled.push(sampleOf(back))
        return true
      })
      const what = 'one of many manifests of 4,000,000 bytes'
      if (refused && answerOf(refused).status >= 500)
        t.require('push.manifest.four-megabytes', refused, answers(what, 201))
      if (refused) t.skip('push.manifest.four-megabytes', `${what} returned ${summarizeResponse(refused)}`)
      else t.check('push.manifest.four-megabytes', holds())
      if (got.length > 0) checkAlike(t, 'pull.manifest.exact-bytes', got)
      else t.skip('pull.manifest.exact-bytes', 'no manifest of 4,000,000 bytes is accepted')
      record(t, 'push of a manifest of 4 MB', pushed)
      record(t, 'pull of a manifest of 4 MB', pulled)
    },
  }),
]
