import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Started, Step } from '../../../../suites/roundtrip/start/started.ts'
import { list, property, text } from '../../../image/json/value.ts'
import { exitCodes, Failure } from '../../../results/conclusion/failure.ts'
import { withoutUndefined } from '../../../engine/optional.ts'
import { reasonOf, remedyOf, type Ended, type RunOptions } from '../../../client/run-command.ts'
import { noted, type RunStep } from './noted.ts'
import { userIn } from './user.ts'
import type { Engine, EngineTools, StartOptions } from './types.ts'

/** Milliseconds for commands that pull or start nothing. */
const short = 60_000
/** Milliseconds between two looks at a container. */
const pause = 200

/** Limits that an engine sets by itself may be more than it is permitted to set. */
const limits: Readonly<Record<string, readonly string[]>> = {
  docker: [],
  podman: ['--ulimit', 'nofile=1024:1024', '--ulimit', 'nproc=1024:1024'],
  nerdctl: [],
}

/** Bounds of a container: no network, and little memory and few processes. */
const bounds = ['--network', 'none', '--memory', '512m', '--pids-limit', '256']
/** Where an engine has no control groups, they are left out. */
const fewerBounds = ['--network', 'none']

/** Options of an engine where a registry speaks HTTP. Docker does that by itself on this machine. */
const plain: Readonly<Record<string, readonly string[]>> = {
  docker: [],
  podman: ['--tls-verify=false'],
  nerdctl: ['--insecure-registry'],
}

/** Runs a command of the engine itself; milliseconds. */
type RunOwn = (
  step: Parameters<RunStep>[0],
  words: readonly string[],
  timeout?: number,
) => ReturnType<RunStep>

/** Docker, and engines with the same commands. */
export function dockerLike(name: 'docker' | 'podman' | 'nerdctl', tools: EngineTools): Engine {
  const { command, env, folder } = tools
  const settings = (signal: AbortSignal, timeout = short): RunOptions => ({
    env,
    cwd: folder,
    timeout,
    signal,
  })
  const call = (words: readonly string[], signal: AbortSignal): Promise<Ended> =>
    tools.run([...command, ...words], settings(signal))

  async function describe(signal: AbortSignal): Promise<string> {
    const ended = await call(['version', '--format', '{{.Client.Version}}'], signal)
    if (ended.status === 0) return `${name} ${ended.stdout.trim()}`
    if (ended.unstarted !== undefined)
      throw new Failure(
        `${command[0]} cannot be started: ${reasonOf(ended.unstarted)}`,
        exitCodes.incomplete,
        remedyOf(ended.unstarted) ??
          'install it, put the folder that it is in on the PATH, or choose another engine with --start',
      )
    const reason = lastLine(ended.stderr) || `exit status ${ended.status}`
    throw new Failure(
      `${command.join(' ')} does not respond: ${reason}`,
      exitCodes.incomplete,
      `start its daemon or service, check DOCKER_HOST, or choose another engine with --start`,
    )
  }

  return {
    describe,
    async start(options) {
      const { reference, signal, plainHttp, timeout } = options
      const engine = await describe(signal)
      const container = `oci-assay-${randomBytes(6).toString('hex')}`
      const insecure = plainHttp ? (plain[name] ?? []) : []
      const { invocations, runStep } = noted(tools.run, folder)
      const step: RunOwn = (name, words, time) =>
        runStep(name, [...command, ...words], settings(signal, time))
      const pulled = await step('pull', ['pull', '--quiet', ...insecure, reference], timeout + 10 * short)
      const started: Started = { engine, reference, pull: stepOf(pulled), invocations }
      if (!started.pull.ok) return started
      try {
        return await startContainer({ ...options, container, step }, started)
      } finally {
        // The run may have been interrupted: what was started is removed all the same.
        const own = new AbortController().signal
        await call(['rm', '--force', '--volumes', container], own)
        await call(['rmi', reference], own)
      }
    },
  }

  async function startContainer(
    { container, step, ...options }: StartOptions & { container: string; step: RunOwn },
    pulled: Started,
  ): Promise<Started> {
    const { reference } = options
    const create = (wanted: readonly string[]) =>
      step('create', ['create', '--name', container, ...wanted, ...(limits[name] ?? []), reference])
    const first = await create(bounds)
    const created =
      /memory|pids|cgroup/i.test(first.stderr) && first.status !== 0 ? await create(fewerBounds) : first
    const started: Started = { ...pulled, create: stepOf(created) }
    if (created.status !== 0) return started
    const process = await processOf(container, options)
    const begun = performance.now()
    const start = await step('start', ['start', container], options.timeout)
    const all: Started = { ...started, process, start: stepOf(start) }
    if (start.status !== 0) return all
    const ending = await watch(container, options, begun)
    const logs = await step('start', ['logs', container])
    return {
      ...all,
      ...ending,
      seconds: Math.round((performance.now() - begun) / 1000),
      output: logs.stdout + logs.stderr,
    }
  }

  /** Until the program ends, is healthy or its time is over. */
  async function watch(
    container: string,
    { timeout, signal }: StartOptions,
    begun: number,
  ): Promise<Pick<Started, 'exitStatus' | 'health'>> {
    for (;;) {
      const state = property(await inspect(container, signal), 'State')
      const health =
        text(property(state, 'Health'), 'Status') ?? text(property(state, 'Healthcheck'), 'Status')
      const status = property(state, 'ExitCode')
      const isRunning = property(state, 'Running') === true
      const seen = health === undefined || health === '' ? {} : { health }
      if (!isRunning) return { ...seen, ...(typeof status === 'number' ? { exitStatus: status } : {}) }
      const isSettled = health === 'healthy' || health === 'unhealthy'
      if (isSettled || signal.aborted || performance.now() - begun > timeout) {
        await call(['stop', '--time', '3', container], new AbortController().signal)
        return seen
      }
      await sleep(pause)
    }
  }

  /** What nerdctl shows in the form of Docker lacks most of it. */
  async function processOf(
    container: string,
    { signal, user }: StartOptions,
  ): Promise<NonNullable<Started['process']>> {
    if (name !== 'nerdctl') return processOfContainer(await inspect(container, signal))
    return processOfSpec(await inspect(container, signal, ['--mode', 'native']), user)
  }

  async function inspect(
    container: string,
    signal: AbortSignal,
    options: readonly string[] = [],
  ): Promise<unknown> {
    const { stdout } = await call(['inspect', ...options, container], signal)
    try {
      const found: unknown = JSON.parse(stdout)
      return Array.isArray(found) ? found[0] : found
    } catch {
      return undefined
    }
  }
}

const lastLine = (output: string): string => output.trim().split('\n').at(-1) ?? ''

const stepOf = ({ status, stderr, stdout, unstarted, timedOut }: Ended): Step => ({
  ok: status === 0,
  output: unstarted ?? `${stderr}${stdout}${timedOut ? '\ntimed out' : ''}`,
})

const words = (value: unknown, name: string): string[] =>
  list(value, name).filter((word) => typeof word === 'string')

/** What a container is started with. Podman repeats a command of a single word as its argument. */
function processOfContainer(inspected: unknown): NonNullable<Started['process']> {
  const config = property(inspected, 'Config')
  const [path, all] = [text(inspected, 'Path'), words(inspected, 'Args')]
  const entrypoint = text(config, 'Entrypoint')
  const own = [
    ...(entrypoint === undefined ? words(config, 'Entrypoint') : [entrypoint].filter((each) => each !== '')),
    ...words(config, 'Cmd'),
  ]
  const isSingle =
    own.length === 1 && path !== undefined && [path, JSON.stringify([path])].includes(own[0] ?? '')
  const isRepeated = isSingle && all.length === 1 && all[0] === path
  const args = isRepeated ? [] : all
  const signal = property(config, 'StopSignal')
  return {
    user: text(config, 'User') ?? '',
    workingDir: text(config, 'WorkingDir') ?? '',
    env: words(config, 'Env'),
    command: path === undefined ? words(config, 'Cmd') : [path, ...args],
    ...(typeof signal === 'string' && signal !== '' ? { stopSignal: signal } : {}),
  }
}

/** The same of a specification for a runtime. */
function processOfSpec(inspected: unknown, user: string): NonNullable<Started['process']> {
  const own = property(property(inspected, 'Spec'), 'process')
  return {
    workingDir: text(own, 'cwd') ?? '',
    env: words(own, 'env'),
    command: words(own, 'args'),
    ...withoutUndefined({ user: userIn(property(own, 'user'), user, undefined) }),
  }
}
