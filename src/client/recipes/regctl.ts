import type { Recipe } from '../recipe.ts'

export const regctl: Recipe = {
  name: 'regctl',
  title: 'regctl (regclient)',
  version: 'regctl version',
  plain: '--host reg={registry},tls=disabled --host reg={registry2},tls=disabled',
  operations: {
    pull: 'regctl image copy {plain} {ref} ocidir://{layout}:{tag}',
    platform: 'regctl image copy {plain} --platform {platform} {ref} ocidir://{layout}:{tag}',
    mirror: {
      prepare: [
        'regctl registry set --skip-check --tls disabled {registry}',
        'regctl registry set --skip-check --tls disabled --mirror {registry} {registry2}',
      ],
      command: 'regctl image copy {ref2} ocidir://{layout}:{tag}',
    },
    tls: 'regctl image copy {ref} ocidir://{layout}:{tag}',
    push: 'regctl image copy {plain} ocidir://{layout}:{tag} {ref}',
    copy: 'regctl image copy {plain} {ref} {ref2}',
    inspect: 'regctl manifest get {plain} --format raw-body {ref}',
    fetch: 'regctl blob get {plain} {name} {digest}',
    files: { prepare: ['mkdir {out}'], command: 'regctl artifact get {plain} --output {out} {ref}' },
    tags: 'regctl tag ls {plain} {name}',
    referrers: 'regctl artifact list {plain} {name}@{digest} --format body',
    attach:
      'regctl artifact put {plain} --artifact-type {type} --subject {ref} --file {file} --file-media-type text/plain --file {file2} --file-media-type text/plain',
    delete: 'regctl manifest delete {plain} --referrers {name}@{digest}',
  },
}
