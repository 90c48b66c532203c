import type { Recipe } from '../recipe.ts'
import { buildah } from './buildah.ts'
import { cosign } from './cosign.ts'
import { crane } from './crane.ts'
import { ctr } from './ctr.ts'
import { docker } from './docker.ts'
import { helm } from './helm.ts'
import { nerdctl } from './nerdctl.ts'
import { orasPy } from './oras-py.ts'
import { oras } from './oras.ts'
import { podman } from './podman.ts'
import { regctl } from './regctl.ts'
import { skopeo } from './skopeo.ts'

/** The clients whose command lines are known. */
export const recipes: readonly Recipe[] = [
  crane,
  oras,
  regctl,
  skopeo,
  podman,
  buildah,
  docker,
  ctr,
  nerdctl,
  helm,
  cosign,
  orasPy,
]
