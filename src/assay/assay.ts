import { existsSync } from 'node:fs'
import type { AssayImageOptions } from './image.ts'
import type { Assayed, AssayRegistryOptions } from './registry.ts'
import { exitCodes, Failure } from '../results/conclusion/failure.ts'
import { given } from '../engine/given.ts'
import type { ImageLimits } from '../image/limits.ts'
import { hasTagOrDigest, parseReference } from '../image/source/open/reference.ts'
import { parseTransport } from '../image/source/open/transport.ts'
import { writtenAsPath } from './written-as-path.ts'

export type { Assayed } from './registry.ts'

export interface AssayOptions extends AssayRegistryOptions {
  /**
   * A registry: `http(s)://host[:port][/prefix]` or `host[:port]`. An image: the folder of a layout,
   * an archive of one, or `[http(s)://]host[:port]/repository[:tag|@digest]`, each with the transport of
   * skopeo before it where wanted.
   */
  target: string
  /** Of an image: everything that it refers to has to be in it. */
  closed?: boolean
  /** Of an image: how much of it is read, by the name of the limit. */
  limits?: ImageLimits
  /** Of an image: missing content is noted; without it the run is incomplete. */
  allowMissing?: boolean
}

/**
 * Assays a registry or an image, as the target's form says. Only what that needs is loaded: a layout is
 * often judged in less time than the client and its suites take to load. Throws Failure where nothing could be
 * assayed (wrong options, not reachable, not readable); what is wrong with it is in the result.
 */
export async function assay(options: AssayOptions): Promise<Assayed> {
  const { closed, allowMissing, limits, ...rest } = options
  if (namesImage(options.target)) return assayImageOf(options)
  if (closed) throw new Failure('closed goes with an image, and this is a registry', exitCodes.usage)
  if (limits) throw new Failure('limit applies to an image, and this is a registry', exitCodes.usage)
  if (allowMissing) {
    throw new Failure('allow-missing applies to an image, and this is a registry', exitCodes.usage)
  }
  const { assayRegistry } = await import('./registry.ts')
  return assayRegistry(rest)
}

/**
 * What exists as a file, is written as a path or with a transport such as `oci:`, or has a repository behind
 * a host: without a scheme always, and with one where a tag or a digest follows.
 */
export function namesImage(target: string): boolean {
  if (/^https?:\/\//i.test(target)) return hasTagOrDigest(target)
  if (parseTransport(target)) return true
  if (writtenAsPath(target) || /\.(?:tar|tgz|gz|zst|zstd)$/i.test(target) || existsSync(target)) return true
  return /^[^/]+\/[^/]/.test(target)
}

/** Options that speak of what a run does in a registry. */
const registryOnly = [
  'repository',
  'secondRepository',
  'readOnly',
  'wait',
  'seed',
  'ownSuites',
  'server',
] as const

async function assayImageOf(options: AssayOptions): Promise<Assayed> {
  const { target } = options
  if (options.shard) {
    const advice = 'leave --shard out, and where there are several images, give each machine some of them'
    throw new Failure(
      `${target} is an image: all of it is read at once, so that there is nothing to divide`,
      exitCodes.usage,
      advice,
    )
  }
  const odd = registryOnly.find((name) => options[name] !== undefined)
  if (odd) {
    const advice = 'name a registry as http(s)://host[:port], with nothing but a path prefix behind it'
    throw new Failure(`${target} is an image, and ${odd} goes with a registry`, exitCodes.usage, advice)
  }
  const { assayImage } = await import('./image.ts')
  return assayImage({
    target,
    ...given('plainHttp', options.plainHttp),
    ...given('spec', options.spec),
    ...given('suites', options.suites),
    ...given('only', options.only),
    ...given('skip', options.skip),
    ...given('closed', options.closed),
    ...given('limits', options.limits),
    ...given('allowMissing', options.allowMissing),
    ...given('runTimeout', options.runTimeout),
    ...given('expectations', options.expectations),
    ...given('compareWith', options.compareWith),
    ...given('label', options.label),
    ...given('configuration', options.configuration),
    ...given('reporters', options.reporters),
    ...given('signal', options.signal),
    ...(await connection(options)),
  })
}

/**
 * How to reach the registry of an image: as a registry is, with the same credentials and certificates, and what masks
 * them.
 */
async function connection(options: AssayOptions): Promise<Pick<AssayImageOptions, 'connect' | 'redactor'>> {
  const { target, plainHttp } = options
  if (existsSync(target)) return {}
  const reference = parsed(target, plainHttp)
  if (!reference) return {}
  const { base, repository } = reference
  const [{ accessTo }, { createRegistryClient }, { createRecorder }, { createRedactor }] = await Promise.all([
    import('./access.ts'),
    import('../registry/client.ts'),
    import('../registry/record/recorder.ts'),
    import('../registry/record/redaction/redactor.ts'),
  ])
  const { client } = await accessTo({ ...options, target: base.href, repository })
  const redactor = createRedactor([], { open: [target, base.href] })
  const recorder = createRecorder({ redactor })
  return {
    redactor,
    connect: (_, signal) => createRegistryClient({ ...client, recorder, ...given('signal', signal) }),
  }
}

/** A malformed reference is told by whoever opens the image. */
function parsed(target: string, plainHttp: boolean | undefined) {
  try {
    return parseReference(target, plainHttp === undefined ? {} : { plainHttp })
  } catch {
    return undefined
  }
}
