import type { AssayOptions } from './options.ts'
import { namesImage } from './names-image.ts'
import { capabilities } from '../../suites/distribution/capabilities/index.ts'
import { accessTo, adviceWith, type Access } from './registry/access.ts'
import { assay } from './assay.ts'
import { unevaluated } from '../results/conclusion/conclusion.ts'
import { endedEarly } from './ended.ts'
import type { CapabilityResult, Leftover } from '../engine/events.ts'
import { limitRun, unlessEnded } from '../engine/limit.ts'
import { exitCodes, Failure } from '../results/conclusion/failure.ts'
import { withoutUndefined } from '../engine/optional.ts'
import { maskError, maskStrings } from '../results/mask.ts'
import { placeOf } from './registry/permission.ts'
import { parseChallenges, type Challenge } from '../registry/auth/challenge.ts'
import { readRoute } from '../registry/ledger/route.ts'
import { exchangesOf } from '../results/causes/causes.ts'
import type { RunResult } from '../results/result.ts'
import { createRegistryClient } from '../registry/client.ts'
import { header, headerValues, type Exchange } from '../registry/record/exchange.ts'
import { otherOrigins } from '../registry/record/other-origins.ts'
import { reach } from '../registry/reach/reach.ts'
import type { Reached } from '../registry/reach/reached.ts'
import { defaults, repositoriesOf } from './registry/repositories.ts'
import { createRecorder } from '../registry/record/recorder.ts'
import { createRedactor, type Redactor } from '../registry/record/redaction/redactor.ts'

/** What is known of a registry before a run. */
export interface Diagnosis {
  /** The address after parsing. */
  address: string
  /** How it was reached, and with which account. */
  details: Record<string, string>
  /** Why places where credentials might be were passed over. */
  problems: readonly string[]
  reached: Pick<Reached, 'ok' | 'state' | 'message' | 'advice'>
  /** The Server header of the response. */
  server?: string
  /** Milliseconds from the request to the complete response. */
  roundTrip: number
  /** The challenges to a client without credentials; empty where it allows anonymous access. */
  challenges: readonly Challenge[]
  /** Absent where it could not be reached. */
  capabilities?: readonly CapabilityResult[]
  /** Why a run could not evaluate all that it selects; each reason once. Absent where it could. */
  incomplete?: readonly string[]
  /** Repositories that test objects were pushed to; empty where nothing was written. Absent where it could not be reached. */
  writtenTo?: readonly string[]
  /** What the probes left behind. */
  leftovers?: readonly Leftover[]
}

/** The registry responds, but denies access to the repository. */
const denied = ({ state }: Reached, { message, advice }: Failure): Diagnosis['reached'] => ({
  ok: false,
  state,
  message,
  ...withoutUndefined({ advice }),
})

/** The challenges of the first response that has any. */
function challengesIn(exchanges: readonly Exchange[]): Challenge[] {
  for (const { response } of exchanges) {
    const values = response ? headerValues(response.headers, 'www-authenticate') : []
    if (response?.status === 401 && values.length > 0) return parseChallenges(values)
  }
  return []
}

/**
 * Checks whether a run is possible: connects to the registry, and probes its optional features, which
 * pushes a few small objects and removes them again, except with `readOnly`. Throws Failure where the options are wrong.
 */
export async function diagnose(options: AssayOptions): Promise<Diagnosis> {
  if (namesImage(options.target)) {
    const advice = 'oci-assay run validates it directly; a registry is named as http(s)://host[:port]'
    throw new Failure(
      `${options.target} is an image, and a diagnosis is of a registry`,
      exitCodes.usage,
      advice,
    )
  }
  const access = await accessTo(options)
  const named = [options.repository, options.secondRepository].map((each) => each ?? '')
  const redactor = createRedactor([], { open: [access.base.href, ...Object.values(defaults), ...named] })
  try {
    // Capabilities are those of a run, which masks them by itself.
    const { capabilities: probed, ...rest } = await diagnoseWith(options, access, redactor)
    return { ...maskStrings(rest, redactor.text), ...withoutUndefined({ capabilities: probed }) }
  } catch (error) {
    throw maskError(error, redactor.text)
  }
}

/** Whether the registry accepted a request of a push, be it the first one. */
const wasPushedTo = (repository: string, result: RunResult): boolean =>
  [...exchangesOf(result).values()].some(
    ({ request: { method, url }, response }) =>
      (method === 'POST' || method === 'PUT') &&
      (response?.status === 201 || response?.status === 202) &&
      URL.canParse(url) &&
      readRoute(new URL(url).pathname)?.repository === repository,
  )

async function diagnoseWith(options: AssayOptions, access: Access, redactor: Redactor): Promise<Diagnosis> {
  const { base, client: clientOptions, details, problems } = access
  const recorder = createRecorder({ redactor })
  const limit = limitRun(withoutUndefined({ signal: options.signal }))
  const client = createRegistryClient({ ...clientOptions, recorder, retries: 0, signal: limit.signal })
  let reached: Reached
  try {
    const done = { anonymous: options.credentials === 'anonymous' }
    const place = placeOf(options.repository ?? defaults.repository, options.readOnly)
    reached = await unlessEnded(limit, reach(client, place, done), endedEarly)
  } finally {
    await client.close()
  }
  const { ok, state, message, exchange } = reached
  const advice = ok ? undefined : adviceWith(reached.advice, problems)
  const server = exchange.response && header(exchange.response.headers, 'server')
  const diagnosis: Diagnosis = {
    address: base.href.replace(/\/$/, ''),
    details,
    problems,
    reached: { ok, state, message, ...withoutUndefined({ advice }) },
    ...withoutUndefined({ server }),
    roundTrip: exchange.duration,
    challenges: challengesIn(recorder.exchanges()),
  }
  if (!ok) return diagnosis
  const only = capabilities.flatMap(({ evaluates }) => evaluates)
  try {
    // Capabilities are probed at every depth; a deeper run would send far more.
    const { result } = await assay({ ...options, only, depth: 'quick' })
    const ending = limit.ending()
    if (ending) throw endedEarly(ending)
    const { capabilities: found, leftovers } = result
    const writtenTo = Object.values(repositoriesOf(options, undefined)).filter(
      (each, at, all) => all.indexOf(each) === at && wasPushedTo(each, result),
    )
    const incomplete = [...new Set(unevaluated(result).flatMap(({ reason }) => reason ?? []))]
    return {
      ...diagnosis,
      details: { ...details, ...withoutUndefined({ [otherOrigins]: result.target.details[otherOrigins] }) },
      capabilities: found,
      writtenTo,
      leftovers,
      ...(incomplete.length > 0 ? { incomplete } : {}),
    }
  } catch (error) {
    if (!(error instanceof Failure) || error.exitCode !== exitCodes.incomplete) throw error
    return { ...diagnosis, reached: denied(reached, error) }
  }
}
