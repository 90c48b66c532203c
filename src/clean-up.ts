import { accessTo, adviceWith, type AccessOptions } from './access.ts'
import type { Leftover } from './engine/events.ts'
import { exitCodes, Failure } from './failure.ts'
import { maskError, maskStrings } from './mask-events.ts'
import { createRegistryClient } from './registry/client.ts'
import { createLedger } from './registry/ledger.ts'
import { reach } from './registry/reach.ts'
import { placeOf } from './permission.ts'
import { ownServer } from './target-log.ts'
import { defaults } from './repositories.ts'
import { isExchange, type AssayResult } from './reporters/reporter.ts'

export interface CleanedUp {
  /** How many things the run had created and not removed. */
  found: number
  left: readonly Leftover[]
}

export interface CleanUpRunOptions extends Omit<AccessOptions, 'target'> {
  /** Milliseconds for everything; default 120,000. */
  cleanUpTimeout?: number
}

/** Where the run wrote. */
const repositoryOf = ({ details }: AssayResult['target']): string =>
  details['repository'] ?? defaults.repository

/**
 * Removes from a registry what a stored run created there and did not remove, as its exchanges
 * tell. Throws Failure where the result is no registry's, or where the registry is not reachable.
 */
export async function cleanUpRun(result: AssayResult, options: CleanUpRunOptions = {}): Promise<CleanedUp> {
  const { target, evidence } = result
  if (target.kind !== 'registry') {
    throw new Failure('this result is of an image: nothing was written', exitCodes.usage)
  }
  if (target.details[ownServer] !== undefined) {
    const advice = 'oci-assay cleanup --containers removes those that killed runs have left'
    throw new Failure(`${target.name} ran in a container of that run`, exitCodes.usage, advice)
  }
  const ledger = createLedger(undefined)
  for (const exchange of evidence.filter(isExchange).toSorted((a, b) => a.id - b.id)) ledger.watch(exchange)
  const found = ledger.entries().length
  if (found === 0) return { found, left: [] }
  const { cleanUpTimeout: timeout = 120_000, ...rest } = options
  const access = await accessTo({ ...rest, target: target.name })
  const client = createRegistryClient(access.client)
  const mask = client.recorder.redactor.text
  try {
    const reached = await reach(client, { ...placeOf(repositoryOf(target), undefined), named: true })
    if (!reached.ok) {
      const advice = adviceWith(reached.advice, access.problems)
      throw new Failure(reached.message, exitCodes.notAssayed, advice)
    }
    return { found, left: maskStrings(await ledger.cleanUp(client, { timeout }), mask) }
  } catch (error) {
    throw maskError(error, mask)
  } finally {
    await client.close()
  }
}
