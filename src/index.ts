/**
 * The library: what the command line does, as functions. `assay` runs the suites against a target and
 * returns the result; reporters are passed to it, or receive the events of a stored result from `replay`.
 */
export type { AssayOptions, OwnSuite } from './assay/options.ts'
/** What is required of images beside the specification: the option `policies`. */
export type { FilePolicy, Policies, ValuePolicy } from '../suites/image/policies/policies.ts'
export type { RunOutcome } from './assay/pipeline.ts'
export type { RunEvent } from './results/events.ts'
export type { RunResult } from './results/result.ts'
export { replay } from './results/replay.ts'
export { assay } from './assay/assay.ts'
export { cleanUpRun, type CleanedUp } from './assay/clean-up/clean-up.ts'
export { roundtrip, type RoundtripOptions } from './assay/roundtrip/roundtrip.ts'
export { diagnose, type Diagnosis } from './assay/doctor.ts'
export { Failure, exitCodes } from './results/conclusion/failure.ts'

export type {
  CapabilityResult,
  Leftover,
  Profile,
  RequirementResult,
  TargetDescription,
  TestResult,
} from './engine/events.ts'
export type { Comparison, Expectation, ExpectationOutcome } from './results/expectations/expectation.ts'
export type { LogLine, TargetLog } from './results/log/target-log.ts'
export type { Server, WrittenLine } from './results/log/excerpt.ts'
export { depths, type Depth } from './engine/depth.ts'
export { foldEvents } from './results/fold.ts'
export type { Basis, Level, Requirement, SpecVersion, Specification } from './engine/requirement.ts'
export {
  verdicts,
  type Evidence,
  type Finding,
  type Note,
  type Verdict,
  type Totals,
} from './engine/verdict.ts'

export type { Credentials } from './registry/auth/credentials.ts'
export {
  reproductionsOf,
  type Reproduction,
  type Reproductions,
} from './results/reproduction/reproduction.ts'
export type { BodyRecord, ExchangeRecord, Headers } from './registry/record/exchange.ts'

export { compare as compareWithExpectations } from './results/expectations/compare.ts'
export { incomparable, type Incomparable } from './results/comparison/incomparable.ts'
export { changesSince } from './results/comparison/changes.ts'
export type { Contender } from './results/comparison/columns.ts'
export type { Cell, Column, Grid, Row, Step } from './results/comparison/grid.ts'
export type { Change, Changes } from './results/comparison/change.ts'
export { comparisonPage } from './reporters/comparison/html/page.ts'
export { comparisonMarkdown } from './reporters/comparison/markdown.ts'
export { gridOf as sideBySide } from './reporters/comparison/grid.ts'

export { historyFiles } from './reporters/history/files.ts'
export type { StaleOptions } from './reporters/history/badge.ts'
export { addToHistory, readHistory, type Added } from './results/history/store.ts'
export type { KeepOptions } from './results/history/keep.ts'
export type { History, Point, Redefined, Series, Step as HistoryStep } from './results/history/history.ts'

export { badge } from './reporters/badge/badge.ts'
export { ctrf } from './reporters/ctrf/ctrf.ts'
export { conclusionOf, type Conclusion, type ConclusionName } from './results/conclusion/conclusion.ts'
export { headlineOf } from './results/conclusion/headline.ts'
export { expectationsFile } from './reporters/expectations/expectations.ts'
export { github, type GitHubOptions } from './reporters/github/github.ts'
export { har } from './reporters/har/har.ts'
export { htmlReport } from './reporters/html/report.ts'
export { junitText, junitXml } from './reporters/junit/junit.ts'
export { markdown, markdownText } from './reporters/markdown/markdown.ts'
export { mergeResults, UnmergeableShards } from './results/shards/merge-results.ts'
export { referenceSuite } from './reporters/reference-suite/reference-suite.ts'
export { readResults, UnreadableResults } from './results/file/read.ts'
export { resultsJson } from './results/file/results-json.ts'
export type { Reporter } from './results/reporter.ts'
export { formatNames, reporterFor } from './reporters/reports.ts'
export { terminal } from './reporters/terminal/terminal.ts'

export {
  createReferenceRegistry,
  type Effects,
  type MakeEffects,
  type ReferenceOptions,
  type ReferenceRegistry,
} from './reference/index.ts'
/** Faults and disturbances of the embedded registry by their ids (`oci-assay list faults`), for its option `effects`. */
export { effectsOf } from '../suites/distribution/faults.ts'
/** For suites of one's own: `--suite ./ours.js`, or `ownSuites`. */
export { derived, may, must, should, table } from './engine/requirement.ts'
export { holds, violated, warning, type Judgement } from './engine/judgement.ts'
export { defineSuite, defineTest, type Suite, type Test } from './engine/suite.ts'
export type { ImageTestContext as ImageContext } from '../suites/image/target/context.ts'
export type { Image, ImageDocument, ImageLayer, PlatformImage } from '../suites/image/view/image.ts'
export type { UnreadFiles } from '../suites/image/view/files.ts'
export type { ImageFile, LayerName } from './image/model/files/image-file.ts'
export type { ImageFiles, RemovedFile } from './image/model/files/merge.ts'
export type { RegistryTestContext as RegistryContext } from '../suites/distribution/target/context.ts'

export { suites as distributionSuites } from '../suites/distribution/index.ts'
