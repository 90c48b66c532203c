import { readMediaType } from './media-types.ts'
import { list, property } from '../json/value.ts'

/**
 * True for a manifest of a container image: its config has the type of an image configuration, and neither
 * an artifactType over other layers nor foreign layers alone show that the type is only borrowed.
 */
export function isImage(manifest: unknown): boolean {
  const config = property(manifest, 'config')
  if (readMediaType(property(config, 'mediaType')).kind !== 'config') return false
  const layers = list(manifest, 'layers').map(
    (layer) => readMediaType(property(layer, 'mediaType')).kind === 'layer',
  )
  const typed = typeof property(manifest, 'artifactType') === 'string'
  if (typed) return layers.length > 0 && layers.every(Boolean)
  return layers.length === 0 || layers.some(Boolean)
}
