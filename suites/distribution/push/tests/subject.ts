import { contentOf, describe, type Descriptor } from '../../../../src/content/content.ts'
import { imageIndex } from '../../../../src/content/manifest.ts'
import { mediaTypes } from '../../../../src/content/media-types.ts'
import { defineTest, type Test } from '../../define.ts'
import type { RegistryContext } from '../../target/context.ts'
import { formatRequest, sends, sendsValue, succeeded, summarizeResponse } from '../../judges/response.ts'
import { accepts } from '../../judges/stored.ts'
import { amd64, mark, ownManifest, putValidManifest } from '../../content/own-manifests.ts'
import { pushManifest } from '../../content/set-up.ts'
import { recordKind } from '../content-kinds/kind.ts'

const artifactType = 'application/vnd.oci-assay.referrer'

/** How kinds of content with a subject are recorded. */
const aboutSubject = {
  group: 'field',
  traits: [{ field: 'subject', value: 'an image that is not there' }],
} as const

/** The descriptor of an image that nobody has pushed. */
const absentSubject = (t: RegistryContext): Descriptor =>
  describe(contentOf(t.random.bytes(500), mediaTypes.manifest))

/** An image of this test's own that something can refer to. */
async function subjectThatExists(t: RegistryContext): Promise<Descriptor> {
  const manifest = await ownManifest(t)
  await pushManifest(t, manifest)
  return describe(manifest)
}

/** An index with one image and a subject. */
async function indexOf(t: RegistryContext, subject: Descriptor) {
  const child = await ownManifest(t)
  await pushManifest(t, child)
  return imageIndex({ manifests: [describe(child, amd64)], subject, artifactType, annotations: mark(t) })
}

/** Manifests that refer to another one as their subject. */
export const tests: readonly Test[] = [
  // What refers to an image may be pushed before it.
  defineTest({
    id: 'push.subject.put-before',
    title: 'pushes an image manifest whose subject does not exist',
    evaluates: ['push.subject.missing'],
    needs: ['push'],
    async run(t) {
      const referrer = await ownManifest(t, { subject: absentSubject(t), artifactType })
      const put = await putValidManifest(t, referrer, referrer.digest)
      const what = 'an image manifest whose subject does not exist'
      recordKind(t, { name: 'subject-missing', what, ...aboutSubject }, { content: referrer, put })
      t.check('push.subject.missing', put, accepts(what))
    },
  }),

  // The same for an index.
  defineTest({
    id: 'push.subject.put-index-before',
    title: 'pushes an index whose subject does not exist',
    evaluates: ['push.subject.missing-in-index'],
    needs: ['push'],
    async run(t) {
      const referrer = await indexOf(t, absentSubject(t))
      const put = await putValidManifest(t, referrer, referrer.digest)
      const what = 'an index whose subject does not exist'
      recordKind(t, { name: 'subject-missing-in-index', what, ...aboutSubject }, { content: referrer, put })
      t.check('push.subject.missing-in-index', put, accepts(what))
    },
  }),

  // A registry with the referrers API answers a push that has a subject with the digest of that subject.
  defineTest({
    id: 'push.subject.read-header',
    title: 'reads OCI-Subject after the push of an image manifest',
    evaluates: ['push.subject.header', 'push.subject.header-value'],
    needs: ['push', 'referrers'],
    async run(t) {
      const subject = await subjectThatExists(t)
      const referrer = await ownManifest(t, { subject, artifactType })
      const put = await pushManifest(t, referrer)
      t.require('push.subject.header', put, sends('OCI-Subject', subject.digest))
      t.check('push.subject.header-value', put, sendsValue('OCI-Subject', subject.digest))
    },
  }),

  // For an index the sentence does not apply, though its entry in the list is described.
  defineTest({
    id: 'push.subject.read-header-for-index',
    title: 'reads OCI-Subject after the push of an index',
    evaluates: ['push.subject.header-for-index'],
    needs: ['push', 'referrers'],
    async run(t) {
      const subject = await subjectThatExists(t)
      const referrer = await indexOf(t, subject)
      const put = await putValidManifest(t, referrer, referrer.digest)
      if (!succeeded(put))
        t.blocked('push.accepts.index', `${formatRequest(put)} returned ${summarizeResponse(put)}`)
      t.check('push.subject.header-for-index', put, sendsValue('OCI-Subject', subject.digest))
    },
  }),
]
