import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { engineOf } from '../../../src/assay/roundtrip/engine/engine.ts'
import type { Ended } from '../../../src/client/run-command.ts'

/** An engine that responds as a test specifies, by the first words of its commands. */
function engine(name: string, responses: Record<string, Partial<Ended> | (() => Partial<Ended>)>) {
  const calls: string[] = []
  const made = engineOf({
    command: name.split(' '),
    env: {},
    folder: '.',
    pull: () => Promise.reject(new Error('an engine with a client of its own pulls by itself')),
    run(words) {
      const call = words.slice(name.split(' ').length).join(' ')
      calls.push(call)
      const found = Object.entries(responses).find(([prefix]) => call.startsWith(prefix))?.[1] ?? {}
      const response = typeof found === 'function' ? found() : found
      return Promise.resolve({ status: 0, stdout: '', stderr: '', timedOut: false, duration: 1, ...response })
    },
  })
  const start = (timeout = 300, user = '') =>
    made.start({
      reference: 'localhost:5000/app:1',
      timeout,
      plainHttp: true,
      user,
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

  it.each([
    [{ Entrypoint: '/bin/app' }, ['/bin/app']],
    [{ Entrypoint: '', Cmd: ['/bin/app'] }, ['/bin/app']],
    [{ Entrypoint: '/bin/app', Cmd: ['/bin/app'] }, ['/bin/app', '/bin/app']],
  ])('of Podman repeats a command of one word: %j', async (Config, command) => {
    const { start } = engine('podman --runtime runc', {
      ...version,
      inspect: container({ Running: false, ExitCode: 0 }, { Args: ['/bin/app'], Config }),
    })
    expect((await start()).process?.command).toEqual(command)
  })

  it('that does not respond is a failure with what to do', async () => {
    const gone = engine('docker', { version: { status: 1, stderr: 'Cannot connect to the Docker daemon' } })
    await expect(gone.describe()).rejects.toThrow(
      'docker does not respond: Cannot connect to the Docker daemon',
    )
    const { status: _, ...unstarted } = { status: 1, unstarted: 'spawn docker ENOENT' }
    const absent = engine('docker', { version: { ...unstarted, status: undefined as never } })
    await expect(absent.describe()).rejects.toThrow(
      'docker cannot be started: there is no such program on the PATH',
    )
  })

  it('has to be one of those that are known', () => {
    expect(() => engine('kubectl', {})).toThrow('--start kubectl does not name a container engine')
    expect(() => engine('/usr/bin/podman --log-level error', {})).not.toThrow()
  })
})

/** A container as nerdctl shows it in its own form. */
const native = (user: object): Partial<Ended> => ({
  stdout: JSON.stringify([
    { Spec: { process: { user, args: ['/bin/app', 'a'], env: ['A=1'], cwd: '/srv' } } },
  ]),
})

const nerdctl = (user = {}) =>
  engine('nerdctl --namespace test', {
    ...version,
    'inspect --mode native': native(user),
    inspect: container({ Running: false, ExitCode: 3 }, { Config: {} }),
    logs: { stdout: 'out' },
  })

// In the form of Docker it shows neither user, variables nor directory of a container.
describe('nerdctl', () => {
  it('shows what a container starts with in its own form', async () => {
    const { calls, start } = nerdctl({ uid: 1000, gid: 1000 })
    const { process, exitStatus } = await start(300, '1000')
    expect(process).toEqual({ user: '1000', workingDir: '/srv', env: ['A=1'], command: ['/bin/app', 'a'] })
    expect(exitStatus).toBe(3)
    expect(calls[1]).toBe('pull --quiet --insecure-registry localhost:5000/app:1')
    expect(calls[2]).toMatch(
      /^create --name oci-assay-\w+ --network none --memory 512m --pids-limit 256 localhost:5000\/app:1$/,
    )
  })

  it.each([
    [{ uid: 0, gid: 0 }, '1000', '0:0'],
    [{ uid: 1000, gid: 0 }, '1000:1000', '1000:0'],
    [{ uid: 1000, gid: 5 }, '1000:1000', '1000:5'],
    [{ uid: 1000, gid: 5 }, '1000:staff', '1000:staff'],
    // Which number a name has is known inside the image only.
    [{ uid: 1000, gid: 1000 }, 'app', undefined],
    [{ uid: 0, gid: 0 }, '', ''],
  ])('compares numbers of users: %j', async (process, user, shown) => {
    expect((await nerdctl(process).start(300, user)).process?.user).toBe(shown)
  })
})

describe('runc with umoci', () => {
  const folder = mkdtempSync(join(tmpdir(), 'oci-assay-runc-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  /** Writes what a pull and umoci leave, and runs the program as the test specifies. */
  async function started(
    ran: Partial<Ended>,
    { user = 'app', uid = 1000 }: { user?: string; uid?: number } = {},
  ) {
    const calls: string[] = []
    const engine = engineOf({
      command: ['runc'],
      env: {},
      folder,
      pull(_, layout) {
        mkdirSync(layout, { recursive: true })
        return Promise.resolve('sha256:0')
      },
      run(words) {
        const call = words.join(' ')
        calls.push(call)
        const done = { status: 0, stdout: '', stderr: '', timedOut: false, duration: 1 }
        const bundle = words.at(call.includes(' unpack ') ? -1 : -2) ?? ''
        if (call.includes(' unpack ')) {
          mkdirSync(join(bundle, 'rootfs/etc'), { recursive: true })
          writeFileSync(join(bundle, 'rootfs/etc/passwd'), 'root:x:0:0::/:\napp:x:1000:1000::/:\n')
          const spec = {
            process: {
              terminal: true,
              user: { uid, gid: uid },
              args: ['/bin/app'],
              env: ['A=1'],
              cwd: '/srv',
            },
            annotations: { 'org.opencontainers.image.stopSignal': 'SIGINT' },
            linux: { namespaces: [{ type: 'pid' }, { type: 'network', path: '/var/run/netns/host' }] },
          }
          writeFileSync(join(bundle, 'config.json'), JSON.stringify(spec))
        }
        if (!call.includes(' run ')) return Promise.resolve({ ...done, stdout: `${words[0]} version 1.2\n` })
        const config = JSON.parse(readFileSync(join(bundle, 'config.json'), 'utf8')) as unknown
        expect(config).toMatchObject({
          process: { terminal: false },
          linux: {
            namespaces: [{ type: 'pid' }, { type: 'network' }],
            resources: { memory: { limit: 512 * 1024 ** 2 }, pids: { limit: 256 } },
          },
        })
        return Promise.resolve({ ...done, ...ran })
      },
    })
    const result = await engine.start({
      reference: 'localhost:5000/app:1',
      timeout: 300,
      plainHttp: true,
      user,
      signal: new AbortController().signal,
    })
    return { result, calls }
  }

  it('unpacks the image, runs it in a network of its own, and removes it', async () => {
    const { result, calls } = await started({ status: 3, stdout: 'out', stderr: 'err' })
    expect(result).toMatchObject({
      engine: 'runc 1.2 with umoci 1.2',
      exitStatus: 3,
      output: 'outerr',
      process: { command: ['/bin/app'], env: ['A=1'], user: 'app', workingDir: '/srv', stopSignal: 'SIGINT' },
    })
    expect(calls.at(-1)).toMatch(/ delete --force oci-assay-/)
    expect(readdirSync(folder)).toEqual([])
  })

  it('shows the user by its number where that is another one', async () => {
    expect((await started({}, { uid: 0 })).result.process?.user).toBe('0:0')
    expect((await started({}, { user: '1000:1000' })).result.process?.user).toBe('1000:1000')
  })

  it('distinguishes a program that did not start from one that failed', async () => {
    const stderr =
      'level=error msg="runc run failed: exec: \\"/bin/app\\": stat /bin/app: no such file or directory"'
    expect((await started({ status: 1, stderr })).result.start).toEqual({ ok: false, output: stderr })
    const { result } = await started({ timedOut: true })
    expect(result.start).toMatchObject({ ok: true })
    expect(result).not.toHaveProperty('exitStatus')
  })
})
