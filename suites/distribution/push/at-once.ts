import { digestOf } from '../../../src/content/digest.ts'
import { holds } from '../../../src/engine/judgement.ts'
import { defineTest, type Test } from '../../../src/engine/suite.ts'
import { seenIn } from '../../../src/registry/exchange.ts'
import type { RegistryContext } from '../context.ts'
import { isContentOf, namesDigestOf } from '../judges/digest.ts'
import { answerOf, asked, succeeded, told } from '../judges/response.ts'
import { getManifest, ownManifest, putManifest } from '../own-manifests.ts'

/** Pushes that meet: what comes of them may be the work of either, and never of both. */
export const tests: readonly Test<RegistryContext>[] = [
  // Of two manifests under one tag the later one counts, whichever that is: bytes and digest are its own.
  defineTest({
    id: 'push.manifest.tag-at-once',
    title: 'pushes two manifests under one tag at once',
    decides: ['pull.manifest.exact-bytes', 'pull.manifest.digest-header-value'],
    needs: ['push'],
    async run(t) {
      const [one, other] = [await ownManifest(t), await ownManifest(t)]
      const tag = t.tag('at-once')
      const puts = await Promise.all([putManifest(t, one, tag), putManifest(t, other, tag)])
      const [first] = puts
      // One of them may be refused, where tags do not move or where the other one holds a lock.
      if (!puts.some(succeeded)) {
        t.blocked('push.manifest.by-tag', `${asked(first)} was answered ${told(first)}`)
      }
      const got = await getManifest(t, tag)
      if (!succeeded(got)) t.blocked('pull.manifest.by-tag', `${asked(got)} was answered ${told(got)}`)
      const { bytes } = answerOf(got).body
      const digest = digestOf(bytes)
      const evidence = [...puts, got].map(seenIn)
      const isEither = digest === one.digest || digest === other.digest
      t.demand(
        'pull.manifest.exact-bytes',
        isEither ? holds() : isContentOf('a manifest', one.digest)(got),
        ...evidence,
      )
      t.check('pull.manifest.digest-header-value', namesDigestOf(digest, bytes)(got), ...evidence)
    },
  }),
]
