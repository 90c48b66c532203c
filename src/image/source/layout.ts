import { dockerFolder, skopeoFolder } from './open/copy-first.ts'
import { formsOfImages, ImageError } from '../error.ts'
import type { ImageSource, ReadOptions, Root } from './source.ts'

/** The media type that index.json has by definition (image-layout.md). */
export const indexMediaType = 'application/vnd.oci.image.index.v1+json'

/** The files that make a layout; one of them is enough to take something for one. */
export const layoutFiles = ['oci-layout', 'index.json', 'blobs'] as const

/** Reads the entry point of a layout. Throws ImageError. */
export async function indexRoot(source: ImageSource, options?: ReadOptions): Promise<Root> {
  const bytes = await source.read('index.json', options)
  return { name: 'index.json', bytes, mediaType: indexMediaType }
}

/** True where a path belongs to a layout at the root. */
export const isLayoutPath = (path: string): boolean =>
  path === 'oci-layout' || path === 'index.json' || path === 'blobs' || path.startsWith('blobs/')

/** The folder that holds a layout which does not stand at the root: from `x/oci-layout`, `x`. */
export const leadingFolder = (path: string): string | undefined => /^(.+)\/oci-layout$/.exec(path)?.[1]

/** The error for something that does not contain a layout, with what would help. */
export function noLayout(name: string, paths: { has(path: string): boolean }): ImageError {
  if (paths.has('manifest.json') || paths.has('repositories')) {
    return paths.has('version') ? skopeoFolder(name) : dockerFolder(name)
  }
  return new ImageError(
    'not-an-image',
    `${name} does not contain an image layout: neither oci-layout nor index.json nor blobs/ is at its root`,
    formsOfImages,
  )
}
