import type { ValidLayout } from '../case.ts'
import { artifacts } from './artifacts.ts'
import { configs } from './configs.ts'
import { dockerArchives } from './docker-archives.ts'
import { forms } from './forms.ts'
import { images } from './images.ts'
import { indexes } from './indexes.ts'
import { layerCases } from './layers.ts'
import { oddities } from './oddities.ts'
import { ofPolicies } from './policies.ts'
import { referrers } from './referrers.ts'
import { reported } from './reported.ts'

/** Layouts of all shapes that people have, with which nothing is wrong. */
export const valid: readonly ValidLayout[] = [
  ...images,
  ...indexes,
  ...oddities,
  ...artifacts,
  ...referrers,
  ...layerCases,
  ...configs,
  ...forms,
  ...dockerArchives,
  ...reported,
  ...ofPolicies,
]
