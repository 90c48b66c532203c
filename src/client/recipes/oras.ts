import type { Recipe } from '../recipe.ts'

export const oras: Recipe = {
  name: 'oras',
  title: 'ORAS',
  version: 'oras version',
  plain: '--plain-http',
  operations: {
    pull: 'oras copy --from-plain-http {ref} --to-oci-layout {layout}:{tag}',
    platform: 'oras copy --from-plain-http --platform {platform} {ref} --to-oci-layout {layout}:{tag}',
    tls: 'oras copy {ref} --to-oci-layout {layout}:{tag}',
    push: 'oras copy --from-oci-layout {layout}:{tag} --to-plain-http {ref}',
    copy: 'oras copy --from-plain-http --to-plain-http {ref} {ref2}',
    inspect: 'oras manifest fetch {plain} {ref}',
    fetch: 'oras blob fetch {plain} --output {out} {name}@{digest}',
    files: 'oras pull {plain} --output {out} {ref}',
    tags: 'oras repo tags {plain} {name}',
    referrers: 'oras discover {plain} --format json {name}@{digest}',
    attach: 'oras attach {plain} --disable-path-validation --artifact-type {type} {ref} {file} {file2}',
    delete: 'oras manifest delete {plain} --force {name}@{digest}',
  },
}
