import type { Recipe } from '../recipe.ts'

export const crane: Recipe = {
  name: 'crane',
  title: 'crane (go-containerregistry)',
  version: 'crane version',
  operations: {
    pull: 'crane pull --format oci {ref} {layout}',
    platform: 'crane pull --format oci --platform {platform} {ref} {layout}',
    tls: 'crane pull --format oci {ref} {layout}',
    push: 'crane push {layout} {ref}',
    copy: 'crane copy {ref} {ref2}',
    inspect: 'crane manifest {ref}',
    fetch: 'crane blob {name}@{digest}',
    tags: 'crane ls {name}',
    delete: 'crane delete {name}@{digest}',
  },
  remarks: [
    '`crane push --index` pushes index.json itself, so that layouts with one entry are pushed without it',
  ],
}
