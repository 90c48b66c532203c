import type { StartRequirement } from './requirements.ts'
import type { Started } from './started.ts'

/** An image that does not start as it should, by what an engine makes of it. */
export interface StartFault {
  /** Lasting, lower case with dashes. */
  id: string
  violates: StartRequirement
  /** What happens, in the present tense. */
  title: string
  /** Changes what an engine makes of a sound image. */
  change: (sound: Started) => Started
}

type Process = NonNullable<Started['process']>

const failed = (output: string) => ({ ok: false, output })

/** Where a step fails, there is nothing of what comes after it. */
const pullFails = ({ engine, reference }: Started, output: string): Started => ({
  engine,
  reference,
  pull: failed(output),
})

const startFails =
  (output: string) =>
  ({ engine, reference, pull, create, process }: Started): Started => ({
    engine,
    reference,
    pull,
    ...(create ? { create } : {}),
    ...(process ? { process } : {}),
    start: failed(output),
  })

const having =
  (change: (process: Process) => Partial<Process>) =>
  (sound: Started): Started =>
    sound.process ? { ...sound, process: { ...sound.process, ...change(sound.process) } } : sound

/** Images that cannot be started, and engines that start something else. */
export const startFaults: readonly StartFault[] = [
  {
    id: 'start-pull-fails',
    violates: 'start.pulled',
    title: 'the engine rejects a layer of the image',
    change: (sound) => pullFails(sound, 'failed to register layer: invalid tar header'),
  },
  {
    id: 'start-create-fails',
    violates: 'start.created',
    title: 'the engine creates no container of the image',
    change: ({ engine, reference, pull }) => ({
      engine,
      reference,
      pull,
      create: failed('Error response from daemon: No command specified'),
    }),
  },
  {
    id: 'start-other-command',
    violates: 'start.command',
    title: 'the container has the command without its arguments',
    change: having(({ command }) => ({ command: command.slice(0, 1) })),
  },
  {
    id: 'start-variable-lost',
    violates: 'start.environment',
    title: 'the container lacks a variable',
    change: having(({ env }) => ({ env: env.slice(0, -1) })),
  },
  {
    id: 'start-variable-changed',
    violates: 'start.environment',
    title: 'the container has another value of a variable',
    change: having(({ env }) => ({ env: env.map((entry) => `${entry}0`) })),
  },
  {
    id: 'start-other-directory',
    violates: 'start.working-directory',
    title: 'the container starts in the root',
    change: having(() => ({ workingDir: '/' })),
  },
  {
    id: 'start-as-root',
    violates: 'start.user',
    title: 'the container starts as root',
    change: having(() => ({ user: '' })),
  },
  {
    id: 'start-other-signal',
    violates: 'start.stop-signal',
    title: 'the container is stopped by SIGTERM',
    change: having(() => ({ stopSignal: 'SIGTERM' })),
  },
  {
    id: 'start-program-missing',
    violates: 'start.runs',
    title: 'the program does not exist',
    change: startFails('exec: "/bin/app": stat /bin/app: no such file or directory: unknown'),
  },
  {
    id: 'start-user-missing',
    violates: 'start.runs',
    title: 'the user does not exist',
    change: startFails('unable to find user app: no matching entries in passwd file'),
  },
  {
    id: 'start-other-architecture',
    violates: 'start.runs',
    title: 'the program is for another architecture',
    change: (sound) => ({ ...sound, exitStatus: 1, output: 'exec /bin/app: exec format error\n' }),
  },
  {
    id: 'start-other-status',
    violates: 'start.exit-status',
    title: 'the program ends with another status',
    change: (sound) => ({ ...sound, exitStatus: 1 }),
  },
  {
    id: 'start-endless',
    violates: 'start.exit-status',
    title: 'the program does not end',
    change: ({ exitStatus: _exitStatus, ...sound }) => sound,
  },
  {
    id: 'start-silent',
    violates: 'start.output',
    title: 'the program prints nothing',
    change: (sound) => ({ ...sound, output: '' }),
  },
  {
    id: 'start-unhealthy',
    violates: 'start.healthy',
    title: 'the health check fails',
    change: (sound) => ({ ...sound, health: 'unhealthy' }),
  },
]
