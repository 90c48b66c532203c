import type { Random } from '../../../src/content/random.ts'
import type { Depth } from '../../../src/engine/depth.ts'
import type { Judge, Judgement } from '../../../src/engine/judgement.ts'
import type { TestContext } from '../../../src/engine/suite.ts'
import type { Evidence } from '../../../src/engine/verdict.ts'
import type { RegistryRequest } from '../../../src/registry/client.ts'
import type { Creation } from '../../../src/registry/ledger/entry.ts'
import type { ContentKindRecord } from '../../../src/registry/record/content-kind.ts'
import type { CoverageRecord } from '../../../src/registry/record/coverage.ts'
import type { Invocation } from '../../../src/registry/record/invocation.ts'
import type { TripRecord } from '../../../src/registry/record/trip.ts'
import type { MeasurementRecord } from '../../../src/registry/record/measurement.ts'
import type { RequirementId } from '../requirements.ts'
import type { Exchange } from '../../../src/registry/record/exchange.ts'

/** The context of the tests of this specification. */
export type RegistryContext = RegistryTestContext<RequirementId>

/** What a test of a registry works with: the engine's part, and the registry. Suites of others have ids of their own. */
export interface RegistryTestContext<Id extends string = string> extends TestContext<Id> {
  /** Content of this test's own: the same for the same seed, whatever runs beside it. */
  readonly random: Random
  /** A source that is the same in all tests of the run: for what they share, and not for content, which `cleanup` would not recognise. */
  readonly randomOfRun: Pick<Random, 'fork'>
  readonly repository: string
  /** Another repository of the same registry, for mounting and for what must not be seen there. */
  readonly secondRepository: string
  readonly readOnly: boolean
  /** No credentials were provided. */
  readonly anonymous: boolean
  /** Names of the suites that the user claimed by naming them; empty where all are run unasked. */
  readonly claimed: readonly string[]
  /** How far the run goes. In read-only mode it concerns only what needs no writing. */
  readonly depth: Depth
  /** How many requests the tests may generate, besides those of scripted tests. */
  readonly requests: number
  /** Bytes of the largest blob that is pushed. */
  readonly largestBlob: number
  /** By which the run multiplies pauses: what is waited for in milliseconds takes that share of it. */
  readonly patience: number
  /** Numbers of the generated sequences that alone are carried out; undefined for all. */
  readonly sequences: readonly string[] | undefined
  /** How often what contradicts its history is repeated at most, to find the fewest steps that show it. */
  readonly repetitions: number
  /** Content that is known to be there and that nobody changes: pushed for the run, or found (read-only). */
  readonly specimens: Specimens

  /**
   * Sends one request. Throws NotEvaluated where no whole answer arrives, unless the test wants to
   * judge that itself: then `exchange.error` describes it. Where no token could be had, a test that looks at the
   * answer throws: other requests of the test may have been permitted.
   */
  send(request: TestRequest): Promise<Exchange>
  /** A Location as the next request's path. Throws NotEvaluated where there is none or it is not a URL. */
  next(exchange: Exchange): string
  /**
   * Records one check, of a judgement or of a response by its judge; true where it holds. Where access was denied, the
   * requirement is not evaluated.
   */
  check(requirement: Id, ...checked: Checked): boolean
  /** Like check, but where it does not hold the test ends; what is inconclusive then is blocked by it. */
  require(requirement: Id, ...checked: Checked): void
  /** Content of the repository that was there before the run, so that it is not removed with what the run creates. */
  keep(digest: string): void
  /** Content that others created for the run, as an exchange shows: it is removed with what the run created. */
  created(creation: Creation, seen: Exchange): void
  /**
   * Cancels the uploads that these exchanges left open, also in a run that removes nothing else: registries limit how many may be open.
   * It judges nothing, and what is not canceled is left to the clean-up.
   */
  cancelUploads(exchanges: readonly Exchange[]): Promise<void>
  /** Records how a kind of content was received: it judges nothing. */
  recordContentKind(record: ContentKindRecord): void
  /** Records how long operations took: it judges nothing. */
  recordMeasurement(record: MeasurementRecord): void
  /** Records what generated sequences bring together: it judges nothing. */
  recordCoverage(record: CoverageRecord): void
  /** Records what a round trip pushes: it judges nothing. */
  recordTrip(record: TripRecord): void
  /** Records a command that was run for this test; returns the reference to it. */
  recordInvocation(invocation: Invocation, round: number): Evidence
  /** A tag name of this test's own. */
  tag(label?: string): string
  /** Waits, unless the run ends meanwhile. Milliseconds. */
  pause(milliseconds: number): Promise<void>
  /** All exchanges of the run so far, oldest first; bodies are cut at the recorder's limit. */
  exchanges(): readonly Exchange[]
  /**
   * One value for all tests of the run, made when it is first needed. It is made anew after an outage, and for tests
   * that are repeated: what disturbed its making disturbs all who use it.
   */
  once<Value>(name: string, make: () => Promise<Value>): Promise<Value>
  /** One list or set that all tests of the run add to, whatever happens on the way. */
  gathered<Value>(name: string, make: () => Value): Value
}

/** A judgement with its evidence, or a response with the judge of it. */
export type Checked = [judgement: Judgement, ...evidence: Evidence[]] | CheckedResponse
export type CheckedResponse = [exchange: Exchange, judge: Judge<Exchange>]

export const isOfResponse = (checked: Checked): checked is CheckedResponse => !('holds' in checked[0])

export interface TestRequest extends RegistryRequest {
  /** Set where a closed connection or a time-out is something to judge, not an obstacle. */
  judgesTransport?: boolean
  /** Set where the test itself repeats what may have been disturbed, so that it is not repeated as a whole. */
  repeatsItself?: boolean
}

/** Something that the registry holds; `bytes` where the run pushed it itself. */
export interface Specimen {
  digest: string
  mediaType: string
  /** Bytes, where known. */
  size?: number
  bytes?: Uint8Array
  /** A tag that names it, where known. */
  tag?: string
}

/** Content to pull. In read-only mode it was found by walking from what the user named. */
export interface Specimens {
  /** Image manifests and indexes; at least one has a tag unless the user named none. */
  manifests(): Promise<readonly Specimen[]>
  blobs(): Promise<readonly Specimen[]>
}
