import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Started, Step } from '../../../../suites/roundtrip/start/started.ts'
import { withoutUndefined } from '../../../engine/optional.ts'
import { reasonOf, type Ended, type RunOptions } from '../../../client/run-command.ts'
import { isObject, list, property, text } from '../../../image/json/value.ts'
import { exitCodes, Failure } from '../../../results/conclusion/failure.ts'
import { noted, type RunStep } from './noted.ts'
import type { Engine, EngineTools, StartOptions } from './types.ts'
import { userIn } from './user.ts'

/** Milliseconds for commands that start nothing. */
const short = 60_000

/** Where runc could not start the program, it reports that; everything else is the program's own output. */
const startFailure = /runc (?:run|create) failed|unable to start container process|container process caused/

/** runc with a bundle that umoci unpacks: the image comes over our own client, without a daemon. */
export function umociRunc({ command, run, env, folder, pull }: EngineTools): Engine {
  const settings = (signal: AbortSignal, timeout = short): RunOptions => ({
    env,
    cwd: folder,
    timeout,
    signal,
  })
  const call = (words: readonly string[], signal: AbortSignal): Promise<Ended> => run(words, settings(signal))
  const runcIn = (place: string): string[] => [...command, '--root', join(place, 'runc')]

  async function versionOf(words: readonly string[], signal: AbortSignal): Promise<string> {
    const ended = await call(words, signal)
    if (ended.status === 0) return ended.stdout.split('\n')[0]?.replace(' version', '').trim() ?? ''
    const reason =
      (ended.unstarted === undefined ? undefined : reasonOf(ended.unstarted)) ??
      (ended.stderr.trim().split('\n').at(-1) || `exit status ${ended.status}`)
    throw new Failure(
      `${words[0]} does not respond: ${reason}`,
      exitCodes.incomplete,
      '--start runc needs runc and umoci on the PATH: install both, or choose another engine with --start',
    )
  }
  const describe = async (signal: AbortSignal): Promise<string> =>
    `${await versionOf([...command, '--version'], signal)} with ${await versionOf(['umoci', '--version'], signal)}`

  return {
    describe,
    async start(options) {
      const { reference, signal } = options
      const engine = await describe(signal)
      const place = join(folder, randomBytes(4).toString('hex'))
      const [layout, bundle] = [join(place, 'layout'), join(place, 'bundle')]
      mkdirSync(place, { recursive: true })
      try {
        const { digest, ...pulled } = await pullInto(reference, layout)
        const { invocations, runStep } = noted(run, place)
        const started: Started = { engine, reference, pull: pulled, invocations }
        if (!pulled.ok) return started
        const isRoot = process.getuid?.() === 0
        const rootless = isRoot ? [] : ['--rootless']
        const unpacked = await runStep(
          'create',
          ['umoci', 'unpack', ...rootless, '--image', `${layout}:image`, bundle],
          settings(signal, 10 * short),
          digest,
        )
        const withBundle: Started = { ...started, create: stepOf(unpacked) }
        if (unpacked.status !== 0) return withBundle
        return { ...withBundle, ...(await runBundle(place, { ...options, runStep })) }
      } finally {
        rmSync(place, { recursive: true, force: true })
      }
    },
  }

  async function pullInto(reference: string, layout: string): Promise<Step & { digest?: string }> {
    try {
      return { ok: true, output: '', digest: await pull(reference, layout) }
    } catch (error) {
      return { ok: false, output: error instanceof Error ? error.message : String(error) }
    }
  }

  async function runBundle(
    place: string,
    { signal, timeout, user, runStep }: StartOptions & { runStep: RunStep },
  ): Promise<Partial<Started>> {
    const bundle = join(place, 'bundle')
    const runc = runcIn(place)
    const spec = boundedSpec(bundle)
    const container = `oci-assay-${randomBytes(6).toString('hex')}`
    const begun = performance.now()
    try {
      const ended = await runStep(
        'start',
        [...runc, 'run', '--bundle', bundle, container],
        settings(signal, timeout),
      )
      const output = ended.stdout + ended.stderr
      const process = processOf(spec, bundle, user)
      if (ended.unstarted !== undefined || startFailure.test(ended.stderr))
        return { process, start: { ok: false, output: ended.unstarted ?? ended.stderr } }
      return {
        process,
        start: { ok: true, output: '' },
        output,
        seconds: Math.round((performance.now() - begun) / 1000),
        ...(ended.status === undefined || ended.timedOut ? {} : { exitStatus: ended.status }),
      }
    } finally {
      // The run may have been interrupted: what was started is removed all the same.
      await call([...runc, 'delete', '--force', container], new AbortController().signal)
    }
  }
}

/** The bundle's config.json, without a terminal and with little memory and few processes; its network has no way out as it is. */
function boundedSpec(bundle: string): unknown {
  const file = join(bundle, 'config.json')
  const spec = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>
  const process = isObject(spec['process']) ? spec['process'] : {}
  const linux = isObject(spec['linux']) ? spec['linux'] : {}
  const namespaces = list(linux, 'namespaces').filter((each) => text(each, 'type') !== 'network')
  const bounded = {
    ...spec,
    process: { ...process, terminal: false },
    linux: {
      ...linux,
      namespaces: [...namespaces, { type: 'network' }],
      resources: { memory: { limit: 512 * 1024 ** 2 }, pids: { limit: 256 } },
    },
  }
  writeFileSync(file, JSON.stringify(bounded))
  return spec
}

const stepOf = ({ status, stderr, stdout, unstarted, timedOut }: Ended): Step => ({
  ok: status === 0,
  output: unstarted ?? `${stderr}${stdout}${timedOut ? '\ntimed out' : ''}`,
})

/** What runc starts the program with, in the words of the image configuration where they lead to the same. */
function processOf(spec: unknown, bundle: string, configured: string): NonNullable<Started['process']> {
  const own = property(spec, 'process')
  const words = (name: string): string[] => list(own, name).filter((word) => typeof word === 'string')
  const stopSignal = text(property(spec, 'annotations'), 'org.opencontainers.image.stopSignal')
  const passwd = join(bundle, 'rootfs', 'etc', 'passwd')
  return {
    ...withoutUndefined({
      user: userIn(property(own, 'user'), configured, existsSync(passwd) ? readFileSync(passwd, 'utf8') : ''),
    }),
    workingDir: text(own, 'cwd') ?? '',
    env: words('env'),
    command: words('args'),
    ...(stopSignal === undefined || stopSignal === '' ? {} : { stopSignal }),
  }
}
