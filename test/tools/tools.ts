import { describeInstalled, install, NotInstallable } from '../../fixtures/registries/install.ts'
import type { Source } from '../../fixtures/registries/registries.ts'

/** The tools that make images, and busybox, which is in the images. */
export const sources = {
  busybox: { kind: 'debian', package: 'busybox-static', binary: '/bin/busybox', version: '1.35' },
  umoci: { kind: 'debian', package: 'umoci', binary: '/usr/bin/umoci', version: '0.4' },
  skopeo: { kind: 'debian', package: 'skopeo', binary: '/usr/bin/skopeo', version: '1.9' },
  buildah: { kind: 'debian', package: 'buildah', binary: '/usr/bin/buildah', version: '1.28' },
  podman: { kind: 'debian', package: 'podman', binary: '/usr/bin/podman', version: '4.3' },
  crane: {
    kind: 'go',
    module: 'github.com/google/go-containerregistry',
    package: 'cmd/crane',
    version: 'v0.22.1',
  },
  oras: { kind: 'go', module: 'oras.land/oras', package: 'cmd/oras', version: 'v1.3.6' },
  regctl: { kind: 'go', module: 'github.com/regclient/regclient', package: 'cmd/regctl', version: 'v0.11.7' },
} as const satisfies Record<string, Source>

export type Tool = keyof typeof sources
export const toolNames = Object.keys(sources) as Tool[]

export interface Installations {
  /** Programs by the names of their tools. */
  binaries: ReadonlyMap<Tool, string>
  /** Why a tool cannot be had here. */
  missing: ReadonlyMap<Tool, string>
}

/** Installs what is not there yet, one after the other, and prints a line about each. */
export async function installAll(): Promise<Installations> {
  const binaries = new Map<Tool, string>()
  const missing = new Map<Tool, string>()
  for (const name of toolNames) {
    try {
      const installed = await install({ name, source: sources[name] })
      binaries.set(name, installed.binary)
      process.stdout.write(`${describeInstalled(name, installed)}\n`)
    } catch (error) {
      if (!(error instanceof NotInstallable)) throw error
      missing.set(name, error.message)
      process.stdout.write(`${name}: skipped, ${error.message}\n`)
    }
  }
  return { binaries, missing }
}
