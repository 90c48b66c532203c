import { describe, expect, it } from 'vitest'
import { engineOf } from '../../../src/assay/roundtrip/engine/engine.ts'
import type { Ended } from '../../../src/client/run-command.ts'

/** An engine that responds as a test specifies, by the first words of its commands. */
function engine(name: string, responses: Record<string, Partial<Ended> | (() => Partial<Ended>)>) {
  const calls: string[] = []
  const made = engineOf({
    command: name.split(' '),
    env: {},
    folder: '.',
    run(words) {
      const call = words.slice(name.split(' ').length).join(' ')
      calls.push(call)
      const found = Object.entries(responses).find(([prefix]) => call.startsWith(prefix))?.[1] ?? {}
      const response = typeof found === 'function' ? found() : found
      return Promise.resolve({ status: 0, stdout: '', stderr: '', timedOut: false, duration: 1, ...response })
    },
  })
  const start = (timeout = 300) =>
    made.start({
      reference: 'localhost:5000/app:1',
      timeout,
      plainHttp: true,
      signal: new AbortController().signal,
    })
  return { calls, start, describe: () => made.describe(new AbortController().signal) }
}

const version = { version: { stdout: '20.10\n' } }
const container = (state: object, more: object = {}): Partial<Ended> => ({
  stdout: JSON.stringify([
    { Path: '/bin/app', Args: ['a'], Config: { Env: ['A=1'], User: 'app' }, State: state, ...more },
  ]),
})

describe('an engine with the commands of Docker', () => {
  it('pulls, starts without network, and removes what it made', async () => {
    const { calls, start } = engine('docker', {
      ...version,
      inspect: container({ Running: false, ExitCode: 3 }),
      logs: { stdout: 'out', stderr: 'err' },
    })
    expect(await start()).toMatchObject({
      engine: 'docker 20.10',
      exitStatus: 3,
      output: 'outerr',
      process: { command: ['/bin/app', 'a'], env: ['A=1'], user: 'app' },
    })
    expect(calls.find((call) => call.startsWith('create'))).toContain('--network none')
    expect(calls.filter((call) => /^(?:rm|rmi) /.test(call))).toHaveLength(2)
  })

  it('ends with the pull where that fails', async () => {
    const { calls, start } = engine('docker', { ...version, pull: { status: 1, stderr: 'manifest unknown' } })
    expect(await start()).toMatchObject({ pull: { ok: false, output: 'manifest unknown' } })
    expect(calls.some((call) => call.startsWith('create'))).toBe(false)
  })

  it('creates containers without bounds where it has no control groups', async () => {
    let tries = 0
    const { calls, start } = engine('docker', {
      ...version,
      create: () => ((tries += 1) === 1 ? { status: 1, stderr: 'memory cgroup is not available' } : {}),
      inspect: container({ Running: false, ExitCode: 0 }),
    })
    expect(await start()).toMatchObject({ create: { ok: true }, exitStatus: 0 })
    expect(calls.filter((call) => call.startsWith('create'))[1]).not.toContain('--memory')
  })

  it('stops a program whose time is over, and one that is healthy', async () => {
    const endless = engine('docker', { ...version, inspect: container({ Running: true }) })
    const stopped = await endless.start()
    expect(stopped.exitStatus).toBeUndefined()
    expect(endless.calls.some((call) => call.startsWith('stop'))).toBe(true)
    const healthy = engine('docker', {
      ...version,
      inspect: container({ Running: true, Health: { Status: 'healthy' } }),
    })
    expect(await healthy.start(60_000)).toMatchObject({ health: 'healthy' })
  })

  it('removes the container also where starting it fails', async () => {
    const { calls, start } = engine('docker', { ...version, start: { status: 1, stderr: 'no such file' } })
    expect(await start()).toMatchObject({ start: { ok: false, output: 'no such file' } })
    expect(calls.some((call) => call.startsWith('rm '))).toBe(true)
  })

  it('of Podman repeats a command of one word', async () => {
    const { start } = engine('podman --runtime runc', {
      ...version,
      inspect: container(
        { Running: false, ExitCode: 0 },
        { Args: ['/bin/app'], Config: { Entrypoint: '/bin/app' } },
      ),
    })
    expect((await start()).process?.command).toEqual(['/bin/app'])
  })

  it('that does not respond is a failure with what to do', async () => {
    const gone = engine('docker', { version: { status: 1, stderr: 'Cannot connect to the Docker daemon' } })
    await expect(gone.describe()).rejects.toThrow(
      'docker does not respond: Cannot connect to the Docker daemon',
    )
    const { status: _, ...unstarted } = { status: 1, unstarted: 'spawn docker ENOENT' }
    const absent = engine('docker', { version: { ...unstarted, status: undefined as never } })
    await expect(absent.describe()).rejects.toThrow('spawn docker ENOENT')
  })

  it('has to be one of those that are known', () => {
    expect(() => engine('kubectl', {})).toThrow('--start kubectl does not name a container engine')
    expect(() => engine('/usr/bin/podman --log-level error', {})).not.toThrow()
  })
})
