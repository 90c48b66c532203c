import { blobsOf, imageManifest, randomImage } from '../../../src/content/manifest.ts'
import { describe } from '../../../src/content/content.ts'
import { mediaTypes } from '../../../src/content/media-types.ts'
import { violated, holds } from '../../../src/engine/judgement.ts'
import { defineCapability } from '../define.ts'
import { header, seenIn } from '../../../src/registry/record/exchange.ts'
import { lacksOnly, leavesOpen } from '../judges/absence.ts'
import { answerOf, formatRequest, succeeded, summarizeResponse } from '../judges/response.ts'
import { putValidManifest } from '../content/own-manifests.ts'
import { recordKind } from '../push/content-kinds/kind.ts'
import { manifestPath, referrersPath, withQuery } from '../requests/paths.ts'
import { pushBlobs, pushImage } from '../content/set-up.ts'
import { sendValid } from '../requests/valid-push.ts'
import { absent } from './absence.ts'
import { anyOf, headerIs, onExchange, statusIs } from '../../../src/registry/reproduce/condition.ts'

/**
 * A registry may lack the referrers API: it then answers 404 and sends no OCI-Subject. One that
 * sends OCI-Subject has promised the API, and clients maintain no referrers tag for it.
 */
export const referrers = defineCapability({
  name: 'referrers',
  title: 'referrers API',
  evaluates: ['discovery.referrers.supported', 'discovery.referrers.no-404'],
  needs: ['push'],
  async probe(t) {
    const image = await pushImage(t)
    const referrer = imageManifest({
      artifactType: 'application/vnd.oci-assay.probe',
      config: describe(image.config),
      layers: image.layers.map((layer) => describe(layer)),
      subject: describe(image.manifest),
    })
    const put = await putValidManifest(t, referrer, referrer.digest)
    recordKind(
      t,
      {
        name: 'subject',
        what: 'an image manifest with a subject',
        group: 'field',
        traits: [{ field: 'subject', value: 'an image that is there' }],
      },
      { content: referrer, put },
    )
    // Its subject is there, but a registry that takes none with a missing one may take none at all.
    if (!succeeded(put))
      t.blocked('push.subject.missing', `${formatRequest(put)} returned ${summarizeResponse(put)}`)
    const subject = header(answerOf(put).headers, 'oci-subject')
    const listed = await t.send({ method: 'GET', path: referrersPath(t.repository, image.manifest.digest) })
    const { status } = answerOf(listed)
    if (status === 200) {
      t.check('discovery.referrers.supported', holds(), seenIn(listed))
      t.check('discovery.referrers.no-404', holds(), seenIn(listed))
      return { state: 'supported' }
    }
    const reason = `GET of referrers returned ${summarizeResponse(listed)}`
    if (leavesOpen(listed) || !lacksOnly('referrers')(listed).holds) {
      const state = absent(t, 'discovery.referrers.supported', listed, {
        what: 'referrers',
        expected: ['200'],
      })
      if (state.state === 'nonconformant') t.blocked('discovery.referrers.supported', state.reason)
      t.unevaluated('discovery.referrers.no-404', reason)
      return state
    }
    t.unsupported('discovery.referrers.supported', reason, seenIn(listed))
    if (subject === undefined) {
      t.unsupported('discovery.referrers.no-404', `${reason}, and no push returned OCI-Subject`)
      return { state: 'unsupported', reason }
    }
    const title = `returned OCI-Subject, but ${status} for referrers`
    const promised = violated(
      title,
      ['200 to referrers', 'no OCI-Subject on a push'],
      summarizeResponse(listed),
      anyOf([statusIs(200)], [onExchange(put.id, headerIs('OCI-Subject', { absent: true }))]),
    )
    t.check('discovery.referrers.no-404', promised, seenIn(put), seenIn(listed))
    return { state: 'nonconformant', requirement: 'discovery.referrers.no-404', reason: title }
  },
})

/** Tags as query parameters of a push by digest: a registry that supports them answers with OCI-Tag (dev). */
export const tagParameters = defineCapability({
  name: 'tag-parameters',
  title: 'tag parameters',
  evaluates: ['push.tag-parameters.supported'],
  needs: ['push'],
  async probe(t) {
    const image = randomImage(t.random)
    await pushBlobs(t, blobsOf(image))
    const tag = t.tag('parameter')
    const put = await sendValid(t, {
      method: 'PUT',
      path: withQuery(manifestPath(t.repository, image.manifest.digest), { tag }),
      headers: { 'Content-Type': mediaTypes.manifest },
      body: image.manifest.bytes,
    })
    // A registry that does not know the parameter ignores it, so that any failure is one of the push.
    if (!lacksOnly('a push with a tag parameter')(put).holds && !succeeded(put))
      t.blocked('push.tag-parameters.created', `${formatRequest(put)} returned ${summarizeResponse(put)}`)
    const named = header(answerOf(put).headers, 'oci-tag')
    if (succeeded(put) && named !== undefined) {
      t.check('push.tag-parameters.supported', holds(), seenIn(put))
      return { state: 'supported' }
    }
    const created = await t.send({ method: 'HEAD', path: manifestPath(t.repository, tag) })
    if (succeeded(put) && succeeded(created)) {
      t.check('push.tag-parameters.supported', holds('creates the tag without listing it'), seenIn(put))
      return { state: 'supported' }
    }
    const reason = `a push with a tag parameter returned ${summarizeResponse(put)}, without OCI-Tag`
    t.unsupported('push.tag-parameters.supported', reason, seenIn(put))
    return { state: 'unsupported', reason }
  },
})
