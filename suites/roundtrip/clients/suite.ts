import { NotEvaluated } from '../../../src/engine/record.ts'
import { holds, violated, warning, type Judgement } from '../../../src/engine/judgement.ts'
import type { Suite } from '../../../src/engine/suite.ts'
import { specification as ofImages } from '../../image/specification.ts'
import { specification as ofDistribution } from '../../distribution/specification.ts'
import type { RegistryTestContext } from '../../distribution/target/context.ts'
import { entriesListed, referrersTag } from '../referrers.ts'
import { manifestPath, referrersPath } from '../../distribution/requests/paths.ts'
import { traitsOf, type ClientTrip, type Side } from './client.ts'
import { completed, isUnchanged, isWhole, nameOfPassage } from './judges.ts'
import type { Passage } from './passage.ts'
import { travelWith, type Passages } from './passages.ts'
import { lookBefore, noteCreated } from './removal.ts'
import {
  referrersRequirements,
  requirements,
  type ClientTripRequirement,
  type ReferrersRequirement,
} from './requirements.ts'

/** Of a test with all clients in it; the limit of the run ends it before. */
const timeFactor = 1000

/** Each way is taken once, whichever test comes first. */
const taken = new WeakMap<ClientTrip, Promise<Passages>>()

function travel(t: RegistryTestContext, trip: ClientTrip): Promise<Passages> {
  const found = taken.get(trip) ?? begin(t, trip)
  taken.set(trip, found)
  return found
}

async function begin(t: RegistryTestContext, trip: ClientTrip): Promise<Passages> {
  const before = await lookBefore(t, trip)
  if ('taken' in before)
    throw new NotEvaluated(
      `${before.taken} exists already: choose another tag or repository, so that no client moves it`,
    )
  const passages = await travelWith(trip, (invocation, round) => t.recordInvocation(invocation, round))
  await noteCreated(t, trip, passages, before)
  for (const passage of passages.passages) trip.onPassage?.(passage)
  return passages
}

/** Has clients push and pull the image of a round trip. `open` is called when it runs. */
export const clientSuite = (open: () => ClientTrip): Suite<RegistryTestContext, ClientTripRequirement> => ({
  name: 'with',
  title: 'With clients',
  specification: ofImages,
  requirements,
  tests: [
    {
      id: 'with.clients',
      title: 'has each client push the image, and pull what the others pushed',
      evaluates: requirements.map(({ id }) => id),
      timeFactor,
      async run(t) {
        const trip = open()
        const { passages } = await travel(t, trip)
        const { own } = await trip.pushed()
        for (const passage of passages) report(t, passage, own)
        for (const operation of ['pull', 'push'] as const)
          endWithout(
            t,
            operation,
            passages.filter((each) => each.operation === operation),
          )
      },
    },
  ],
})

const parts = ['completed', 'whole', 'bytes'] as const

/** Where no command succeeded, nothing can be compared. */
function endWithout(
  t: RegistryTestContext<ClientTripRequirement>,
  operation: Passage['operation'],
  passages: readonly Passage[],
): void {
  const isCompared = passages.some(({ outcome }) =>
    ['same', 'converted', 'changed', 'open'].includes(outcome),
  )
  if (isCompared) return
  if (passages.length === 0)
    for (const part of parts) t.skip(`with.${operation}.${part}`, `no client has a command to ${operation}`)
  else if (passages.some(({ outcome }) => outcome === 'failed'))
    t.blocked(`with.${operation}.completed`, `no client could ${operation} the image`)
  else
    for (const part of ['whole', 'bytes'] as const)
      t.skip(`with.${operation}.${part}`, 'no client supports the content of the image')
}

function report(t: RegistryTestContext<ClientTripRequirement>, passage: Passage, own: Side): void {
  const { operation, outcome, reason = '', evidence } = passage
  if (outcome === 'open') {
    for (const part of parts)
      t.unevaluated(`with.${operation}.${part}`, `${nameOfPassage(passage)}: ${reason}`)
    return
  }
  if (outcome === 'unsupported') {
    t.check(
      `with.${operation}.completed`,
      holds(`${nameOfPassage(passage)}: not supported: ${reason}`),
      ...evidence,
    )
    return
  }
  const isOptional = ['nested index', 'sha512'].some((trait) =>
    [...traitsOf(own.content)].some((each) => each === trait),
  )
  t.check(`with.${operation}.completed`, softened(completed(passage), isOptional), ...evidence)
  if (outcome === 'failed') return
  t.check(`with.${operation}.whole`, isWhole(passage), ...evidence)
  t.check(`with.${operation}.bytes`, isUnchanged(passage), ...evidence)
}

const softened = (judgement: Judgement, isOptional: boolean): Judgement =>
  isOptional ? warning(judgement) : judgement

/** Looks for the referrers that clients pushed. `open` is called when it runs. */
export const clientReferrersSuite = (
  open: () => ClientTrip,
): Suite<RegistryTestContext, ReferrersRequirement> => ({
  name: 'with-referrers',
  title: 'Referrers pushed by clients',
  specification: ofDistribution,
  requirements: referrersRequirements,
  tests: [
    {
      id: 'with.clients.referrers',
      title: 'finds each referrer that a client pushed, by the API or by the referrers tag',
      evaluates: ['with.push.referrers'],
      timeFactor,
      async run(t) {
        const trip = open()
        const { passages, pushed } = await travel(t, trip)
        const { own: image } = await trip.pushed()
        const referrers = image.content.manifests.filter(({ subject }) => subject !== undefined)
        if (referrers.length === 0) return t.skip('with.push.referrers', 'the image has no referrers')
        let count = 0
        for (const { name, repository, tags } of pushed) {
          const push = passages.find(
            ({ client, operation, outcome }) =>
              client === name && operation === 'push' && (outcome === 'same' || outcome === 'converted'),
          )
          const own = referrers.filter(
            ({ digest }) => push !== undefined && tags.some((each) => each.digest === digest),
          )
          for (const { digest, subject = '', name: what } of own) {
            count += 1
            const listed = await listedIn(t, repository, subject)
            const found = listed.includes(digest)
              ? holds()
              : violated(
                  `${name}, pushing: ${what} (${digest}) is in no list of referrers`,
                  `${digest} in the referrers API or under ${referrersTag(subject)}`,
                  `${listed.length} others`,
                )
            t.check('with.push.referrers', found, ...(push?.evidence ?? []))
          }
        }
        if (count === 0) t.skip('with.push.referrers', 'no client pushed the referrers unchanged')
      },
    },
  ],
})

/** Digests of the referrers of a subject, by the API; where there is none, by the tag. */
async function listedIn(t: RegistryTestContext, repository: string, subject: string): Promise<string[]> {
  const bodyLimit = 64 * 1024 ** 2
  const api = await t.send({ method: 'GET', path: referrersPath(repository, subject), bodyLimit })
  if (api.response?.status !== 404) return entriesListed(api)
  const path = manifestPath(repository, referrersTag(subject))
  return entriesListed(
    await t.send({
      method: 'GET',
      path,
      headers: { Accept: 'application/vnd.oci.image.index.v1+json' },
      bodyLimit,
    }),
  )
}
