import type { Recipe } from '../recipe.ts'
import { mirrorsFile } from './containers-image.ts'

export const skopeo: Recipe = {
  name: 'skopeo',
  title: 'Skopeo',
  version: 'skopeo --version',
  files: mirrorsFile,
  operations: {
    pull: 'skopeo --insecure-policy copy --all --src-tls-verify=false docker://{ref} dir:{layout}',
    platform:
      'skopeo --insecure-policy --override-os {os} --override-arch {architecture} --override-variant={variant} copy --src-tls-verify=false docker://{ref} dir:{layout}',
    mirror:
      'skopeo --insecure-policy --registries-conf {home}/mirrors.conf copy --all docker://{ref2} dir:{layout}',
    tls: 'skopeo --insecure-policy copy --all docker://{ref} dir:{layout}',
    push: 'skopeo --insecure-policy copy --all --dest-tls-verify=false oci:{layout}:{tag} docker://{ref}',
    copy: 'skopeo --insecure-policy copy --all --src-tls-verify=false --dest-tls-verify=false docker://{ref} docker://{ref2}',
    inspect: 'skopeo inspect --raw --tls-verify=false docker://{ref}',
    tags: 'skopeo list-tags --tls-verify=false docker://{name}',
    delete: 'skopeo delete --tls-verify=false docker://{name}@{digest}',
  },
  known: { unsupported: { 'docker types': 'it reads only manifests of OCI from a layout' } },
  remarks: ['pulls into `dir:`, since `oci:` converts the types of Docker'],
}
