import type { Recipe } from '../recipe.ts'

const base = 'ctr --address {home}/containerd.sock'

/** A containerd for one invocation, with what it reads. */
export const containerd: Pick<Recipe, 'daemon' | 'files' | 'secure'> = {
  secure: '--hosts-dir {home}/tls',
  daemon: {
    command: 'containerd --config {home}/containerd.toml',
    ready: `${base} version`,
  },
  files: {
    'containerd.toml': `version = 2
root = "{home}/root"
state = "{home}/state"
disabled_plugins = ["io.containerd.grpc.v1.cri", "io.containerd.internal.v1.opt", "io.containerd.internal.v1.restart"]
[grpc]
address = "{home}/containerd.sock"
`,
    // On loopback it would use plain HTTP.
    'tls/_default/hosts.toml': `server = "https://{registry}"
[host."https://{registry}"]
  capabilities = ["pull", "resolve", "push"]
`,
    'hosts/_default/hosts.toml': `server = "http://{registry2}"
[host."http://{registry}"]
  capabilities = ["pull", "resolve"]
`,
  },
}

/** Loads a layout into it, under the name that is pushed. */
export const loadedInto: readonly string[] = [
  'tar -C {layout} -cf {out} blobs index.json oci-layout',
  `${base} images import --no-unpack --all-platforms --base-name {name} {out}`,
]

export const ctr: Recipe = {
  name: 'ctr',
  title: 'ctr (containerd)',
  version: 'ctr --version',
  ...containerd,
  login: '--user {username}:{password}',
  operations: {
    pull: `${base} images pull --plain-http --snapshotter native --all-platforms {login} {ref}`,
    platform: `${base} images pull --plain-http --snapshotter native --platform {platform} {login} {ref}`,
    mirror: `${base} images pull --hosts-dir {home}/hosts --snapshotter native --all-platforms {ref2}`,
    tls: `${base} images pull --hosts-dir {home}/tls --snapshotter native --all-platforms {ref}`,
    push: {
      prepare: loadedInto,
      command: `${base} images push --plain-http {login} {ref}`,
    },
    inspect: `${base} content fetch-object --plain-http {login} {ref} {ref}`,
  },
  known: { unsupported: { artifact: 'it unpacks what it pulls' } },
  remarks: ['a containerd of its own for each invocation, which needs root'],
}
