import { setTimeout as sleep } from 'node:timers/promises'
import { exitCodes, Failure } from '../results/conclusion/failure.ts'
import { createRedactor } from '../registry/record/redaction/redactor.ts'
import { printable } from '../results/text/printable.ts'
import type { Server } from '../results/log/excerpt.ts'
import { imageOf, portOf, type ImageFacts } from './image.ts'
import { clockOf, endedEarlyWords, endOf, readLog, tailOf, withTail } from './observe.ts'
import { mountsFor, secretValues, variablesFor, wordsOf, type ContainerOptions } from './options.ts'
import { label, ownName, remove } from './ownership.ts'
import { engineWords, runtimeOf, type EngineContainer, type Testcontainers } from './testcontainers.ts'

/** A registry that runs in a container of this run. */
export interface RunningContainer extends Server {
  /** `host:port`, where it is reached from here. */
  address: string
  /** Resolves with how it ended, if it ends by itself. */
  ended: Promise<string>
  /** In the container. */
  port: number
  /** The ports that its image exposes. */
  image: ImageFacts
  /** What it wrote last, safe to print. */
  tail(): Promise<string[]>
  /** Ends and removes it with its anonymous volumes; may be called twice. */
  remove(): Promise<void>
}

interface StartOptions {
  environment?: Readonly<Record<string, string | undefined>>
  signal: AbortSignal
  /** Prints progress of what takes long. */
  print: (line: string) => void
}

/** Of a log; more of it the engine throws away. */
const logLimits = { 'max-size': '16m', 'max-file': '2' }

/**
 * Starts an image on a free port of this machine and returns as soon as it runs; whether it
 * responds is not known yet. Throws Failure: wrong options, no engine, no such image, an image that
 * does not start. Nothing is left of a container that did not start.
 */
export async function startContainer(
  all: Testcontainers,
  options: ContainerOptions,
  { environment = process.env, signal, print }: StartOptions,
): Promise<RunningContainer> {
  const variables = variablesFor(options, environment)
  const mounts = mountsFor(options)
  const runtime = await runtimeOf(all)
  const image = await orAborted(signal, imageOf(all, runtime, options.image, print))
  const port = portOf(options, image)
  const { host } = runtime.info.containerRuntime
  const isLocal = host === 'localhost' || host === '127.0.0.1'
  const redactor = createRedactor(secretValues(variables))
  const redact = (text: string) => redactor.text(text)
  let created: EngineContainer | undefined
  let givenUp = false
  const observing = new AbortController()
  let announce: (container: EngineContainer) => void
  const ended = new Promise<EngineContainer>((resolve) => (announce = resolve)).then((each) =>
    endOf(each, observing.signal),
  )

  /** Bound to loopback: other machines must not connect to it, and an engine's own address may be another machine's. */
  class Registry extends all.GenericContainer {
    protected override async beforeContainerCreated() {
      const binding = { HostIp: isLocal ? '127.0.0.1' : '', HostPort: '0' }
      this.hostConfig.PortBindings = { [`${port}/tcp`]: [binding] }
      this.hostConfig.LogConfig = { Type: 'json-file', Config: logLimits }
    }
    protected override async containerCreated(id: string) {
      if (givenUp) return remove(runtime, id)
      created = runtime.container.getById(id)
      announce(created)
    }
  }

  const container = new Registry(options.image)
    .withExposedPorts(port)
    .withEnvironment(variables)
    .withBindMounts(mounts)
    .withLabels({ [label]: ownName() })
    // Its own reaper is one more image to be pulled; what is left after a crash is found by the label.
    .withAutoCleanup(false)
    .withWaitStrategy(atOnce)
  if (options.command !== undefined) container.withCommand(wordsOf(options.command))

  const removeIt = async () => {
    if (created) await remove(runtime, created.id)
    // Not every engine responds, once the container is gone.
    observing.abort()
  }
  const starting = container.start()
  // Where something else comes first, the outcome of the start is ignored.
  starting.catch(() => {})
  const endedEarly = ended.then((how): never => {
    throw new Failure(endedEarlyWords(options.image, how), exitCodes.incomplete)
  })
  try {
    const started = await orAborted(signal, Promise.race([starting, endedEarly]))
    const { skew } = await clockOf(runtime)
    const lines = () => readLog(created, { skew, redact })
    return {
      name: options.image,
      address: `${isLocal ? '127.0.0.1' : started.getHost()}:${started.getMappedPort(port)}`,
      disposable: mounts.every(({ mode }) => mode === 'ro'),
      port,
      image,
      ended,
      async log(grace) {
        const how = await Promise.race([ended, sleep(grace, undefined, { ref: false })])
        return { lines: await lines(), ...(how === undefined ? {} : { ended: how }) }
      },
      tail: async () => tailOf(await lines()),
      remove: removeIt,
    }
  } catch (error) {
    givenUp = true
    const tail = tailOf(await readLog(created, { skew: 0, redact }))
    // The first error is reported, not those that follow.
    await removeIt().catch(() => {})
    if (error instanceof Failure)
      throw new Failure(withTail(error.message, tail), error.exitCode, error.advice)
    const message = `${options.image} cannot be started: ${printable(engineWords(error))}`
    throw new Failure(withTail(message, tail), exitCodes.incomplete, 'try it with docker run')
  }
}

/** The caller waits until it responds: the strategies of testcontainers cannot be interrupted. */
const atOnce: Parameters<InstanceType<Testcontainers['GenericContainer']>['withWaitStrategy']>[0] = {
  waitUntilReady: async () => {},
  withStartupTimeout: () => atOnce,
  isStartupTimeoutSet: () => true,
  getStartupTimeout: () => 0,
}

/** What works, unless the run is interrupted before. */
async function orAborted<Value>(signal: AbortSignal, work: Promise<Value>): Promise<Value> {
  const interrupted = new Promise<never>((_, reject) => {
    const stop = () =>
      reject(new Failure('interrupted before the registry had started', exitCodes.interrupted))
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop, { once: true })
  })
  return Promise.race([work, interrupted])
}
