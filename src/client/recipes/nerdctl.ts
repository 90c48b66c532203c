import type { Recipe } from '../recipe.ts'
import { containerd, loadedInto } from './ctr.ts'

const base =
  'nerdctl --address {home}/containerd.sock --data-root {home}/nerdctl --cgroup-manager cgroupfs --snapshotter native'

export const nerdctl: Recipe = {
  name: 'nerdctl',
  title: 'nerdctl (containerd)',
  version: 'nerdctl --version',
  ...containerd,
  operations: {
    pull: `${base} --insecure-registry pull --all-platforms {ref}`,
    platform: `${base} --insecure-registry pull --platform {platform} {ref}`,
    mirror: `${base} --hosts-dir {home}/hosts pull --all-platforms {ref2}`,
    tls: `${base} --hosts-dir {home}/tls pull --all-platforms {ref}`,
    push: {
      prepare: loadedInto,
      command: `${base} --insecure-registry push --all-platforms {ref}`,
    },
  },
  known: { unsupported: { artifact: 'it unpacks what it pulls' } },
  remarks: [
    'a containerd of its own for each invocation, which needs root',
    'pushes what ctr has imported, under the name that is pushed',
  ],
}
