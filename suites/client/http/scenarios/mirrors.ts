import { holds, violated } from '../../../../src/engine/judgement.ts'
import { authorizationOf, hostOf, queryOf } from '../../judges/requests.ts'
import { defineScenario, type AnyScenario } from '../../scenario.ts'
import { absent, seenAt, type ClientJudge, type Seen } from '../../seen.ts'

const toMirror = ({ exchanges, registry }: Pick<Seen, 'exchanges' | 'registry'>) =>
  exchanges.filter((each) => hostOf(each) === registry)

/** The registry of the name, which is not the mirror. */
const source = { host: 'localhost', shares: true } as const

const namesSource: ClientJudge<unknown> = (seen) => {
  const named = toMirror(seen).filter((each) => queryOf(each).has('ns'))
  if (named.length === 0) return absent('the client sends no ns to a mirror')
  const odd = named.find((each) => queryOf(each).get('ns') !== seen.other)
  return odd
    ? seenAt(
        [odd],
        violated(
          'names another host in ns than the repository name has',
          `ns=${seen.other}`,
          `ns=${queryOf(odd).get('ns')}`,
        ),
      )
    : seenAt(named, holds())
}

const keepsCredentials: ClientJudge<unknown> = (seen) => {
  const all = toMirror(seen)
  if (all.length === 0) return absent('the client sends nothing to the mirror')
  const [sent] = all.filter((each) => authorizationOf(each) !== undefined)
  return sent
    ? seenAt(
        [sent],
        violated(
          'sends the credentials of the registry to a mirror of it',
          'no Authorization',
          `${sent.request.method} with Authorization: ${authorizationOf(sent)?.split(' ')[0]} …`,
        ),
      )
    : seenAt(all, holds())
}

/** Pulls through a mirror that is configured for a registry. */
export const scenarios: readonly AnyScenario[] = [
  defineScenario({
    id: 'mirror-recorded',
    title: 'a mirror of the registry in the name, which only records the pull',
    operation: 'mirror',
    stage: ({ image, random, tag }) => ({
      facts: {},
      registry: { holds: [{ tree: image(random), tag }] },
      other: source,
    }),
    judges: { 'client.proxy.first-component': namesSource },
  }),
  defineScenario({
    id: 'mirror-credentials',
    title: 'a mirror that requires credentials, where the client has those of the registry in the name',
    operation: 'mirror',
    stage: ({ image, random, tag }) => ({
      facts: {},
      otherLogin: true,
      registry: { holds: [{ tree: image(random), tag }], settings: { auth: 'basic' } },
      other: source,
    }),
    judges: { 'client.proxy.credentials': keepsCredentials },
  }),
]
