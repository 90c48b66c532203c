import { usualSpec } from '../../engine/requirement.ts'
import { randomBytes } from 'node:crypto'
import { contentOf, type TripContent } from '../../../suites/roundtrip/content.ts'
import type { RegistryTestContext } from '../../../suites/distribution/target/context.ts'
import type { Suite } from '../../engine/suite.ts'
import type { PushedImage, Trip } from '../../../suites/roundtrip/context.ts'
import { startSuite } from '../../../suites/roundtrip/start/suite.ts'
import { clientReferrersSuite, clientSuite } from '../../../suites/roundtrip/clients/suite.ts'
import type { Passage } from '../../../suites/roundtrip/clients/passage.ts'
import { shown } from '../../client/command-line.ts'
import type { TripRecord } from '../../registry/record/trip.ts'
import type { Recipe } from '../../client/recipe.ts'
import { engineNames, type Engine } from './engine/engine.ts'
import { startOf, type StartingOptions } from './start.ts'
import { roundtripSuite } from '../../../suites/roundtrip/suite.ts'
import { limitRun } from '../../engine/limit.ts'
import { plan } from '../../engine/plan.ts'
import { withoutUndefined } from '../../engine/optional.ts'
import { ImageError } from '../../image/error.ts'
import { dockerFirst } from '../../image/source/open/copy-first.ts'
import { parseReference } from '../../image/source/open/reference.ts'
import { parseDigest } from '../../image/decode/digest.ts'
import { exitCodes, Failure } from '../../results/conclusion/failure.ts'
import { imageConnection } from '../image/connection.ts'
import { openWithin } from '../image/open.ts'
import type { AssayOptions, RegistryOptions } from '../options.ts'
import { runTarget, type RunOutcome } from '../pipeline.ts'
import { registryTarget } from '../registry/target.ts'
import { runTimeoutOf } from '../run-timeout.ts'
import { accompaniedBy, recipesNamed } from './clients/with.ts'
import { pullForPlatform } from './engine/pull.ts'
import { policiesOfTrip } from './policies.ts'
import { upgradeOf } from './upgrade.ts'
import { upgradeSuite } from '../../../suites/roundtrip/upgrade/suite.ts'
import { validator } from './validation.ts'

export interface RoundtripOptions
  extends
    StartingOptions,
    Omit<
      AssayOptions,
      | 'target'
      | 'repository'
      | 'secondRepository'
      | 'suites'
      | 'only'
      | 'skip'
      | 'ownSuites'
      | 'readOnly'
      | 'shard'
      | 'depth'
    > {
  /** The folder or archive of a layout, or an image in a registry. */
  image: string
  /** Where it is pushed to: `host[:port]/repository[:tag]`; without a tag one that does not exist yet. */
  to: string
  /** Real clients that push and pull the image as well: names of recipes, or recipes. */
  with?: readonly (string | Recipe)[]
  /** Called with each way that a client took. */
  onPassage?: (passage: Passage) => void
  /** Switches the registry's referrers API on after everything else: a command for a shell, or a function. */
  upgrade?: string | (() => Promise<void>)
  /** A container engine that starts the image, or its command: `docker`, `podman --runtime runc`. */
  start?: string | Engine
}

/**
 * Pushes all of an image, pulls it again, and compares every byte: by the suite `roundtrip`. Removes what it pushed. Throws
 * Failure where nothing could be evaluated.
 */
export async function roundtrip(all: RoundtripOptions): Promise<RunOutcome> {
  const { image, to, with: named = [], onPassage, upgrade: how, policies, ...options } = all
  const place = placeOf(to, options.plainHttp)
  checkStart(all)
  checkTrust(all, place.base)
  const limit = limitRun(withoutUndefined({ seconds: runTimeoutOf(options), signal: options.signal }))
  // The source may be in another registry: it has its own logins there.
  const { credentials: _, ...ofSource } = options
  const origin: AssayOptions = { ...imageOptions(ofSource), target: image }
  const { connect } = await imageConnection(origin)
  const { plainHttp, limits, threads, spec = usualSpec } = options
  const source = await openWithin(limit, image, withoutUndefined({ connect, plainHttp, limits, threads }))
  if (source.kind === 'docker-archive') {
    await source.close()
    const why = 'is a docker archive, which has no manifest that could be pushed'
    throw new Failure(`${image} ${why}`, exitCodes.usage, dockerFirst(image))
  }
  let content: Promise<TripContent> | undefined
  let start: Awaited<ReturnType<typeof startOf>> | undefined
  let clients: Awaited<ReturnType<typeof accompaniedBy>> | undefined
  let onPushed: Trip['onPushed']
  const pushed = new Promise<PushedImage>((resolve) => (onPushed = resolve))
  try {
    const registryOnce = (): ReturnType<typeof imageConnection> =>
      imageConnection({ ...imageOptions(options), target: `${place.base.href}${place.repository}` })
    if (options.start !== undefined) {
      const { base, repository } = place
      const name = `${base.host}/${repository}`
      start = await startOf(options.start, {
        options: all,
        name,
        base,
        source,
        pushed,
        signal: limit.signal,
        pull: async (reference, layout) =>
          pullForPlatform(reference, layout, {
            spec,
            signal: limit.signal,
            plainHttp: base.protocol === 'http:',
            connect: (await registryOnce()).connect,
          }),
      })
    }
    const contentOnce = (): Promise<TripContent> =>
      (content ??= contentOf(source, { spec, signal: limit.signal, ...withoutUndefined({ limits }) }))
    if (named.length > 0) {
      const recipes = named.flatMap((each) => (typeof each === 'string' ? recipesNamed([each]) : [each]))
      const registry = await registryOnce()
      clients = await accompaniedBy(recipes, {
        ...place,
        options: { ...options, target: to },
        own: async () => ({ source, content: await contentOnce() }),
        pushed,
        spec,
        signal: limit.signal,
        connect: registry.connect,
        ...withoutUndefined({ onPassage }),
      })
    }
    const trip: Trip = {
      source,
      ...withoutUndefined({ onPushed }),
      about: aboutOf(all, source.kind === 'directory' ? 'layout' : source.kind),
      tag: place.tag ?? `roundtrip-${randomBytes(4).toString('hex')}`,
      content: contentOnce,
      validate: validator(origin, (digest) => ({
        ...imageOptions(options),
        target: `${place.base.href}${place.repository}@${digest}`,
      })),
    }
    const target: RegistryOptions = {
      ...options,
      target: place.base.href,
      repository: place.repository,
      secondRepository: place.repository,
      depth: 'quick',
    }
    const started = start
    const suites: Suite<RegistryTestContext>[] = [roundtripSuite(() => trip)]
    if (started) suites.push(startSuite(() => started))
    const companions = clients
    if (companions)
      suites.push(
        clientSuite(() => companions),
        clientReferrersSuite(() => companions),
      )
    if (how !== undefined) {
      const upgrade = upgradeOf(how, { base: place.base, content: contentOnce, pushed })
      suites.push(upgradeSuite(() => upgrade))
    }
    if (policies) suites.push(...policiesOfTrip(policies, origin))
    const planned = plan(suites, [], { spec })
    return await runTarget(registryTarget(target, planned, { image }), target)
  } finally {
    start?.close()
    clients?.close()
    limit.stopClock()
    await source.close()
  }
}

/** What is expected of a program needs one that is started. Throws Failure. */
function checkStart({ start, expectExit, expectOutput, startTimeout }: RoundtripOptions): void {
  if (start !== undefined) return
  const given = Object.entries({
    'expect-exit': expectExit,
    'expect-output': expectOutput,
    'start-timeout': startTimeout,
  })
  const [option] = given.find(([, value]) => value !== undefined) ?? []
  if (option === undefined) return
  const advice = `add --start docker (or ${engineNames.slice(1).join(', ')}), or leave --${option} out`
  throw new Failure(`--${option} needs a program that --start starts`, exitCodes.usage, advice)
}

/** Clients and engines verify certificates by themselves. Throws Failure. */
function checkTrust({ insecureSkipVerify, with: clients = [], start }: RoundtripOptions, base: URL): void {
  const option = clients.length > 0 ? '--with' : '--start'
  const verifies = clients.length > 0 || (start !== undefined && start !== 'runc')
  if (!insecureSkipVerify || base.protocol !== 'https:' || !verifies) return
  const why = `--insecure-skip-verify has no effect on the programs of ${option}, which verify certificates by themselves`
  throw new Failure(why, exitCodes.usage, 'specify the certificate of the CA with --ca-file instead')
}

/** What the result has of a round trip beside its parts: how it is run again, and what is expected. */
function aboutOf(
  { image, to, with: clients = [], start, upgrade, expectExit, expectOutput, plainHttp }: RoundtripOptions,
  form: TripRecord['form'],
): Trip['about'] {
  const command = typeof upgrade === 'string' ? upgrade : undefined
  const names = clients.map((each) => (typeof each === 'string' ? each : each.name))
  const given: readonly (readonly [option: string, value: string | number | undefined])[] = [
    ['with', names.length === 0 ? undefined : names.join(',')],
    ['start', typeof start === 'string' ? start : undefined],
    ['expect-exit', expectExit],
    ['expect-output', expectOutput],
    ['upgrade', command],
  ]
  const words = given.flatMap(([option, value]) =>
    value === undefined ? [] : [`--${option}`, String(value)],
  )
  return withoutUndefined({
    image,
    form,
    command: shown(['oci-assay', 'roundtrip', image, to, ...words, ...(plainHttp ? ['--plain-http'] : [])]),
    upgrade: command,
    exitStatus: expectExit,
    output: expectOutput,
  })
}

/** Those options that validating an image has too. */
function imageOptions(options: Omit<RoundtripOptions, 'image' | 'to'>): Omit<AssayOptions, 'target'> {
  const {
    spec,
    credentials,
    plainHttp,
    ca,
    clientCert,
    clientKey,
    insecureSkipVerify,
    proxy,
    http2,
    timeout,
  } = options
  const { allowPrivateOrigins, limits, threads, signal, dispatcher } = options
  const access = {
    credentials,
    plainHttp,
    ca,
    clientCert,
    clientKey,
    insecureSkipVerify,
    proxy,
    http2,
    timeout,
  }
  return withoutUndefined({
    ...access,
    spec,
    allowPrivateOrigins,
    limits,
    threads,
    signal,
    dispatcher,
    allowMissing: true,
  })
}

interface Place {
  base: URL
  repository: string
  tag?: string
}

/** Where the image is pushed to. Throws Failure. */
function placeOf(to: string, plainHttp: boolean | undefined): Place {
  const advice = 'write it as host[:port]/repository[:tag]'
  try {
    const reference = parseReference(to, withoutUndefined({ plainHttp }))
    if (!reference)
      throw new Failure(`${to} does not name a repository of a registry`, exitCodes.usage, advice)
    const { base, repository, reference: named } = reference
    if (parseDigest(named))
      throw new Failure(`${to} names a digest: an image is pushed to a tag`, exitCodes.usage, advice)
    const isTagged = to.lastIndexOf(':') > to.lastIndexOf('/')
    return { base, repository, ...(isTagged ? { tag: named } : {}) }
  } catch (error) {
    if (error instanceof ImageError) throw new Failure(error.message, exitCodes.usage, advice)
    throw error
  }
}
