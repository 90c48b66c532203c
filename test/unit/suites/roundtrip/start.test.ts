import { describe, expect, it } from 'vitest'
import {
  endsWith,
  hasCommand,
  hasEnvironment,
  hasStopSignal,
  hasUser,
  hasWorkingDirectory,
  isHealthy,
  prints,
  runs,
  succeeded,
} from '../../../../suites/roundtrip/start/judges.ts'
import type { Started } from '../../../../suites/roundtrip/start/started.ts'

const ok = { ok: true, output: '' }
const started = (more: Partial<Started> = {}): Started => ({
  engine: 'docker 1',
  reference: 'localhost:5000/app:1',
  pull: ok,
  create: ok,
  start: ok,
  process: {
    user: 'app',
    workingDir: '/srv',
    env: ['PATH=/bin', 'A=1', 'HOSTNAME=x'],
    command: ['/bin/app', 'serve'],
    stopSignal: 'SIGINT',
  },
  exitStatus: 0,
  output: 'ready\n',
  seconds: 1,
  ...more,
})

describe('a container beside the configuration of its image', () => {
  const of = started()

  it.each([
    ['the same command', hasCommand(of, { entrypoint: ['/bin/app'], cmd: ['serve'] }), true],
    ['the command in Cmd alone', hasCommand(of, { cmd: ['/bin/app', 'serve'] }), true],
    ['another argument', hasCommand(of, { entrypoint: ['/bin/app'], cmd: ['stop'] }), false],
    ['a lost argument', hasCommand(of, { entrypoint: ['/bin/app'], cmd: ['serve', '-v'] }), false],
    ['variables, and others of the engine', hasEnvironment(of, { env: ['A=1', 'PATH=/bin'] }), true],
    ['a changed variable', hasEnvironment(of, { env: ['A=2'] }), false],
    ['a lost variable', hasEnvironment(of, { env: ['B='] }), false],
    ['no variables', hasEnvironment(of, {}), true],
    ['the same directory', hasWorkingDirectory(of, { workingDir: '/srv' }), true],
    ['another directory', hasWorkingDirectory(of, { workingDir: '/' }), false],
    [
      'the root where none is specified',
      hasWorkingDirectory(started({ process: { ...of.process!, workingDir: '' } }), {}),
      true,
    ],
    ['the same user', hasUser(of, { user: 'app' }), true],
    ['another user', hasUser(of, { user: '1000' }), false],
    ['any user where none is specified', hasUser(of, { user: '' }), true],
    ['the same signal', hasStopSignal(of, { stopSignal: 'SIGINT' }), true],
    ['another signal', hasStopSignal(of, { stopSignal: 'SIGTERM' }), false],
    ['any signal where none is specified', hasStopSignal(of, {}), true],
  ])('%s', (_, judgement, holds) => expect(judgement.holds).toBe(holds))
})

describe('a program', () => {
  const failed = (output: string): Started => started({ start: { ok: false, output } })

  it.each([
    [
      failed(
        'OCI runtime create failed: exec: "/bin/app": stat /bin/app: no such file or directory: unknown',
      ),
      'could not be started: the program does not exist in the image',
    ],
    [
      failed('exec: "app": executable file not found in $PATH: unknown'),
      'could not be started: the program does not exist in the image',
    ],
    [
      failed('runc: exec: "/bin/app": permission denied: unknown'),
      'could not be started: the program is not executable for its user',
    ],
    [
      failed('unable to find user nobody9: no matching entries in passwd file'),
      'could not be started: the user does not exist in the image',
    ],
    [
      failed('unable to find group nogroup9: no matching entries in group file'),
      'could not be started: the group does not exist in the image',
    ],
    [
      started({ exitStatus: 1, output: 'exec /bin/app: exec format error\n' }),
      'could not be started: the program is for another architecture',
    ],
    [
      started({ exitStatus: 127, output: 'exec /bin/app: no such file or directory' }),
      'could not be started: the program does not exist in the image',
    ],
  ])('that does not begin fails with its cause: %#', (of, title) => {
    expect(runs(of, { cmd: ['/bin/app'] })).toMatchObject({ holds: false, title })
  })

  it('that the image does not specify is not there, whatever an engine starts instead', () => {
    const shell = started({ process: { ...started().process!, command: ['sh'] } })
    expect(runs(shell, { env: ['A=1'] })).toMatchObject({
      title: 'could not be started: the image specifies no program',
    })
    expect(hasCommand(shell, { entrypoint: [], cmd: [] })).toEqual({ holds: true })
  })

  it.each([
    'error setting rlimit type 7: operation not permitted: OCI permission denied',
    'failed to mount overlay: permission denied',
    'cgroups: cannot find cgroup mount destination',
    '',
  ])('is not judged where the engine itself failed: %j', (output) => {
    expect(runs(failed(output), { cmd: ['/bin/app'] })).toHaveProperty('unknown')
  })

  it('that began is sound, however it ended', () => {
    for (const ended of [
      { exitStatus: 3, output: 'no such file or directory: config.yml' },
      { exitStatus: undefined as never, output: '' },
    ])
      expect(runs(started(ended), { entrypoint: ['/bin/app'] })).toEqual({ holds: true })
  })

  it.each([
    [endsWith(started(), { exitStatus: 0 }), undefined],
    [endsWith(started({ exitStatus: 2 }), { exitStatus: 0 }), 'ended with exit status 2'],
    [endsWith(started({ exitStatus: 0 }), { exitStatus: 1 }), 'ended with exit status 0'],
    [prints(started(), { output: 'ready' }), undefined],
    [prints(started(), { output: 'listening' }), 'did not print the expected text'],
    [isHealthy(started({ health: 'healthy' })), undefined],
    [isHealthy(started({ health: 'starting' })), 'did not become healthy'],
    [succeeded(ok, 'failed'), undefined],
    [succeeded({ ok: false, output: 'manifest unknown' }, 'could not pull'), 'could not pull'],
    [
      succeeded({ ok: false, output: 'Error: no command or entrypoint provided' }, 'could not create'),
      'could not create: the image specifies no program',
    ],
    [
      succeeded({ ok: false, output: 'unable to find user app: no matching entries' }, 'could not create'),
      'could not create: the user does not exist in the image',
    ],
  ])('is compared with what is expected: %#', (judgement, title) => {
    expect(judgement.holds ? undefined : judgement.title).toBe(title)
  })

  it('that was still running when its time was over did not end', () => {
    const { exitStatus: _, ...running } = started()
    expect(endsWith(running, { exitStatus: 0 })).toMatchObject({ title: 'did not end in time' })
  })
})
