import type { Defect } from '../../layouts/case.ts'
import type { RequirementId } from '../../requirements.ts'
import { artifactOf, type Change, type Doc } from '../../layouts/build/layout.ts'

/** A fault in the descriptor of a layer of an artifact, which nothing else is compared with. */
export const inLayer = (
  id: string,
  violates: RequirementId,
  title: string,
  change: Change,
  more: Partial<Defect> = {},
): Defect => ({
  id,
  violates,
  title,
  make(layout) {
    const layer = layout.blob('a thing', 'text/plain')
    const changed = change(layer) ?? layer
    layout.entries.push(
      artifactOf(layout, {
        manifest: (manifest) => void (manifest['layers'] = [changed, layout.blob('more', 'text/plain')]),
      }),
    )
  },
  ...more,
})

/** A descriptor without a property. */
export const without =
  (name: string): Change =>
  (descriptor) =>
    void delete descriptor[name]

/** A descriptor with other values of properties. */
export const having =
  (more: Doc): Change =>
  (descriptor) =>
    void Object.assign(descriptor, more)
