import { setTimeout as sleep } from 'node:timers/promises'
import { createRandom } from '../../../src/content/random.ts'
import { usualDepth, usualRequests, type Depth } from '../../../src/engine/depth.ts'
import type { Disturbance } from '../../../src/engine/disturbance.ts'
import { Blocked, NotEvaluated } from '../../../src/engine/record.ts'
import type { SpecVersion } from '../../../src/engine/requirement.ts'
import type { Target } from '../../../src/engine/run.ts'
import { sourceOf } from '../../../src/engine/source.ts'
import type { TestContext } from '../../../src/engine/suite.ts'
import type { RegistryClient } from '../../../src/registry/client.ts'
import type { CoverageRecord } from '../../../src/registry/record/coverage.ts'
import { createInvocations, type InvocationRecord } from '../../../src/registry/record/invocation.ts'
import type { TripRecord } from '../../../src/registry/record/trip.ts'
import type { MeasurementRecord } from '../../../src/registry/record/measurement.ts'
import type { ContentKindRecord } from '../../../src/registry/record/content-kind.ts'
import {
  createRequestHistory,
  disturbanceOf,
  disturbanceOfOutage,
} from '../../../src/registry/transport/retry/disturbance.ts'
import { header, seenIn, type Exchange } from '../../../src/registry/record/exchange.ts'
import { createCanceling } from '../../../src/registry/ledger/canceling.ts'
import type { Ledger } from '../../../src/registry/ledger/ledger.ts'
import { describeOtherOrigins, otherOrigins } from '../../../src/registry/record/other-origins.ts'
import { isOfResponse, type RegistryContext, type Specimens } from './context.ts'
import { answerOf } from '../judges/response.ts'
import { createShared } from './shared.ts'

export interface RegistryTargetOptions {
  client: RegistryClient
  /** What reports call it; default its address. */
  name?: string
  spec: SpecVersion
  /** Aborted when the run is interrupted. */
  signal: AbortSignal
  ledger: Ledger
  seed: string
  /** That of the whole run, which all its shards have; default the same. */
  seedOfRun?: string
  repository: string
  secondRepository: string
  readOnly: boolean
  claimed: readonly string[]
  /** How far the run goes; default quick. */
  depth?: Depth
  /** How many requests the run may generate; default that of its depth. */
  requests?: number
  /** Bytes of the largest blob that is pushed; default 1 GiB. */
  largestBlob?: number
  /** Numbers of the generated sequences that alone are carried out; default all. */
  sequences?: readonly string[]
  /** How often what contradicts its history is repeated at most; default 40. */
  repetitions?: number
  /** Makes what is pulled: pushes it, or walks from what the user named. */
  specimens: (open: (test: string) => RegistryContext) => Specimens
  /** What the run has seen so far. */
  exchanges: () => readonly Exchange[]
  /** Called with how kinds of content were received. */
  onContentKind?: (record: ContentKindRecord) => void
  /** Called with how long operations took. */
  onMeasurement?: (record: MeasurementRecord) => void
  /** Called with what a round trip pushes. */
  onTrip?: (record: TripRecord) => void
  /** Called with each command that was run for a test. */
  onInvocation?: (record: InvocationRecord) => void
  /** Called with what generated sequences bring together. */
  onCoverage?: (record: CoverageRecord) => void
  /** Milliseconds that cleaning up may take; nothing is cleaned up where it is absent. */
  cleanUpTimeout?: number
  /** By which pauses are multiplied; default 1. */
  patience?: number
  details?: Record<string, string>
}

/** Enough to reduce a long sequence to its cause. */
const usualRepetitions = 40

/** No token could be had for the request. */
const isDenied = ({ error }: Exchange): boolean => error?.code === 'unauthorised'

/** Nothing was sent to where the registry led the request: that shows nothing of the registry. */
const isNotAllowed = ({ error }: Exchange): boolean => error?.code === 'not-allowed'

/** A registry as the target of the distribution suites. */
export function registryTarget(options: RegistryTargetOptions): Target<RegistryContext> {
  const { client, ledger, seed, repository, secondRepository, readOnly, claimed, patience = 1 } = options
  const { cleanUpTimeout: timeout, depth = usualDepth, requests = usualRequests[depth] } = options
  const { largestBlob = 1024 ** 3 } = options
  const { repetitions = usualRepetitions } = options
  const { outage } = client
  const gathered = new Map<string, unknown>()
  const history = createRequestHistory()
  const note = createInvocations((record) => options.onInvocation?.(record))
  const randomOfRun = createRandom(options.seedOfRun ?? seed)
  const cancel = createCanceling(client, ledger)
  const shared = createShared(({ round }) => {
    const maker = setupTools('specimens', round, options)
    return { specimens: options.specimens(() => open(maker)), maker }
  })

  const open = (tools: TestContext): RegistryContext => {
    const { test, round, urgency } = tools
    const view = client.forTest(test, tools.signal, { urgency, repeatFailures: round > 1 })
    const random = createRandom(`${seed}/${sourceOf(test, round)}`)
    const outages = outage.outages().length
    const { once, specimens } = shared.at({ round, outages }, tools)
    /** Once for each test: what it stored before an outage may be gone, whichever request shows it. */
    const noticeOutage = () => {
      const last = outage.outages().at(-1)
      const isNoticed = tools.disturbances.some(({ kind }) => kind === 'outage')
      if (last && outage.outages().length > outages && !isNoticed)
        tools.disturbed(disturbanceOfOutage(last.sign))
    }
    const context: RegistryContext = {
      random,
      randomOfRun,
      repository,
      secondRepository,
      readOnly,
      anonymous: client.anonymous,
      claimed,
      depth,
      requests,
      largestBlob,
      patience,
      repetitions,
      sequences: options.sequences,
      specimens,
      async send({ judgesTransport, repeatsItself, ...request }) {
        if (tools.signal.aborted) throw tools.signal.reason
        const exchange = await view.send(request)
        noticeOutage()
        const disturbance = disturbanceOf(exchange, { history, patience })
        if (disturbance && !repeatsItself) tools.disturbed(disturbance)
        if (isNotAllowed(exchange) || (!judgesTransport && !isDenied(exchange))) answerOf(exchange)
        return exchange
      },
      next(exchange) {
        const location = header(answerOf(exchange).headers, 'location')
        if (location === undefined) {
          throw new NotEvaluated(
            `${exchange.request.method} ${exchange.request.url} answered without a Location`,
          )
        }
        return client.resolve(location, exchange)
      },
      keep: (digest) => ledger.keep(repository, digest),
      created: (creation, seen) => ledger.add(creation, seen),
      cancelUploads: cancel,
      recordMeasurement: (record) => options.onMeasurement?.(record),
      recordCoverage: (record) => options.onCoverage?.(record),
      recordContentKind: (record) => options.onContentKind?.(record),
      recordTrip: (record) => options.onTrip?.(record),
      recordInvocation: (invocation, number) =>
        note(invocation, { test, round: number, registry: client.base.host }),
      tag: (label = 'tag') => `assay-${label}-${random.hex(12)}`,
      pause: (milliseconds) =>
        sleep(milliseconds * patience, undefined, { signal: tools.signal }).catch(() => {
          throw tools.signal.reason
        }),
      exchanges: options.exchanges,
      once,
      gathered<Value>(name: string, make: () => Value) {
        const known = gathered.get(name) ?? make()
        gathered.set(name, known)
        return known as Value
      },
      // After all others but two: each property that follows a spread costs V8 a microsecond.
      ...tools,
      check(requirement, ...checked) {
        if (!isOfResponse(checked)) return tools.check(requirement, ...checked)
        const [exchange, judge] = checked
        if (!isDenied(exchange)) return tools.check(requirement, judge(exchange), seenIn(exchange))
        tools.unevaluated(requirement, exchange.error?.message ?? '', { denied: true })
        return false
      },
      require(requirement, ...checked) {
        if (!isOfResponse(checked)) return tools.require(requirement, ...checked)
        const [exchange, judge] = checked
        if (isDenied(exchange)) answerOf(exchange)
        tools.require(requirement, judge(exchange), seenIn(exchange))
      },
    }
    return context
  }

  return {
    description: {
      kind: 'registry',
      name: options.name ?? client.base.href.replace(/\/$/, ''),
      details: {
        repository,
        ...(secondRepository === repository ? {} : { 'second repository': secondRepository }),
        ...options.details,
      },
    },
    open,
    abortReason: () => outage.lost(),
    outages: () => outage.outages(),
    detailsAtEnd() {
      const contacted = describeOtherOrigins(client.recorder.exchanges(), client.base)
      return contacted === undefined ? {} : { [otherOrigins]: contacted }
    },
    ...(timeout === undefined
      ? {}
      : { cleanUp: () => ledger.cleanUp(client, { timeout, repositories: [repository, secondRepository] }) }),
  }
}

/** Tools for what is set up on behalf of all tests: it judges nothing, but it can find itself blocked. */
function setupTools(test: string, round: number, { spec, signal }: RegistryTargetOptions): TestContext {
  const disturbances: Disturbance[] = []
  const refuse = () => {
    throw new Error(`${test} sets something up and evaluates nothing`)
  }
  return {
    test,
    spec,
    signal,
    urgency: Infinity,
    round,
    disturbances,
    disturbed: (disturbance) => void disturbances.push(disturbance),
    has: () => false,
    found: refuse,
    failed: refuse,
    isExplained: refuse,
    check: refuse,
    require: refuse,
    unsupported: refuse,
    skip: refuse,
    unevaluated: refuse,
    blocked(by, reason) {
      throw new Blocked(by, reason)
    },
  }
}
