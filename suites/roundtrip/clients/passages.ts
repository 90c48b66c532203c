import { withoutUndefined } from '../../../src/engine/optional.ts'
import { NotEvaluated } from '../../../src/engine/record.ts'
import type { Evidence } from '../../../src/engine/verdict.ts'
import type { Invocation } from '../../../src/registry/record/invocation.ts'
import type { TripContent } from '../content.ts'
import {
  partOf,
  repositoryOf,
  rootOf,
  rootTags,
  traitsOf,
  type ClientTrip,
  type Ran,
  type Side,
  type TripClient,
} from './client.ts'
import { isAboutTrust } from '../trust.ts'
import { differences } from './compare.ts'
import { compareHeld } from './held.ts'
import type { Difference, Passage } from './passage.ts'

/** Takes note of a command, which was run for the first or the second time. */
export type Note = (invocation: Invocation, round: number) => Evidence

/** Commands at once. */
const atOnce = 2

/** What a client pushed, and what came of it. */
interface PushedBy {
  name?: string
  repository: string
  tags: readonly Tagged[]
}

interface Tagged {
  tag: string
  digest: string
}

/** A push, and the tags that can be pulled after it. */
interface Taken {
  passage: Passage
  there: readonly Tagged[]
}

export interface Passages {
  passages: readonly Passage[]
  /** Images that clients pushed, to be looked at and removed. */
  pushed: readonly (PushedBy & { name: string })[]
}

/**
 * Has each client push the image into a repository of its own, compares what is there with the image, and has each client pull what each of
 * the others and this program pushed. A command that fails is repeated once, alone.
 */
export async function travelWith(trip: ClientTrip, note: Note): Promise<Passages> {
  const { own, tags } = await trip.pushed()
  const noteOf =
    (round: number) =>
    ({ invocations }: Ran): Evidence[] =>
      invocations.map((each) => note(each, round))
  const pushing = trip.clients.filter((client) => client.push)
  const wanted = rootTags(own, tags)
  const pushes = await twice(
    pushing,
    (client, round) => pushWith(client, trip, own, wanted, noteOf(round)),
    ({ passage }) => passage,
  )
  const pushed = pushing.flatMap(({ name }, at) => {
    const there = pushes[at]?.there ?? []
    return there.length === 0 ? [] : [{ name, repository: repositoryOf(trip.repository, name), tags: there }]
  })
  const origins: readonly PushedBy[] = [{ repository: trip.repository, tags }, ...pushed]
  const pairs = trip.clients.flatMap((client) =>
    client.pull ? origins.map((from) => ({ client, from })) : [],
  )
  const pulls = await twice(
    pairs,
    ({ client, from }, round) => pullWith(client, from, trip, noteOf(round)),
    (passage) => passage,
  )
  return { passages: [...pushes.map(({ passage }) => passage), ...pulls], pushed }
}

/** Clients at the same time disturb each other now and then: what fails is repeated alone, and only that counts. */
async function twice<Item, Result>(
  items: readonly Item[],
  pass: (item: Item, round: number) => Promise<Result>,
  passageOf: (result: Result) => Passage,
): Promise<Result[]> {
  const found = new Map<number, Result>()
  const waiting = [...items.entries()]
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
      found.set(next[0], await pass(next[1], 1))
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  const results: Result[] = []
  for (const [at, item] of items.entries()) {
    const first = found.get(at)
    const outcome = first && passageOf(first).outcome
    results.push(first && outcome !== 'failed' && outcome !== 'open' ? first : await pass(item, 2))
  }
  return results
}

async function pushWith(
  client: TripClient,
  trip: ClientTrip,
  own: Side,
  roots: readonly Tagged[],
  noted: (ran: Ran) => Evidence[],
): Promise<Taken> {
  const base = { client: client.name, operation: 'push' } as const
  const repository = repositoryOf(trip.repository, client.name)
  const ways: Way[] = []
  for (const { tag, digest } of roots) {
    const ran = await client.push?.(digest, repository, tag)
    if (!ran) {
      ways.push({})
      continue
    }
    const taken = ran.ok
      ? await way(ran.command, () =>
          trip.open(repository, tag, (side) =>
            differences(own, side, { sent: digest, received: rootOf(side) }),
          ),
        )
      : failed(client, partOf(own.content, digest), ran)
    ways.push({ ...taken, evidence: noted(ran) })
  }
  const there = roots.filter((_, at) => ways[at]?.differences !== undefined)
  return { passage: joined(base, client, ways), there }
}

async function pullWith(
  client: TripClient,
  from: PushedBy,
  trip: ClientTrip,
  noted: (ran: Ran) => Evidence[],
): Promise<Passage> {
  const base = {
    client: client.name,
    operation: 'pull',
    ...(from.name === undefined ? {} : { pushedBy: from.name }),
  } as const
  const ways: Way[] = []
  for (const { tag } of from.tags) {
    const pulled = (there: Side) =>
      client.pull?.(from.repository, tag, async (ran, held): Promise<Way> => {
        const evidence = noted(ran)
        if (!ran.ok || held === undefined)
          return { ...failed(client, partOf(there.content, rootOf(there)), ran), evidence }
        return { command: ran.command, differences: await compareHeld(there, held), evidence }
      }) ?? Promise.resolve({})
    try {
      ways.push(await trip.open(from.repository, tag, pulled))
    } catch (error) {
      ways.push(openBecause(error))
    }
  }
  return joined(base, client, ways)
}

/** What became of one root. */
interface Way {
  command?: string
  /** Where it could be compared. */
  differences?: readonly Difference[]
  /** Why it could not. */
  reason?: string
  outcome?: 'failed' | 'unsupported' | 'open'
  evidence?: readonly Evidence[]
}

async function way(command: string, compare: () => Promise<Difference[]>): Promise<Way> {
  try {
    return { command, differences: await compare() }
  } catch (error) {
    return { command, ...openBecause(error) }
  }
}

function openBecause(error: unknown): Way {
  if (!(error instanceof NotEvaluated)) throw error
  return { outcome: 'open', reason: error.message }
}

function failed(client: TripClient, image: TripContent, { output, command }: Ran): Way {
  const known = [...traitsOf(image)].map((trait) => client.known.unsupported[trait]).find(Boolean)
  const message = lastLines(output)
  if (isAboutTrust(output))
    return {
      outcome: 'open',
      reason: `it does not accept the certificate of the registry (${message})`,
      command,
    }
  return known === undefined
    ? { outcome: 'failed', reason: message, command }
    : { outcome: 'unsupported', reason: `${known} (${message})`, command }
}

const lastLines = (output: string): string =>
  output.trim().split('\n').slice(-2).join(' ').slice(-400) || 'without a message'

/** What became of all roots: the worst, and the reasons for it. */
function joined(
  base: Pick<Passage, 'client' | 'operation' | 'pushedBy'>,
  client: TripClient,
  ways: readonly Way[],
): Passage {
  const known = client.known[base.operation]
  const all = ways.flatMap(({ differences: found = [] }) => found)
  const unexpected = all.filter(({ change }) => known[change] === undefined)
  const of = (outcome: Way['outcome']) => ways.find((each) => each.outcome === outcome)
  const stopped = of('failed') ?? of('open')
  const isCompared = ways.some((each) => each.differences !== undefined)
  const left = of('unsupported')
  const reasons = [
    ...all.flatMap(({ change }) => known[change] ?? []),
    ...(left?.reason === undefined ? [] : [left.reason]),
  ]
  const compared = unexpected.length > 0 ? 'changed' : all.length > 0 || left ? 'converted' : 'same'
  const outcome = stopped?.outcome ?? (isCompared ? compared : (left?.outcome ?? 'same'))
  const reason = stopped ? stopped.reason : [...new Set(reasons)].join('; ')
  return {
    ...base,
    outcome,
    differences: outcome === 'changed' ? unexpected : all,
    evidence: ways.flatMap(({ evidence = [] }) => evidence),
    ...withoutUndefined({ reason: reason || undefined, command: (stopped ?? ways[0])?.command }),
  }
}
