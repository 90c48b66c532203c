import type { Defect } from '../../layouts/case.ts'
import type { RequirementId } from '../../requirements.ts'
import { type LayerParts } from '../../layouts/build/layout.ts'
import type { TarFile } from '../../layouts/build/tar.ts'

/** An image of one layer. */
export const inLayer = (
  id: string,
  violates: RequirementId,
  title: string,
  layer: LayerParts,
  more: Partial<Defect> = {},
): Defect => ({
  id: `layer-${id}`,
  violates,
  title,
  make: (layout) => void layout.image({ layers: [layer] }),
  ...more,
})

/** An image of one layer with these files. */
export const files = (id: string, violates: RequirementId, title: string, list: readonly TarFile[]): Defect =>
  inLayer(id, violates, title, { files: list })

/** A file whose content is its name. */
export const file = (name: string): TarFile => ({ name, content: name })
