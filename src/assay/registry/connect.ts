import { unlessEnded, type RunLimit } from '../../engine/limit.ts'
import { withoutUndefined } from '../../engine/optional.ts'
import { createRegistryClient, type RegistryClient } from '../../registry/client.ts'
import { createLedger, type Ledger } from '../../registry/ledger/ledger.ts'
import { reach } from '../../registry/reach/reach.ts'
import { waitUntilReady } from '../../registry/reach/wait.ts'
import type { Recorder } from '../../registry/record/recorder.ts'
import { exitCodes, Failure } from '../../results/conclusion/failure.ts'
import { endedEarly } from '../ended.ts'
import type { RegistryOptions } from '../options.ts'
import { adviceWith, type Access } from './access.ts'
import { placeOf, requireAccess, requireNamed } from './permission.ts'

/** Requests at once. */
export const defaultConcurrency = 24

/** Milliseconds that a registry may be unreachable before the run is aborted. */
const [longestOutage, ownOutage] = [30_000, 5000]

export interface Connection {
  client: RegistryClient
  /** Has watched all exchanges since the first contact. */
  ledger: Ledger
}

/** The client of a run, once the registry has responded and granted access. Throws Failure where it does not. */
export async function connect(
  options: RegistryOptions,
  {
    repository,
    access,
    recorder,
    limit,
  }: { repository: string; access: Access; recorder: Recorder; limit: RunLimit },
): Promise<Connection> {
  const client = createRegistryClient({
    ...access.client,
    ...withoutUndefined({ retries: options.retries, patience: options.patience }),
    recorder,
    signal: limit.signal,
    concurrency: options.concurrency ?? defaultConcurrency,
    // What this run started itself does not start again.
    longestOutage: (options.server ? ownOutage : longestOutage) * (options.patience ?? 1),
  })
  const { wait, readOnly } = options
  const done = { waited: wait, anonymous: options.credentials === 'anonymous' }
  try {
    if (wait !== undefined) await unlessEnded(limit, waitUntilReady(client, wait, limit.signal), endedEarly)
    const reached = await unlessEnded(limit, reach(client, placeOf(repository, readOnly), done), endedEarly)
    if (!reached.ok) {
      throw new Failure(reached.message, exitCodes.incomplete, adviceWith(reached.advice, access.problems))
    }
    const ledger = createLedger(recorder)
    if (readOnly) await requireNamed(client, repository, readOnly)
    else await requireAccess(client, repository)
    return { client, ledger }
  } catch (error) {
    await client.close()
    throw error
  }
}
