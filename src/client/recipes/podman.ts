import type { Recipe } from '../recipe.ts'

const base = 'podman --root {home}/storage --runroot {home}/run --storage-driver vfs'

export const podman: Recipe = {
  name: 'podman',
  title: 'Podman',
  version: 'podman --version',
  operations: {
    pull: `${base} pull --tls-verify=false {ref}`,
    tags: `${base} search --list-tags --tls-verify=false --limit 1000 {name}`,
  },
  remarks: ['a storage of its own, below the home of the invocation'],
}
