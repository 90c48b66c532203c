import type { Defect } from '../../layouts/case.ts'
import type { RequirementId } from '../../requirements.ts'
import { artifactOf, type Change } from '../../layouts/build/layout.ts'

/** A change in the manifest of an image. */
export const inManifest = (
  id: string,
  violates: RequirementId,
  title: string,
  change: Change,
  more: Partial<Defect> = {},
): Defect => ({
  id,
  violates,
  title,
  make: (layout) => void layout.image({ manifest: change }),
  ...more,
})

/** A change in the manifest of an artifact. */
export const inArtifact = (
  id: string,
  violates: RequirementId,
  title: string,
  change: Change,
  more: Partial<Defect> = {},
): Defect => ({
  id,
  violates,
  title,
  make: (layout) => void layout.entries.push(artifactOf(layout, { manifest: change })),
  ...more,
})
