import type { RegistryTestContext } from '../../suites/distribution/target/context.ts'
import type { ImageTestContext } from '../../suites/image/target/context.ts'
import type { Policies } from '../../suites/image/policies/policies.ts'
import type { NamedContent } from '../../suites/distribution/content/specimens.ts'
import type { Depth } from '../engine/depth.ts'
import type { SpecVersion } from '../engine/requirement.ts'
import type { Shard } from '../engine/shard.ts'
import type { Suite } from '../engine/suite.ts'
import type { FactsFile } from '../image/source/shared/known-blobs.ts'
import type { ImageLimits } from '../image/limits.ts'
import type { Expectation } from '../results/expectations/expectation.ts'
import type { Server } from '../results/log/excerpt.ts'
import type { Reporter } from '../results/reporter.ts'
import type { RunResult } from '../results/result.ts'
import type { AccessOptions } from './registry/access.ts'

/** A suite of the caller: for registries, or for images where its `of` is `image`. */
export type OwnSuite = Suite<RegistryTestContext> | Suite<ImageTestContext>

/** Options of every run, whatever its target is. */
export interface CommonOptions {
  /**
   * A registry: `http(s)://host[:port][/prefix]` or `host[:port]`. An image: the folder of a layout,
   * an archive of one or of docker save, or `[http(s)://]host[:port]/repository[:tag|@digest]`, each with the transport of
   * skopeo before it where wanted.
   */
  target: string
  /** Default 1.1. */
  spec?: SpecVersion
  /** Names of suites; all where it is absent. For a registry their features are then required. */
  suites?: readonly string[]
  /** Suites of the caller, beside ours; names and ids must be new. They are for the kind of target that they name. */
  ownSuites?: readonly OwnSuite[]
  /** Requirements, beginnings of ids or globs: only these are evaluated. */
  only?: readonly string[]
  /** Requirements, beginnings of ids or globs: these are not evaluated. */
  skip?: readonly string[]
  /** Seconds for the whole run, opening the target included; default 900, at depth thorough 3600. */
  runTimeout?: number
  /** Known failures: only new ones, and entries that no longer hold, fail the run. */
  expectations?: readonly Expectation[]
  /** An earlier result of the same target: the result lists what changed since. */
  compareWith?: RunResult
  /** Product and version, as in `zot 2.1.20`: the name of the target in comparisons. */
  label?: string
  /** The file from which the caller has read options: the result names it. */
  configuration?: string
  reporters?: readonly Reporter[]
  /** Ends the run, with its reports. */
  signal?: AbortSignal
}

export interface RegistryOptions extends CommonOptions, AccessOptions {
  /** Where it is the same as the first, what needs two of them is skipped. */
  secondRepository?: string
  /** Never writes, and starts from this content. */
  readOnly?: NamedContent
  /**
   * How far the run goes: `quick` runs scripted tests, `standard` also generated sequences of requests, `thorough` also long
   * sequences and content of real size. With `readOnly` it concerns only what needs no writing. Default standard.
   */
  depth?: Depth
  /** How many requests are generated at most; default 0, 3000 and 100000 by depth. At depth quick there are none. */
  requests?: number
  /** Numbers of the generated sequences that alone are carried out, with the content that the seed gives them in a whole run. */
  sequences?: readonly string[]
  /** Bytes of the largest blob that is pushed at depth thorough; less where the registry refuses that. Default 1 GiB. */
  largestBlob?: number
  /** How often what contradicts its history is repeated at most, to find the fewest steps that show it; default 40. */
  repetitions?: number
  /** Requests at once; default 24. */
  concurrency?: number
  /** How often a request is sent again where a retry cannot mask a failure; default 2, for images 5. */
  retries?: number
  /** How long eventual results are waited for, as a factor; default 1. */
  patience?: number
  /** Hexadecimal; the same seed makes the same content. Default random. */
  seed?: string
  /** The part of the run that is this machine's; all of it where it is absent. */
  shard?: Shard
  /** Seconds to wait until the registry responds; default 0. */
  wait?: number
  /** The program behind the address, where the caller started it: reports contain its log. */
  server?: Server
  /**
   * A file that lists what the run creates while it goes on, so that it can be removed although the process was killed
   * (see ledgerFileOf). It is removed once the run and its reports have ended.
   */
  ledgerFile?: string
}

export interface ImageOptions extends CommonOptions {
  /** What is required of the image beside the specification, each as a requirement of the suite `policies`. */
  policies?: Policies
  /** Everything that the image refers to has to be present: what is absent fails. */
  closed?: boolean
  /** How much is read, by the name of the limit. */
  limits?: ImageLimits
  /** Missing content is noted; without it the run is incomplete. */
  allowMissing?: boolean
  /** The name or the digest of one image of a layout, or a tag of a docker archive: it alone is validated. */
  name?: string
  /** `os/architecture[/variant]`: of an index the manifests of these platforms alone are validated. */
  platforms?: readonly string[]
  /** Many images, by their names: those of `target` are added to them with `allTags` and `catalog`. */
  images?: readonly string[]
  /** All tags of the repository, or all images of the layout, that is the target. */
  allTags?: boolean
  /** All tags of all repositories of the registry that is the target. */
  catalog?: boolean
  /** What refers to each image of a registry, such as signatures and attestations, is validated too. */
  referrers?: boolean
  /** A result of the same images: conformant ones whose digests have not changed are not read again. */
  since?: RunResult
  /** Facts of blobs that earlier runs have read. */
  facts?: FactsFile
  /** Threads that read blobs; default: one for each core, at most 8. */
  threads?: number
}

export interface AssayOptions extends RegistryOptions, ImageOptions {}
