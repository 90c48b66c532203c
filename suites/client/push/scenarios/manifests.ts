import { holds, violated } from '../../../../src/engine/judgement.ts'
import type { Exchange } from '../../../../src/registry/record/exchange.ts'
import { setting } from '../../../../src/reference/effects/alter.ts'
import { falseDigest } from '../../content/effects.ts'
import { dockerImage, image, jsonContent } from '../../content/tree.ts'
import { uses } from '../../judges/outcome.ts'
import { documentIn, field, manifestPuts } from '../../judges/requests.ts'
import { defineScenario, type AnyScenario } from '../../scenario.ts'
import { absent, seenAt, type ClientJudge } from '../../seen.ts'

const type = (exchange: Exchange): string => field(exchange, 'Content-Type') ?? '(none)'
const bare = (exchange: Exchange): string => type(exchange).split(';')[0]?.trim() ?? ''

/** The Content-Type of each pushed manifest without mediaType, parameters aside. Clients that make manifests themselves add it. */
const sends: ClientJudge<{ mediaType: string }> = (seen) => {
  const puts = manifestPuts(seen).filter((put) => documentIn(put)['mediaType'] === undefined)
  if (puts.length === 0) return absent('the client pushes no manifest without mediaType')
  const odd = puts.find((each) => bare(each) !== seen.facts.mediaType)
  return odd
    ? seenAt([odd], violated('pushes a manifest under another type', seen.facts.mediaType, type(odd)))
    : seenAt(puts, holds())
}

const plain: ClientJudge<unknown> = (seen) => {
  const puts = manifestPuts(seen)
  if (puts.length === 0) return absent('the client pushes no manifest')
  const odd = puts.find((each) => type(each).includes(';'))
  return odd
    ? seenAt([odd], violated('sends parameters with the type of a manifest', bare(odd), type(odd)))
    : seenAt(puts, holds())
}

/** The mediaType of each pushed manifest that has one, as its Content-Type. */
const sendsField: ClientJudge<unknown> = (seen) => {
  const puts = manifestPuts(seen).flatMap((put) => {
    const document = documentIn(put)
    return typeof document['mediaType'] === 'string' ? [{ put, mediaType: document['mediaType'] }] : []
  })
  if (puts.length === 0) return absent('the client pushes no manifest with mediaType')
  const odd = puts.find(({ put, mediaType }) => bare(put) !== mediaType)
  return odd
    ? seenAt(
        [odd.put],
        violated('pushes a manifest under another type than its mediaType', odd.mediaType, type(odd.put)),
      )
    : seenAt(
        puts.map(({ put }) => put),
        holds(),
      )
}

export const scenarios: readonly AnyScenario[] = [
  defineScenario({
    id: 'push-recorded',
    title: 'a push, recorded',
    operation: 'push',
    stage: ({ random }) => {
      const layout = image(random)
      return { facts: {}, layout }
    },
    judges: {
      'client.push.manifest-type-field': sendsField,
      'client.push.manifest-type-parameters': plain,
    },
  }),
  defineScenario({
    id: 'push-docker-manifest',
    title: 'a push of a manifest with the types of Docker, recorded',
    operation: 'push',
    stage: ({ random }) => ({ facts: {}, layout: dockerImage(random) }),
    judges: { 'client.push.manifest-type-field': sendsField },
  }),
  defineScenario({
    id: 'push-manifest-without-type',
    title: 'a push of a manifest that has no mediaType, recorded',
    operation: 'push',
    stage: ({ random }) => {
      const full = image(random)
      const document = JSON.parse(Buffer.from(full.root.bytes).toString('utf8')) as Record<string, unknown>
      delete document['mediaType']
      const { mediaType } = full.root
      return { facts: { mediaType }, layout: { ...full, root: jsonContent(document, mediaType) } }
    },
    judges: { 'client.push.manifest-type': sends },
  }),
  defineScenario({
    id: 'push-wrong-manifest-digest',
    title: 'a false Docker-Content-Digest in response to a manifest',
    operation: 'push',
    stage: ({ random }) => {
      const layout = image(random)
      const named = falseDigest(layout.root.digest)
      return {
        facts: { named },
        layout,
        registry: {
          effects: [
            setting({ endpoint: 'manifest', method: 'PUT', status: 201 }, 'Docker-Content-Digest', named),
          ],
        },
      }
    },
    judges: {
      'client.push.manifest-digest-header': (seen) => uses(seen, seen.facts.named, 'the manifest'),
    },
  }),
]
