import { storageOfContainers } from '../known.ts'
import type { Recipe } from '../recipe.ts'

const base = 'docker --host unix://{home}/docker.sock'

export const docker: Recipe = {
  name: 'docker',
  title: 'Docker',
  // The daemon sends the requests.
  version: 'dockerd --version',
  daemon: {
    command:
      // In a namespace of its own, so that its mounts end with it.
      'unshare --mount dockerd --host unix://{home}/docker.sock --data-root {home}/data --exec-root {home}/exec --pidfile {home}/docker.pid --iptables=false --ip6tables=false --bridge=none --storage-driver=vfs',
    ready: `${base} version`,
  },
  operations: {
    pull: `${base} pull {ref}`,
    platform: `${base} pull --platform {platform} {ref}`,
    push: {
      prepare: [
        'tar -C {layout} -cf {out} .',
        `${base} load --input {out}`,
        `${base} tag {repository}:{tag} {ref}`,
      ],
      command: `${base} push {ref}`,
    },
  },
  known: storageOfContainers,
  remarks: [
    'a daemon of its own for each invocation, which needs root',
    'takes registries on loopback for insecure ones, whatever their certificates: TLS shows nothing',
    'pushes what it has loaded: it makes the manifest and compresses the layers itself',
  ],
}
