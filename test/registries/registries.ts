/** Where a registry is to listen and keep its data, for as long as one test. */
export interface Place {
  /** Always a loopback address. */
  host: string
  port: number
  /** A fresh, empty directory that is removed afterwards. */
  dataDir: string
}

/** A command line, and a configuration file written to `configFile` before it is called. */
export interface Launch {
  args: readonly string[]
  config?: string
  env?: Readonly<Record<string, string>>
}

/** How a registry's program comes onto this machine. */
export type Source =
  /** Built from a released Go module at exactly this version. */
  | { kind: 'go'; module: string; package: string; version: string }
  /** The same for a module that has no program: `main` is one around it, beside this file. */
  | { kind: 'go'; module: string; main: string; version: string }
  /** Debian's own build; the version is the distribution's choice. */
  | { kind: 'debian'; package: string; binary: string; version: string }
  /**
   * Nothing installs it: it runs where its binary is on the PATH, or named by the variable. What it says to
   * `--version` holds its exact version, where `tells` finds one.
   */
  | { kind: 'provided'; command: string; variable: string; version: string; tells?: RegExp }

export interface Registry {
  /** A short name that lasts: recorded verdicts are filed under it. */
  name: string
  /** Whose program it is: two versions of one are compared as such. */
  product: string
  source: Source
  launch: (place: Place, configFile: string) => Launch
}

/**
 * Both generations of distribution read the same configuration (YAML, of which JSON is a part).
 * Foreign layers are refused unless their URLs are allowed; deletion is off unless it is asked for.
 */
function distribution({ host, port, dataDir }: Place): string {
  return JSON.stringify({
    version: '0.1',
    log: { level: 'info', accesslog: { disabled: true } },
    storage: { filesystem: { rootdirectory: dataDir }, delete: { enabled: true } },
    http: { addr: `${host}:${port}`, secret: 'only-on-loopback' },
    validation: { manifests: { urls: { allow: ['^https?://'] } } },
  })
}

/** The registries that oci-assay is held against: each in the mode that offers the most. */
export const registries: readonly Registry[] = [
  {
    name: 'docker-registry',
    product: 'distribution',
    source: {
      kind: 'debian',
      package: 'docker-registry',
      binary: '/usr/bin/docker-registry',
      version: '2.8',
    },
    launch: (place, configFile) => ({ args: ['serve', configFile], config: distribution(place) }),
  },
  {
    name: 'distribution',
    product: 'distribution',
    source: {
      kind: 'go',
      module: 'github.com/distribution/distribution/v3',
      package: 'cmd/registry',
      version: 'v3.1.1',
    },
    launch: (place, configFile) => ({
      args: ['serve', configFile],
      config: distribution(place),
      // It would look for a collector of traces otherwise, and fill its log with the failures.
      env: { OTEL_TRACES_EXPORTER: 'none' },
    }),
  },
  {
    name: 'zot',
    product: 'zot',
    source: {
      kind: 'provided',
      command: 'zot',
      variable: 'OCI_ASSAY_ZOT',
      version: 'v2.1',
      tells: /"commit":"v?(?<version>\d+\.\d+\.\d+(?!-[1-9]))/,
    },
    launch: ({ host, port, dataDir }, configFile) => ({
      args: ['serve', configFile],
      config: JSON.stringify({
        distSpecVersion: '1.1.1',
        storage: { rootDirectory: dataDir, gc: false, dedupe: false },
        http: { address: host, port: String(port) },
        log: { level: 'warn' },
      }),
    }),
  },
  {
    name: 'olareg',
    product: 'olareg',
    source: { kind: 'go', module: 'github.com/olareg/olareg', package: 'cmd/olareg', version: 'v0.1.2' },
    launch: ({ host, port }) => ({
      args: `serve --addr ${host} --port ${port} --store-type mem --api-delete --api-blob-delete`.split(' '),
    }),
  },
  {
    name: 'crane',
    product: 'crane',
    source: {
      kind: 'go',
      module: 'github.com/google/go-containerregistry',
      package: 'cmd/crane',
      version: 'v0.22.1',
    },
    launch: ({ host, port, dataDir }) => ({
      args: ['registry', 'serve', '--address', `${host}:${port}`, '--disk', dataDir],
    }),
  },
  {
    name: 'ociregistry',
    product: 'ociregistry',
    source: {
      kind: 'go',
      module: 'cuelabs.dev/go/oci/ociregistry',
      main: 'ociregistry.go',
      version: 'v0.0.0-20251212221603-3adeb8663819',
    },
    launch: ({ host, port }) => ({ args: [`${host}:${port}`] }),
  },
]

/** The registry of that name. Throws where there is none. */
export function registryNamed(name: string): Registry {
  const registry = registries.find((candidate) => candidate.name === name)
  if (registry === undefined)
    throw new Error(
      `no registry is called ${name}: there are ${registries.map((each) => each.name).join(', ')}`,
    )
  return registry
}
