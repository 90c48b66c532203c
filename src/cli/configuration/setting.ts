import type { Policies } from '../../../suites/image/policies/policies.ts'
import type { Operation } from '../../client/operations.ts'
import type { Depth } from '../../engine/depth.ts'
import type { Basis, SpecVersion } from '../../engine/requirement.ts'

/** The options of a run, from the command line, the environment or a file. */
export interface RunSettings extends Partial<Record<Operation, string>> {
  client?: string
  roundtrip?: string
  with?: string
  upgrade?: string
  start?: string
  expectExit?: number
  expectOutput?: string
  startTimeout?: number
  target?: string
  reference?: boolean
  container?: string
  port?: number
  env?: readonly string[]
  volume?: readonly string[]
  containerCommand?: string
  spec?: SpecVersion
  suite?: readonly string[]
  only?: readonly string[]
  skip?: readonly string[]
  depth?: Depth
  requests?: number
  sequence?: readonly string[]
  largestBlob?: string
  repository?: string
  secondRepository?: string
  readOnly?: boolean
  tag?: readonly string[]
  manifest?: readonly string[]
  blob?: readonly string[]
  username?: string
  passwordStdin?: boolean
  anonymous?: boolean
  plainHttp?: boolean
  caFile?: string
  clientCert?: string
  clientKey?: string
  insecureSkipVerify?: boolean
  proxy?: string
  http2?: boolean
  allowPrivateOrigins?: boolean
  reports?: string
  format?: readonly string[]
  expectations?: string
  compareWith?: string
  label?: string
  reportUrl?: string
  strict?: boolean
  level?: Basis
  verbose?: boolean
  closed?: boolean
  limit?: readonly string[]
  allowMissing?: boolean
  name?: string
  platforms?: readonly string[]
  policies?: string | Policies
  policy?: readonly string[]
  allTags?: boolean
  catalog?: boolean
  withReferrers?: boolean
  images?: string
  since?: string
  cache?: string
  wait?: number
  concurrency?: number
  timeout?: number
  runTimeout?: number
  retries?: number
  seed?: string
  shard?: string
}

export type SettingKey = keyof RunSettings

interface Common {
  /** As on the command line without its dashes, and in the configuration file. */
  name: string
  key: SettingKey
  /** For the help, one line. */
  about: string
  /** The name of its value there. */
  value?: string
  /** Its name in a file and in the environment, where another option has its own there. */
  lastingName?: string
  /** Not allowed in a file or in the environment. */
  commandLineOnly?: true
  /** Printed by --print-config where it is not set. */
  default?: Exclude<SettingValue['value'], Policies>
}

/** One option. The command line, the file's reader, its schema and the completions are all made from these. */
export type Setting = Common &
  (
    | { kind: 'switch' }
    | { kind: 'integer'; least: number; most?: number }
    /** `read` throws an Error whose message contains what to write instead. */
    | { kind: 'text'; read?: (text: string) => string; choices?: readonly string[] }
    /** A path; in a file it is relative to the folder of the file. */
    | { kind: 'path' }
    /** The path of a file with policies; in a file also the policies themselves. */
    | { kind: 'policies' }
    /** As one text, its items are separated by whitespace, or by newlines only; `read` throws as above. */
    | { kind: 'list'; choices?: readonly string[]; divided?: 'lines'; read?: (item: string) => unknown }
  )

/** The value of a setting, and where it was set. */
export interface SettingValue {
  value: string | number | boolean | readonly string[] | Policies
  /** For people: `oci-assay.yaml:3`, `OCI_REGISTRY`, `command line`. */
  from: string
  /** As it was written, where that is not its value. */
  written?: unknown
}

/** The settings of one place. */
export type Layer = ReadonlyMap<SettingKey, SettingValue>
