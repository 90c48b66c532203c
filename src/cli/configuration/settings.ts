import { bases, specVersions, type Basis, type SpecVersion } from '../../engine/requirement.ts'
import { imageLimits } from '../../image/limits.ts'
import { formatNames, usualFormats } from '../../reporters/reports.ts'
import { containerSettings } from './container-settings.ts'
import { hexadecimal, imageLimit, labelText, proxyAddress, repositoryName, shardOf } from '../options.ts'

/** What a run is told, wherever it was told: on the command line, in the environment or in a file. */
export interface RunSettings {
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
  strict?: boolean
  level?: Basis
  verbose?: boolean
  closed?: boolean
  limit?: readonly string[]
  allowMissing?: boolean
  wait?: number
  concurrency?: number
  timeout?: number
  runTimeout?: number
  retries?: number
  seed?: string
  shard?: string
}

/** For the help of each command that concludes. */
export const levelAbout =
  'only failures whose level rests on at least this fail the run: stated (a keyword of the text), table (also rows of its tables), derived (all)'

export type SettingKey = keyof RunSettings

interface Common {
  /** As on the command line without its dashes, and in the configuration file. */
  name: string
  key: SettingKey
  /** For the help, one line. */
  about: string
  /** What its value is called there. */
  value?: string
  /** Means nothing in a file or in the environment. */
  commandLineOnly?: true
  /** Told by --print-config where nobody set it. */
  default?: Given['value']
}

/** One option. The command line, the file's reader, its schema and the completions are all made from these. */
export type Setting = Common &
  (
    | { kind: 'switch' }
    | { kind: 'integer'; least: number; most?: number }
    /** `read` throws an Error whose message says what to write instead. */
    | { kind: 'text'; read?: (text: string) => string; choices?: readonly string[] }
    /** A path; in a file it is meant from the file's own folder. */
    | { kind: 'path' }
    /** Where it stands as one text, its items are divided by blanks, or by lines alone; `read` throws as above. */
    | { kind: 'list'; choices?: readonly string[]; divided?: 'lines'; read?: (item: string) => unknown }
  )

/** The address comes as an argument on the command line, and by this name elsewhere. */
const target: Setting = {
  kind: 'text',
  name: 'target',
  key: 'target',
  about: 'address of a registry: http(s)://host[:port][/prefix], or host[:port]',
}

/** How a registry is reached: for every command that speaks to one. */
export const accessSettings: readonly Setting[] = [
  {
    kind: 'text',
    name: 'username',
    key: 'username',
    value: 'name',
    about: 'user name (or OCI_USERNAME; the password from OCI_PASSWORD)',
  },
  {
    kind: 'switch',
    name: 'password-stdin',
    key: 'passwordStdin',
    about: 'read the password from standard input',
    commandLineOnly: true,
  },
  {
    kind: 'switch',
    name: 'anonymous',
    key: 'anonymous',
    about: 'send no credentials, not even those of docker or podman',
  },
  {
    kind: 'switch',
    name: 'plain-http',
    key: 'plainHttp',
    about: 'speak HTTP where the target names no scheme',
  },
  {
    kind: 'path',
    name: 'ca-file',
    key: 'caFile',
    value: 'file',
    about: 'trust the authorities in this PEM file',
  },
  {
    kind: 'path',
    name: 'client-cert',
    key: 'clientCert',
    value: 'file',
    about: 'show this certificate (PEM) to the registry',
  },
  { kind: 'path', name: 'client-key', key: 'clientKey', value: 'file', about: 'its key (PEM)' },
  {
    kind: 'switch',
    name: 'insecure-skip-verify',
    key: 'insecureSkipVerify',
    about: 'accept any certificate',
  },
  {
    kind: 'text',
    name: 'proxy',
    key: 'proxy',
    value: 'url',
    read: proxyAddress,
    about: 'go through this proxy, instead of HTTP_PROXY, HTTPS_PROXY and NO_PROXY; none for no proxy',
  },
  {
    kind: 'switch',
    name: 'http2',
    key: 'http2',
    about: 'speak HTTP/2 where it is offered; a server that ends connections in between costs verdicts',
  },
  {
    kind: 'switch',
    name: 'allow-private-origins',
    key: 'allowPrivateOrigins',
    about:
      'follow redirects, Locations and token servers to private and link-local addresses and to this machine, even if the target is at a public address',
  },
  {
    kind: 'integer',
    name: 'timeout',
    key: 'timeout',
    value: 'ms',
    least: 1,
    // A timer cannot be set beyond some weeks, and fires at once.
    most: 86_400_000,
    default: 30_000,
    about: 'a request fails after so long without progress',
  },
]

/** All options of a run, in the order of its help. */
export const settings: readonly Setting[] = [
  target,
  {
    kind: 'switch',
    name: 'reference',
    key: 'reference',
    about: 'assay the embedded registry, on a free port of this machine',
    commandLineOnly: true,
  },
  {
    kind: 'text',
    name: 'spec',
    key: 'spec',
    value: 'version',
    choices: specVersions,
    default: '1.1',
    about: 'version of the specification',
  },
  {
    kind: 'list',
    name: 'suite',
    key: 'suite',
    value: 'name',
    about: 'claim and decide these suites only; ./ours.js loads one of your own',
  },
  {
    kind: 'list',
    name: 'only',
    key: 'only',
    value: 'requirement',
    about: 'decide these requirements only: ids, beginnings of ids, or globs',
  },
  { kind: 'list', name: 'skip', key: 'skip', value: 'requirement', about: 'do not decide these' },
  {
    kind: 'text',
    name: 'repository',
    key: 'repository',
    value: 'name',
    read: repositoryName,
    default: 'oci-assay/one',
    about: 'repository that the run works in',
  },
  {
    kind: 'text',
    name: 'second-repository',
    key: 'secondRepository',
    value: 'name',
    read: repositoryName,
    default: 'oci-assay/two',
    about: 'another one, for mounting',
  },
  {
    kind: 'switch',
    name: 'read-only',
    key: 'readOnly',
    about: 'write nothing; walk from --tag, --manifest and --blob',
  },
  { kind: 'list', name: 'tag', key: 'tag', value: 'tag', about: 'tag to begin at' },
  { kind: 'list', name: 'manifest', key: 'manifest', value: 'digest', about: 'manifest to begin at' },
  { kind: 'list', name: 'blob', key: 'blob', value: 'digest', about: 'blob to look at' },
  ...accessSettings,
  {
    kind: 'path',
    name: 'reports',
    key: 'reports',
    value: 'folder',
    default: 'reports',
    about: 'where results.json and the other reports go',
  },
  {
    kind: 'list',
    name: 'format',
    key: 'format',
    value: 'name',
    choices: formatNames,
    default: usualFormats,
    about: 'reports besides results.json',
  },
  {
    kind: 'path',
    name: 'expectations',
    key: 'expectations',
    value: 'file',
    about: 'known failures: only what is new fails, and what no longer holds',
  },
  {
    kind: 'path',
    name: 'compare-with',
    key: 'compareWith',
    value: 'file',
    about: 'results.json of an earlier run of the same target: the reports tell what changed since',
  },
  {
    kind: 'text',
    name: 'label',
    key: 'label',
    value: 'name',
    read: labelText,
    about: 'what comparisons call the target: its product and version, such as "zot 2.1.20"',
  },
  {
    kind: 'switch',
    name: 'strict',
    key: 'strict',
    about: 'a SHOULD that is not followed fails the run too',
  },
  {
    kind: 'text',
    name: 'level',
    key: 'level',
    value: 'basis',
    choices: bases,
    default: 'derived',
    about: levelAbout,
  },
  {
    kind: 'switch',
    name: 'verbose',
    key: 'verbose',
    about: 'tell the terminal the exchanges too, and what else is worth knowing',
  },
  {
    kind: 'switch',
    name: 'closed',
    key: 'closed',
    about: 'of an image: everything that it refers to has to be in it',
  },
  {
    kind: 'list',
    name: 'limit',
    key: 'limit',
    value: 'name=number',
    read: imageLimit,
    about: `of an image, raise or lower a limit of what is read: ${Object.keys(imageLimits).join(', ')}`,
  },
  {
    kind: 'switch',
    name: 'allow-missing',
    key: 'allowMissing',
    about: 'of an image: accept missing content, which otherwise leaves the run incomplete',
  },
  {
    kind: 'integer',
    name: 'wait',
    key: 'wait',
    value: 'seconds',
    least: 0,
    most: 86_400,
    about: 'wait so long until the registry answers',
  },
  {
    kind: 'integer',
    name: 'concurrency',
    key: 'concurrency',
    value: 'n',
    least: 1,
    most: 256,
    default: 24,
    about: 'requests at once',
  },
  {
    kind: 'integer',
    name: 'run-timeout',
    key: 'runTimeout',
    value: 'seconds',
    least: 1,
    most: 604_800,
    default: 900,
    about: 'the whole run may take so long',
  },
  {
    kind: 'integer',
    name: 'retries',
    key: 'retries',
    value: 'n',
    least: 0,
    most: 20,
    default: 2,
    about: 'send a request again so often where that hides no verdict',
  },
  {
    kind: 'text',
    name: 'seed',
    key: 'seed',
    value: 'hex',
    read: hexadecimal,
    about: 'make the same content as the run that told this seed',
  },
  {
    kind: 'text',
    name: 'shard',
    key: 'shard',
    value: 'i/n',
    read: shardOf,
    about:
      'of a registry: run one part of n, each in repositories of its own; oci-assay report --merge joins them',
  },
  ...containerSettings,
]

/** Those that a file or the environment may set. */
export const lastingSettings = settings.filter(({ commandLineOnly }) => !commandLineOnly)

export const settingNamed = (name: string): Setting | undefined =>
  lastingSettings.find((setting) => setting.name === name)

/** What a setting was set to, and where. */
export interface Given {
  value: string | number | boolean | readonly string[]
  /** For people: `oci-assay.yaml:3`, `OCI_REGISTRY`, `command line`. */
  from: string
}

/** One place where settings stand. */
export type Layer = ReadonlyMap<SettingKey, Given>
