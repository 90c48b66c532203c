import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { Command, Option } from 'commander'
import { assay, type AssayOptions } from '../assay.ts'
import { specVersions, type SpecVersion } from '../engine/requirement.ts'
import type { Shard } from '../engine/shard.ts'
import { exitCodes, Failure } from '../failure.ts'
import { createReferenceRegistry } from '../reference/index.ts'
import { exitCode } from '../reporters/exit-code.ts'
import { printable } from '../reporters/printable.ts'
import { resultsJson } from '../reporters/results-json.ts'
import { expectationsFrom } from './expectations.ts'
import { checkFolder, formatNames, onTerminal, reportsIn } from './formats.ts'
import { hexadecimal, integer, repositoryName, shard } from './options.ts'
import type { Outcome } from './program.ts'

interface RunFlags {
  reference?: true
  spec: SpecVersion
  suite?: string[]
  only?: string[]
  skip?: string[]
  repository?: string
  secondRepository?: string
  readOnly?: true
  tag?: string[]
  manifest?: string[]
  blob?: string[]
  username?: string
  passwordStdin?: true
  plainHttp?: true
  caFile?: string
  insecureSkipVerify?: true
  reports: string
  format: string[]
  expectations?: string
  strict?: true
  wait?: number
  concurrency?: number
  timeout?: number
  runTimeout?: number
  retries?: number
  seed?: string
  shard?: Shard
}

/** `oci-assay run <target>`: assays a registry and writes its reports. */
export function runCommand(outcome: Outcome): Command {
  return new Command('run')
    .description('assay a registry')
    .argument('[target]', 'address of a registry: http(s)://host[:port][/prefix], or host[:port]')
    .option('--reference', 'assay the embedded registry, on a free port of this machine')
    .addOption(
      new Option('--spec <version>', 'version of the specification').choices(specVersions).default('1.1'),
    )
    .option('--suite <name...>', 'claim and decide these suites only')
    .option('--only <requirement...>', 'decide these requirements only: ids, beginnings of ids, or globs')
    .option('--skip <requirement...>', 'do not decide these')
    .option('--repository <name>', 'repository that the run works in', repositoryName)
    .option('--second-repository <name>', 'another one, for mounting', repositoryName)
    .option('--read-only', 'write nothing; walk from --tag, --manifest and --blob')
    .option('--tag <tag...>', 'tag to begin at')
    .option('--manifest <digest...>', 'manifest to begin at')
    .option('--blob <digest...>', 'blob to look at')
    .option('--username <name>', 'user name (or OCI_USERNAME; the password from OCI_PASSWORD)')
    .option('--password-stdin', 'read the password from standard input')
    .option('--plain-http', 'speak HTTP where the target names no scheme')
    .option('--ca-file <file>', 'trust the authorities in this PEM file')
    .option('--insecure-skip-verify', 'accept any certificate')
    .option('--reports <folder>', 'where results.json and the other reports go', 'reports')
    .addOption(
      new Option('--format <name...>', 'reports besides results.json')
        .choices(formatNames)
        .default(['junit', 'html']),
    )
    .option('--expectations <file>', 'known failures: only what is new fails, and what no longer holds')
    .option('--strict', 'a SHOULD that is not followed fails the run too')
    .option('--wait <seconds>', 'wait so long until the registry answers', integer(0, 86_400))
    .option('--concurrency <n>', 'requests at once (default 16)', integer(1, 256))
    .option('--timeout <ms>', 'a request fails after so long without progress (default 30000)', integer(1))
    .option('--run-timeout <seconds>', 'the whole run may take so long (default 900)', integer(1))
    .option(
      '--retries <n>',
      'send a request again so often where that hides no verdict (default 2)',
      integer(0, 20),
    )
    .option('--seed <hex>', 'make the same content as the run that told this seed', hexadecimal)
    .option('--shard <i/n>', 'run one part of n; oci-assay report --merge joins them', shard)
    .action(async (target: string | undefined, flags: RunFlags) => {
      outcome.exitCode = await run(target, flags)
    })
}

async function run(target: string | undefined, flags: RunFlags): Promise<number> {
  if ((target === undefined) !== (flags.reference === true)) {
    const advice = 'for example: oci-assay run http://localhost:5000, or: oci-assay run --reference'
    throw new Failure('give the address of one registry, or --reference', exitCodes.usage, advice)
  }
  const options = { ...optionsOf(flags), ...(await credentialsOf(flags)) }
  const expectations =
    flags.expectations === undefined ? undefined : await expectationsFrom(flags.expectations)
  const strict = flags.strict ?? false
  checkFolder(flags.reports)
  const results = join(flags.reports, 'results.json')
  const reports = reportsIn(flags.reports, flags.format, { strict })
  const reference = flags.reference ? await createReferenceRegistry({ spec: flags.spec }).listen() : undefined
  const interruption = new AbortController()
  const interrupt = () => {
    if (interruption.signal.aborted) process.exit(exitCodes.interrupted)
    process.stderr.write(
      '\noci-assay: interrupted; cleaning up and writing the reports (once more ends at once)\n',
    )
    interruption.abort()
  }
  process.on('SIGINT', interrupt)
  process.on('SIGTERM', interrupt)
  try {
    const { result, failures } = await assay({
      ...options,
      target: reference?.url ?? target ?? '',
      signal: interruption.signal,
      ...(expectations ? { expectations } : {}),
      reporters: [
        resultsJson(results),
        ...reports.reporters,
        onTerminal([results, ...reports.paths], { strict }),
      ],
    })
    for (const { reporter, message } of failures) {
      process.stderr.write(`oci-assay: the report ${reporter} could not be written: ${printable(message)}\n`)
    }
    const code = exitCode(result, { strict })
    return code === 0 && failures.length > 0 ? exitCodes.usage : code
  } finally {
    process.off('SIGINT', interrupt)
    process.off('SIGTERM', interrupt)
    await reference?.close()
  }
}

function optionsOf(flags: RunFlags): Omit<AssayOptions, 'target' | 'expectations'> {
  const { suite, caFile, readOnly, tag = [], manifest = [], blob = [], ...others } = flags
  const { reports: _, format: __, expectations: ___, ...rest } = others
  const named = tag.length + manifest.length + blob.length
  if (readOnly && named === 0) {
    const advice = 'for example: --read-only --tag latest --repository library/busybox'
    throw new Failure('--read-only needs something to begin at', exitCodes.usage, advice)
  }
  if (!readOnly && named > 0) {
    throw new Failure('--tag, --manifest and --blob go with --read-only', exitCodes.usage)
  }
  return {
    ...rest,
    ...(suite === undefined ? {} : { suites: suite }),
    ...(caFile === undefined ? {} : { ca: readText(caFile) }),
    ...(readOnly ? { readOnly: { tags: tag, manifests: manifest, blobs: blob } } : {}),
  }
}

async function credentialsOf({
  username,
  passwordStdin,
}: RunFlags): Promise<Pick<AssayOptions, 'credentials'>> {
  const name = username ?? process.env['OCI_USERNAME']
  if (passwordStdin && name === undefined) {
    throw new Failure('--password-stdin needs --username', exitCodes.usage)
  }
  if (name === undefined || name === '') return {}
  const password = passwordStdin
    ? (await text(process.stdin)).replace(/\r?\n$/, '')
    : process.env['OCI_PASSWORD']
  if (password === undefined) {
    const advice = 'pipe it in with --password-stdin, or set OCI_PASSWORD'
    throw new Failure(`there is no password for the user ${name}`, exitCodes.usage, advice)
  }
  return { credentials: { username: name, password } }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new Failure(`${path} cannot be read: ${(error as Error).message}`, exitCodes.usage)
  }
}
