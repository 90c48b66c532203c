import type { ArchiveIndex } from '../archive/files.ts'
import type { ImageSource, ReadOptions, Root } from '../source.ts'

/**
 * What a docker archive begins with: manifest.json, or `repositories`, which is all that Docker wrote before 1.10. Throws
 * ImageError.
 */
export async function dockerRoot(
  source: Pick<ImageSource, 'read'>,
  paths: Pick<ArchiveIndex, 'has'>,
  options?: Pick<ReadOptions, 'limit'>,
): Promise<Root> {
  const name = paths.has('manifest.json') ? 'manifest.json' : 'repositories'
  return { name, bytes: await source.read(name, options), mediaType: 'application/json' }
}
