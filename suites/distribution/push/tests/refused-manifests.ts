import { contentOf, describe, jsonContent } from '../../../../src/content/content.ts'
import { imageIndex } from '../../../../src/content/manifest.ts'
import { mediaTypes } from '../../../../src/content/media-types.ts'
import { violated, holds, type Judge } from '../../../../src/engine/judgement.ts'
import { defineTest, type Test } from '../../define.ts'
import { seenIn, type Exchange } from '../../../../src/registry/record/exchange.ts'
import type { RegistryContext } from '../../target/context.ts'
import { missingContentCodes, namesCode } from '../../judges/error-body.ts'
import { answerOf, answers, each, succeeded, summarizeResponse } from '../../judges/response.ts'
import { refusesAnyhow } from '../../judges/stored.ts'
import {
  mark,
  ownDockerManifest,
  ownManifest,
  putManifest,
  putValidManifest,
} from '../../content/own-manifests.ts'
import { pushBlob, pushManifest } from '../../content/set-up.ts'
import { pull } from '../uploads/upload.ts'
import type { RequirementId } from '../../requirements.ts'
import { anyOf, statusIs, textMatches } from '../../../../src/registry/reproduce/condition.ts'

/** A manifest that names missing content: may be taken, and where it is refused a code names the reason. */
interface Missing {
  what: string
  put: Exchange
  refusal: RequirementId
  code: RequirementId
  /** A like manifest with nothing missing, and the requirement that is violated where it is refused as well. */
  whole: { push: () => Promise<Exchange>; requirement: RequirementId }
}

/** True where it was rejected. */
async function judgeMissingContent(t: RegistryContext, missing: Missing): Promise<boolean> {
  const { what, put, refusal, code, whole } = missing
  if (succeeded(put)) {
    const reason = `${what} is accepted`
    t.unsupported(refusal, reason, seenIn(put))
    t.unsupported(code, reason, seenIn(put))
    return false
  }
  await judgeRefusal(t, { what, put, refusal, code, whole })
  return true
}

/** What lacks more than one thing is refused for the same reason; to accept it is as allowed as to refuse it. */
async function judgeSeveralMissing(t: RegistryContext, missing: Missing): Promise<void> {
  const { what, put, refusal } = missing
  if (succeeded(put)) t.check(refusal, holds(`${what} is accepted`), seenIn(put))
  else await judgeRefusal(t, missing)
}

async function judgeRefusal(t: RegistryContext, { what, put, refusal, code, whole }: Missing): Promise<void> {
  const judge: Judge<Exchange> = each(refusesAnyhow(what), namesCode(...missingContentCodes(t.spec)))
  if (!judge(put).holds) {
    const control = await whole.push()
    if (!succeeded(control))
      t.blocked(whole.requirement, `a complete one returned ${summarizeResponse(control)} as well`)
  }
  t.check(code, put, judge)
  t.check(refusal, put, refusesAnyhow(what))
}

/** Manifests that cannot be right. */
export const tests: readonly Test[] = [
  // What is not even JSON is not a manifest. No sentence requires that it is refused, but there is a code for it.
  defineTest({
    id: 'push.manifest.put-no-json',
    title: 'pushes bytes that are not JSON as a manifest',
    evaluates: ['push.manifest.invalid'],
    needs: ['push'],
    async run(t) {
      const text = `{"schemaVersion": 2, "mediaType": "${mediaTypes.manifest}", "mark": "${t.random.hex(24)}"`
      const cut = contentOf(new TextEncoder().encode(text), mediaTypes.manifest)
      const put = await putManifest(t, cut, t.tag('no-json'))
      t.check('push.manifest.invalid', put, refusesAnyhow('a manifest that is not JSON'))
    },
  }),

  // A manifest without a config names nothing to run: it may be taken or refused, and should not cause a failure.
  defineTest({
    id: 'push.manifest.put-without-config',
    title: 'pushes an image manifest without a config',
    evaluates: ['push.manifest.invalid'],
    needs: ['push'],
    async run(t) {
      const document = { schemaVersion: 2, mediaType: mediaTypes.manifest, layers: [], annotations: mark(t) }
      const put = await putManifest(t, jsonContent(document, mediaTypes.manifest), t.tag('no-config'))
      t.check('push.manifest.invalid', put, survives('an image manifest without a config'))
    },
  }),

  // A manifest that names a missing layer may be refused, and then with the code for missing content.
  defineTest({
    id: 'push.manifest.put-without-blob',
    title: 'pushes a manifest that references a missing blob',
    evaluates: ['push.manifest.missing-blob', 'push.manifest.missing-blob-code'],
    needs: ['push'],
    async run(t) {
      const absent = (mediaType: string) => describe(contentOf(t.random.bytes(100), mediaType))
      const about = {
        refusal: 'push.manifest.missing-blob',
        code: 'push.manifest.missing-blob-code',
        whole: {
          push: async () => putValidManifest(t, await ownManifest(t), t.tag('whole')),
          requirement: 'push.manifest.by-tag',
        },
      } as const
      const one = await ownManifest(t, { layers: [absent(mediaTypes.layerGzip)] })
      const isRejected = await judgeMissingContent(t, {
        ...about,
        what: 'a manifest that references a missing blob',
        put: await putManifest(t, one, t.tag('missing-blob')),
      })
      if (!isRejected) return
      const several = await ownManifest(t, {
        config: absent(mediaTypes.config),
        layers: [absent(mediaTypes.layerGzip), absent(mediaTypes.layerGzip)],
      })
      await judgeSeveralMissing(t, {
        ...about,
        what: 'a manifest whose config and layers are all missing',
        put: await putManifest(t, several, t.tag('missing-blobs')),
      })
      // Registries have code of their own for each format.
      await judgeSeveralMissing(t, {
        ...about,
        what: 'a Docker manifest that references a missing blob',
        put: await putManifest(
          t,
          await ownDockerManifest(t, [absent(mediaTypes.dockerLayer)]),
          t.tag('missing-in-docker'),
        ),
        whole: {
          push: async () => putValidManifest(t, await ownDockerManifest(t), t.tag('whole-docker')),
          requirement: 'push.accepts.docker-manifest',
        },
      })
    },
  }),

  // The same for an index that names a missing manifest.
  defineTest({
    id: 'push.index.put-without-manifest',
    title: 'pushes an index that references a missing manifest',
    evaluates: ['push.index.missing-manifest', 'push.index.missing-manifest-code'],
    needs: ['push'],
    async run(t) {
      const absent = () => describe(jsonContent({ schemaVersion: 2, ...mark(t) }, mediaTypes.manifest))
      const about = {
        refusal: 'push.index.missing-manifest',
        code: 'push.index.missing-manifest-code',
        whole: {
          push: async () => {
            const manifest = await ownManifest(t)
            await pushManifest(t, manifest)
            const whole = imageIndex({ manifests: [describe(manifest)], annotations: mark(t) })
            return putValidManifest(t, whole, t.tag('whole'))
          },
          requirement: 'push.accepts.index',
        },
      } as const
      const one = imageIndex({ manifests: [absent()], annotations: mark(t) })
      const isRejected = await judgeMissingContent(t, {
        ...about,
        what: 'an index that references a missing manifest',
        put: await putManifest(t, one, t.tag('missing-manifest')),
      })
      if (!isRejected) return
      const several = imageIndex({ manifests: [absent(), absent()], annotations: mark(t) })
      await judgeSeveralMissing(t, {
        ...about,
        what: 'an index whose manifests are all missing',
        put: await putManifest(t, several, t.tag('missing-manifests')),
      })
    },
  }),

  // A layer that is not to be distributed lies elsewhere, whether or not it has urls: its manifest is
  // taken, or refused as lacking a blob.
  defineTest({
    id: 'push.manifest.put-non-distributable',
    title: 'pushes a manifest with a non-distributable layer that was not pushed',
    evaluates: ['push.accepts.non-distributable'],
    needs: ['push'],
    async run(t) {
      const absent = contentOf(t.random.bytes(100), mediaTypes.layerNonDistributable)
      const urls = [`https://layers.example.com/${t.random.hex(16)}`]
      const manifests = [
        await ownManifest(t, { layers: [describe(absent, { urls })] }),
        await ownManifest(t, { layers: [describe(absent)] }),
      ]
      const puts = await Promise.all(
        manifests.map((manifest) => putManifest(t, manifest, t.tag('foreign-layer'))),
      )
      for (const put of puts) {
        t.check('push.accepts.non-distributable', put, takesForeignLayer(missingContentCodes(t.spec)))
      }
    },
  }),

  // Where it was pushed all the same, it is a blob like any other.
  defineTest({
    id: 'push.manifest.put-pushed-non-distributable',
    title: 'pushes a manifest with a non-distributable layer that was pushed',
    evaluates: ['pull.blob.get'],
    needs: ['push'],
    async run(t) {
      const layer = contentOf(t.random.bytes(100), mediaTypes.layerNonDistributable)
      await pushBlob(t, layer)
      const manifest = await ownManifest(t, { layers: [describe(layer)] })
      const put = await putManifest(t, manifest, t.tag('pushed-foreign-layer'))
      const got = await pull(t, layer.digest)
      const what = 'a pushed blob that a manifest lists as a non-distributable layer'
      t.check('pull.blob.get', answers(`a GET of ${what}`, 200)(got), seenIn(put), seenIn(got))
    },
  }),
]

/** Taken or refused, as the registry likes; a failure is neither. */
export const survives =
  (what: string): Judge<Exchange> =>
  (exchange) => {
    const { status } = answerOf(exchange)
    if (succeeded(exchange)) return holds(`accepts ${what}`)
    return status >= 400 && status < 500
      ? holds()
      : violated(
          `returned ${status} for ${what}`,
          ['201', '400'],
          summarizeResponse(exchange),
          statusIs('2xx', '4xx'),
        )
  }

/** Taken, or refused for what is missing. A registry may also forbid foreign URLs, which only warns. */
export const takesForeignLayer =
  (codes: readonly string[]): Judge<Exchange> =>
  (exchange) => {
    if (succeeded(exchange)) return holds()
    const { status } = answerOf(exchange)
    const expected = ['201', `a 4xx with ${codes.join(' or ')}`]
    const what = 'a manifest with an unpushed non-distributable layer'
    const refused = violated(
      `returned ${status} for ${what}`,
      expected,
      summarizeResponse(exchange),
      anyOf([statusIs('2xx')], [statusIs('4xx'), textMatches(`"code":"(${codes.join('|')})"`)]),
    )
    if (status >= 500) return refused
    const coded = namesCode(...codes)(exchange)
    return coded.holds ? coded : { ...refused, title: coded.title, severity: 'warn' }
  }
