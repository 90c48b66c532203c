import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { open, mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { install } from './install.ts'
import { registryNamed, type Registry } from './registries.ts'

/** A registry that answers on loopback. */
export interface Running {
  /** `http://127.0.0.1:<port>` */
  url: string
  /** What it has written so far. */
  log: () => Promise<string>
  /** Ends it and removes all it has written. */
  stop: () => Promise<void>
}

const host = '127.0.0.1'
const secondsToAnswer = 30

/**
 * Starts the registry of that name (installing it first where it is missing), calls `use` with it
 * once it answers, and ends it and removes its data whatever comes of that. An error of `use` carries
 * the end of the registry's log with it.
 */
export async function withRegistry<Result>(
  name: string,
  use: (registry: Running) => Promise<Result>,
): Promise<Result> {
  const registry = registryNamed(name)
  const { binary } = await install(registry)
  const running = await start(registry, binary)
  try {
    return await use(running)
  } catch (error) {
    const tail = lastLines(await running.log())
    if (error instanceof Error && tail !== '') error.message += `\n\nThe log of ${name} ends with:\n${tail}`
    throw error
  } finally {
    await running.stop()
  }
}

/** Starts a registry on a free loopback port with an empty data directory; resolves once it answers. */
export async function start(registry: Registry, binary: string): Promise<Running> {
  const home = await mkdtemp(join(tmpdir(), `oci-assay-${registry.name}-`))
  const place = { host, port: await freePort(), dataDir: join(home, 'data') }
  const configFile = join(home, 'config.json')
  const logFile = join(home, 'log')
  await mkdir(place.dataDir)
  const { args, config, env } = registry.launch(place, configFile)
  if (config !== undefined) await writeFile(configFile, config)

  const log = await open(logFile, 'w')
  const child = spawn(binary, args, {
    cwd: home,
    env: { ...process.env, ...env },
    stdio: ['ignore', log.fd, log.fd],
  })
  const killed = (): void => void child.kill('SIGKILL')
  process.once('exit', killed)
  const running: Running = {
    url: `http://${host}:${place.port}`,
    log: () => readFile(logFile, 'utf8'),
    stop: async () => {
      await end(child)
      process.removeListener('exit', killed)
      await log.close()
      await rm(home, { recursive: true, force: true })
    },
  }
  try {
    await answers(running.url, child)
    return running
  } catch (error) {
    const tail = lastLines(await running.log())
    await running.stop()
    throw new Error(`${registry.name} did not start: ${(error as Error).message}\n${tail}`, { cause: error })
  }
}

/** Resolves once `GET /v2/` is answered, with whatever status; throws where the process ends before. */
async function answers(url: string, child: ChildProcess): Promise<void> {
  let failure: Error | undefined
  child.once('error', (error) => (failure = error))
  child.once('exit', (code, signal) => (failure ??= new Error(`it ended with ${signal ?? code}`)))
  const deadline = performance.now() + secondsToAnswer * 1000
  while (performance.now() < deadline) {
    if (failure !== undefined) throw failure
    try {
      const response = await fetch(`${url}/v2/`, { signal: AbortSignal.timeout(2000) })
      await response.arrayBuffer()
      return
    } catch {
      await sleep(50)
    }
  }
  throw new Error(`no answer from ${url}/v2/ within ${secondsToAnswer} seconds`)
}

async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  const insist = setTimeout(() => child.kill('SIGKILL'), 3000)
  await ended
  clearTimeout(insist)
}

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, host)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

const lastLines = (text: string): string => text.trim().split('\n').slice(-15).join('\n')
