import type { Defect } from '../../layouts/case.ts'
import { header } from './header.ts'
import { indexJson } from './index-json.ts'
import { blobs } from './blobs.ts'
import { replaced } from './replaced.ts'
import { archive } from './archive.ts'
import { dockerArchives } from './docker-archives.ts'
import { dockerSave } from './docker-save.ts'

/** Defects of the files of a layout. */
export const defects: readonly Defect[] = [
  ...header,
  ...indexJson,
  ...blobs,
  ...replaced,
  ...archive,
  ...dockerSave,
  ...dockerArchives,
]
