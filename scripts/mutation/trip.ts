import type { Engine } from '../../src/assay/roundtrip/engine/engine.ts'
import type { StartFault } from '../../suites/roundtrip/start/faults.ts'
import type { Started } from '../../suites/roundtrip/start/started.ts'
import { artifactOf, indexOf } from '../../suites/image/layouts/build/layout.ts'
import type { LayoutCase } from '../../suites/image/layouts/case.ts'

const processConfig = {
  Entrypoint: ['/bin/app'],
  Cmd: ['serve'],
  Env: ['PATH=/bin', 'MODE=test'],
  WorkingDir: '/srv',
  User: '1000',
  StopSignal: 'SIGINT',
  Healthcheck: { Test: ['CMD', '/bin/app', 'check'] },
}

/** An engine that makes of the image above what it should, or what a fault makes of that. */
export const pretendEngine = (fault: StartFault | undefined): Engine => ({
  describe: () => Promise.resolve('a pretend engine'),
  start({ reference }) {
    const sound: Started = {
      engine: 'a pretend engine',
      reference,
      pull: { ok: true, output: '' },
      create: { ok: true, output: '' },
      process: {
        user: processConfig.User,
        workingDir: processConfig.WorkingDir,
        env: processConfig.Env,
        command: [...processConfig.Entrypoint, ...processConfig.Cmd],
        stopSignal: processConfig.StopSignal,
      },
      start: { ok: true, output: '' },
      exitStatus: 0,
      output: 'ready\n',
      health: 'healthy',
    }
    return Promise.resolve(fault ? fault.change(sound) : sound)
  },
})

/** An index of two platforms with a signature as its referrer: what a round trip has to return. */
export const signedIndex: LayoutCase = {
  id: 'signed-index',
  title: 'an index of two platforms, and a signature of it',
  make(layout) {
    const entries = ['amd64', 'arm64'].map((architecture) =>
      layout.manifest({
        name: null,
        config: (config) => void Object.assign(config, { architecture, os: 'linux', config: processConfig }),
        entry: (entry) => ({ ...entry, platform: { os: 'linux', architecture } }),
      }),
    )
    const { mediaType, digest, size } = indexOf(layout, entries)
    layout.entries.push({ mediaType, digest, size })
    layout.entries.push(
      artifactOf(layout, { manifest: (artifact) => ({ ...artifact, subject: { mediaType, digest, size } }) }),
    )
  },
}
