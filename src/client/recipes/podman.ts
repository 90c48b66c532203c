import { storageOfContainers } from '../known.ts'
import type { Recipe } from '../recipe.ts'
import { mirrorsFile } from './containers-image.ts'

const base = 'podman --root {home}/storage --runroot {home}/run --storage-driver vfs'

export const podman: Recipe = {
  name: 'podman',
  title: 'Podman',
  version: 'podman --version',
  files: mirrorsFile,
  operations: {
    pull: `${base} pull --tls-verify=false {ref}`,
    mirror: `env CONTAINERS_REGISTRIES_CONF={home}/mirrors.conf ${base} pull {ref2}`,
    tls: `${base} pull {ref}`,
    push: {
      prepare: ['cp -r {layout} layout', `${base} pull oci:layout:{tag}`],
      command: `${base} push --tls-verify=false localhost/layout {ref}`,
    },
    tags: `${base} search --list-tags --tls-verify=false --limit 1000 {name}`,
  },
  known: storageOfContainers,
  remarks: [
    'a storage of its own, below the home of the invocation',
    'pushes what it has pulled from a layout: it makes the manifest and compresses the layers itself',
  ],
}
