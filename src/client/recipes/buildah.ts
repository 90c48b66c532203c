import type { Recipe } from '../recipe.ts'

export const buildah: Recipe = {
  name: 'buildah',
  title: 'Buildah',
  version: 'buildah --version',
  operations: {
    pull: 'buildah --root {home}/storage --runroot {home}/run --storage-driver vfs pull --tls-verify=false {ref}',
  },
  remarks: ['a storage of its own, below the home of the invocation'],
}
