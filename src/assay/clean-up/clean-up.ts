import type { RunResult } from '../../results/result.ts'
import { accessTo, adviceWith, targetUrl, type AccessOptions } from '../registry/access.ts'
import { endedEarly } from '../ended.ts'
import type { Leftover } from '../../engine/events.ts'
import { limitRun, unlessEnded } from '../../engine/limit.ts'
import { exitCodes, Failure } from '../../results/conclusion/failure.ts'
import { withoutUndefined } from '../../engine/optional.ts'
import { maskError, maskStrings } from '../../results/mask.ts'
import { placeOf } from '../registry/permission.ts'
import { createRegistryClient } from '../../registry/client.ts'
import { createLedger } from '../../registry/ledger/ledger.ts'
import { reach } from '../../registry/reach/reach.ts'
import { isExchange } from '../../results/record.ts'
import { defaults } from '../registry/repositories.ts'
import { provenanceOf } from './run-content.ts'
import { ownServer } from '../../results/log/excerpt.ts'

export interface CleanedUp {
  /** The number of objects that the run had created and not removed. */
  found: number
  left: readonly Leftover[]
}

/**
 * The target is the one that the caller names: a stored result may be forged, so that neither its target nor its
 * repositories are trusted.
 */
export interface CleanUpRunOptions extends AccessOptions {
  /** Repositories of the run, besides the default ones. */
  repositories?: readonly string[]
  /** Milliseconds for everything; default 120,000. */
  cleanUpTimeout?: number
}

/** Where a run left something, according to its stored result. */
export interface RecordedLeftovers {
  target: string
  repositories: readonly string[]
  /** The number of objects. */
  count: number
}

/** What a run left, according to its stored result. Throws Failure where it is not the result of a registry that is still there. */
export function recordedLeftovers(result: RunResult): RecordedLeftovers {
  const { target } = result
  if (target.kind !== 'registry') {
    throw new Failure('this result is of an image: nothing was written', exitCodes.usage)
  }
  if (target.details[ownServer] !== undefined) {
    const advice = 'oci-assay cleanup --containers removes those that killed runs have left'
    throw new Failure(`${target.name} ran in a container of that run`, exitCodes.usage, advice)
  }
  const entries = ledgerOf(result).entries()
  const repositories = [...new Set(entries.map(({ repository }) => repository))]
  return { target: target.name, repositories, count: entries.length }
}

function ledgerOf({ evidence }: RunResult) {
  const ledger = createLedger(undefined)
  for (const exchange of evidence.filter(isExchange).toSorted((a, b) => a.id - b.id)) ledger.watch(exchange)
  return ledger
}

/** The default repositories, and those that a shard derives from them. */
const isDefault = (repository: string): boolean =>
  Object.values(defaults).some(
    (own) => repository.startsWith(own) && /^(?:-\d{1,5})?$/.test(repository.slice(own.length)),
  )

/** The repositories of a run, from the details of its target; those of merged shards are a list. */
const runRepositories = ({ target }: RunResult): string[] =>
  [target.details['repository'], target.details['second repository']].flatMap(
    (names) => names?.split(', ') ?? [],
  )

/**
 * Removes from a registry what a stored run created there and did not remove, according to its exchanges. What is
 * outside the repositories that the caller names, or the default ones, is left, with the reason. Throws Failure
 * where the result is not that of a registry, is of another target, or where the registry is not reachable.
 */
export async function cleanUpRun(result: RunResult, options: CleanUpRunOptions): Promise<CleanedUp> {
  const { cleanUpTimeout: timeout = 120_000, repositories: named = [], ...rest } = options
  const { target, count: found } = recordedLeftovers(result)
  const base = targetUrl(options)
  if (targetUrl({ ...options, target }).href !== base.href) {
    throw new Failure(`the result is of ${target}, not of ${options.target}`, exitCodes.usage)
  }
  if (found === 0) return { found, left: [] }
  const repositories = [
    ...new Set([...named, ...runRepositories(result).filter(isDefault), ...Object.values(defaults)]),
  ]
  const { signal } = options
  const limit = limitRun(withoutUndefined({ signal }))
  const access = await unlessEnded(limit, accessTo(rest), endedEarly)
  const client = createRegistryClient({ ...access.client, ...withoutUndefined({ signal }) })
  const mask = client.recorder.redactor.text
  try {
    const [repository = defaults.repository] = repositories
    const place = { ...placeOf(repository, undefined), named: true }
    const reached = await unlessEnded(limit, reach(client, place), endedEarly)
    if (!reached.ok) {
      const advice = adviceWith(reached.advice, access.problems)
      throw new Failure(reached.message, exitCodes.incomplete, advice)
    }
    return {
      found,
      left: maskStrings(
        await ledgerOf(result).cleanUp(client, {
          timeout,
          repositories,
          prove: provenanceOf(result, { timeout, isOurs: isDefault }),
          ...withoutUndefined({ signal }),
        }),
        mask,
      ),
    }
  } catch (error) {
    throw maskError(error, mask)
  } finally {
    await client.close()
  }
}
