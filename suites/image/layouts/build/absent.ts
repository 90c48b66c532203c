import { pathOf, type Layout } from './layout.ts'

/** An image of two layers, the first of which is left out; returns the path of its blob. */
export function withoutLayer(layout: Layout): string {
  const { descriptor } = layout.layer()
  layout.image({ layers: [{ descriptor: () => descriptor }, {}] })
  layout.remove(descriptor)
  return pathOf(String(descriptor['digest']))
}

/** Leaves out all blobs. */
export const withoutBlobs = (layout: Layout) => {
  for (const path of layout.files.keys()) if (path.startsWith('blobs/')) layout.files.delete(path)
}
