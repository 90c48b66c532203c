import type { SpecVersion } from '../../engine/requirement.ts'
import type { FileQuery } from '../decode/tar/layer-files.ts'
import { throwIfInterrupted } from '../interruptible.ts'
import type { ImageLimits } from '../limits.ts'
import type { ImageSource } from '../source/source.ts'
import { inspectBlobs, type WantedFiles } from './blobs.ts'
import { readEntryPoints } from './layout.ts'
import { manifestsOf } from './manifests.ts'
import type { Blob, Document, ImageModel, Manifest } from './model.ts'
import { DocumentReader } from './reader.ts'
import type { Selection } from './selection.ts'
import { Walk } from './walk.ts'

export interface ReadImageOptions {
  spec: SpecVersion
  signal?: AbortSignal
  /** How much is read; a limit that is absent is the default. */
  limits?: ImageLimits
  /** What alone is read. */
  selection?: Selection
  /** The files of layers that are looked into. */
  wantedFiles?: (manifests: readonly Manifest[]) => WantedFiles
  /** The files of all layers that are looked at. */
  files?: FileQuery
  /** Receives how many bytes of blobs have been read, of how many. */
  onRead?: (read: number, total: number) => void
}

/** What is beyond a limit is left out where its bytes are known to be other ones, or to have no end. */
const isTrue =
  (blobs: ReadonlyMap<string, Blob>) =>
  ({ source, beyond }: Document): boolean => {
    const blob = beyond === undefined ? undefined : blobs.get(source)
    return blob?.endless !== true && blob?.verified !== false
  }

/**
 * Reads an image in one walk: each document once, then each other blob once, on all cores. Never throws for what the
 * image contains; throws ImageError where the run is to end.
 */
export async function readImage(source: ImageSource, options: ReadImageOptions): Promise<ImageModel> {
  const { spec, signal, limits, wantedFiles, files, onRead } = options
  const { selected: name } = source
  const selection = { ...(name === undefined ? {} : { name }), ...options.selection }
  const reader = new DocumentReader(source, limits, signal)
  const { layout, roots } = await readEntryPoints(source, reader)
  throwIfInterrupted(signal)
  const walk = new Walk(reader, roots, {
    spec,
    named: source.kind === 'docker-archive',
    ...(Object.keys(selection).length > 0 ? { selection } : {}),
    ...(limits ? { limits } : {}),
  })
  await walk.run()
  const { references } = walk
  const manifests = manifestsOf(walk.documents.values(), references)
  const found = { layout, references, manifests, blobs: walk.blobs }
  const blobs = await inspectBlobs(source, found, {
    spec,
    wanted: wantedFiles?.(manifests) ?? new Map(),
    ...(files ? { files } : {}),
    ...(signal ? { signal } : {}),
    ...(limits ? { limits } : {}),
    ...(onRead ? { onRead } : {}),
  })
  return {
    ...found,
    blobs,
    description: source.describe(),
    form: source.kind,
    ...(source.part ? { part: source.part } : {}),
    problems: source.problems,
    limits: walk.limits,
    documents: [...walk.documents.values()].filter(isTrue(blobs)),
  }
}
