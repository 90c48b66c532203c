import { createRandom } from '../../../src/content/random.ts'
import { withoutUndefined } from '../../../src/engine/optional.ts'
import { createReferenceRegistry } from '../../../src/reference/index.ts'
import type { Served as ServedExchange } from '../../../src/reference/served.ts'
import { createStore, type Store } from '../../../src/reference/store.ts'
import { imagesOf } from '../content/tree.ts'
import type { AnyScenario, Scenario, Served, Staged } from '../scenario.ts'
import { shelve } from './holdings.ts'

export const repository = 'oci-assay/client'
export const secondRepository = 'oci-assay/copy'
export const tag = '1.0.0'
const capacity = 256 * 1024 * 1024
export const account = { username: 'assay', password: 'assay-password' }

/** A registry that was started for a scenario. */
export interface Started {
  /** scheme://host:port */
  origin: string
  /** host:port */
  host: string
  store: Store
}

export interface Serving {
  staged: Staged<unknown>
  registry: Started
  other: Started
  /** Ends all connections; may be called twice. */
  close(): Promise<void>
}

export interface ServeOptions {
  /** Called with each exchange and the registry that saw it. */
  onServed: (exchange: ServedExchange, origin: string) => void
  /** See StageTools; default 0. */
  time?: () => number
  /** Types of what the client pulls; default those of images. */
  pulls?: { config: string; layer: string } | undefined
  /** Of the first registry; default a free one. */
  port?: number
}

/** Starts the two registries of a scenario. Its content is the same each time. */
export async function serveScenario(
  scenario: AnyScenario,
  { onServed, port, pulls, time = () => 0 }: ServeOptions,
): Promise<Serving> {
  const { id, stage } = scenario as unknown as Scenario
  const [first, second] = [createStore(capacity), createStore(capacity)]
  const place = { origin: '' }
  const staged = stage({
    image: imagesOf(pulls),
    random: createRandom(`oci-assay/${id}`),
    repository,
    tag,
    other: () => place.origin,
    time,
  })
  const { other: beside = {}, registry: main = {}, login = false } = staged
  const other = await start(beside, beside.shares ? first : second, {
    onServed,
    host: beside.host ?? '127.0.0.1',
  })
  place.origin = other.origin
  const registry = await start(main, first, { onServed, login, ...withoutUndefined({ port }) })
  let closed: Promise<unknown> | undefined
  return {
    staged,
    registry,
    other,
    close: async () => void (await (closed ??= Promise.all([registry.close(), other.close()]))),
  }
}

interface StartOptions {
  onServed: ServeOptions['onServed']
  /** A name that leads to this machine. */
  host?: string
  port?: number
  login?: boolean
}

async function start(
  { settings, effects = [], holds = [] }: Served,
  store: Store,
  { onServed, host = '127.0.0.1', port, login = false }: StartOptions,
): Promise<Started & { close(): Promise<void> }> {
  for (const { tree, tag: named } of holds) shelve(store, repository, tree, named)
  let origin = ''
  const registry = createReferenceRegistry(
    {
      // Clients of every version meet it; what a version lacks is the scenario's to say.
      spec: '1.1',
      ...(login ? { auth: 'basic', accounts: [account] } : {}),
      ...settings,
      effects: effects.map((each) => () => each),
      onServed: (exchange) => onServed(exchange, origin),
    },
    store,
  )
  const { url, close } = await registry.listen(withoutUndefined({ port }))
  origin = url.replace('127.0.0.1', host)
  return { origin, host: new URL(origin).host, store, close }
}
