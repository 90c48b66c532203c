import { withoutUndefined } from './optional.ts'
import type { Attempted, Attempts } from './attempt.ts'
import {
  isDisturbed,
  isUnsettled,
  mostRounds,
  pauseAfter,
  whyUnsettled,
  withoutUnsettled,
} from './disturbance.ts'
import type { CapabilityResult } from './events.ts'
import type { Capability, CapabilityState } from './suite.ts'
import type { Statement } from './verdict.ts'

export interface Probing {
  /** Probes a capability once; later calls return the same state. */
  probe(name: string): Promise<CapabilityState>
  /** The statement for a test whose needs are not all supported; undefined where they are. */
  missing(needs: readonly string[] | undefined): Promise<Statement | undefined>
}

export interface ProbingOptions {
  /** Called with the result of each probe. */
  found: (result: CapabilityResult) => void
  /** Milliseconds. */
  pause: (milliseconds: number) => Promise<void>
}

/** Probes optional features, each once and when it is first needed; keeps what it finds in `states`. */
export function createProbing<Context>(
  capabilities: readonly Capability<Context>[],
  attempts: Attempts<Context>,
  states: Map<string, CapabilityState>,
  { found, pause }: ProbingOptions,
): Probing {
  const byName = new Map(capabilities.map((capability) => [capability.name, capability]))
  const probes = new Map<string, Promise<CapabilityState>>()

  const probe = (name: string): Promise<CapabilityState> => {
    const known = probes.get(name)
    if (known) return known
    const capability = byName.get(name)
    if (!capability) return Promise.reject(new Error(`unknown capability ${name}`))
    const probing = find(capability)
    probes.set(name, probing)
    return probing
  }

  const find = async (capability: Capability<Context>): Promise<CapabilityState> => {
    const { name, title, evaluates, needs = [] } = capability
    const absent = await missing(needs)
    let state: CapabilityState
    let round = 1
    if (absent) {
      attempts.keep(`capability.${name}`, attempts.settled(evaluates, absent))
      state = stateOf(absent)
    } else {
      ;[state, round] = await settled(capability)
    }
    states.set(name, state)
    const detail = state.state === 'supported' ? state.detail : state.reason
    found({
      name,
      title,
      state: state.state === 'skipped' ? 'unknown' : state.state,
      ...withoutUndefined({ detail }),
      ...(round === 1 ? {} : { attempts: round }),
    })
    return state
  }

  /** Probes until nothing disturbs what is found, at once, since tests wait for it; what was found, in which round. */
  const settled = async (capability: Capability<Context>): Promise<[CapabilityState, number]> => {
    const { name, evaluates, needs = [] } = capability
    const id = `capability.${name}`
    for (let round = 1; ; round += 1) {
      let state: CapabilityState | undefined
      const attempted = await attempts.attempt(
        // Before all tests, since some wait for it.
        { id, evaluates, capabilities: needs, urgency: Infinity, round },
        async (context) => {
          state = await capability.probe(context)
        },
      )
      const isFound = state?.state === 'supported' && !isUnsettled(attempted, round, true)
      if (isFound || !isDisturbed(attempted.disturbances, round)) {
        attempts.keep(id, attempted)
        return [state ?? afterThrow(attempted), round]
      }
      if (round === mostRounds) {
        attempts.keep(id, withoutUnsettled(attempted))
        return [{ state: 'unknown', reason: whyUnsettled(attempted) }, round]
      }
      await pause(pauseAfter(attempted.disturbances))
    }
  }

  const missing = async (needs: readonly string[] = []): Promise<Statement | undefined> => {
    const missed = await Promise.all(needs.map(async (name) => statementOf(name, await probe(name))))
    return missed.find((statement) => statement !== undefined)
  }

  return { probe, missing }
}

function statementOf(name: string, state: CapabilityState): Statement | undefined {
  if (state.state === 'supported') return undefined
  if (state.state === 'unsupported') return { kind: 'unsupported', capability: name, reason: state.reason }
  if (state.state === 'skipped') return { kind: 'skipped', reason: state.reason }
  if (state.state === 'unknown') {
    return { kind: 'error', reason: state.reason, ...(state.denied ? { denied: true } : {}) }
  }
  return { kind: 'blocked', by: state.requirement, reason: state.reason, capability: name }
}

/** A capability without what it needs is missing in the same way. */
function stateOf(statement: Statement): CapabilityState {
  if (statement.kind === 'unsupported' || statement.kind === 'skipped') {
    return { state: statement.kind, reason: statement.reason }
  }
  if (statement.kind === 'blocked') {
    return { state: 'nonconformant', requirement: statement.by, reason: statement.reason }
  }
  return {
    state: 'unknown',
    reason: 'reason' in statement ? statement.reason : 'not probed',
    ...(statement.kind === 'error' && statement.denied ? { denied: true } : {}),
  }
}

/** A probe that threw: what needs it is blocked where the probe was, else it cannot be evaluated. */
function afterThrow({ statements, left }: Attempted): CapabilityState {
  const failed = [...statements.values()].flat().find((statement) => statement.kind === 'failed')
  if (left?.kind !== 'blocked' && failed) {
    const { requirement, title } = failed.finding
    return { state: 'nonconformant', requirement, reason: title }
  }
  return stateOf(left ?? { kind: 'error', reason: 'the probe ended without a result' })
}
