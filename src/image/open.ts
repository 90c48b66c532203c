import { closeSync, existsSync, readSync } from 'node:fs'
import { readdir, realpath, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { RegistryClient } from '../registry/client.ts'
import { openArchive } from './archive.ts'
import { sniffCoding } from './compression.ts'
import { openDirectory } from './directory.ts'
import { openRegular, systemError } from './file-range.ts'
import { layoutFiles, noLayout } from './layout.ts'
import { openPackedArchive } from './packed-archive.ts'
import { parseReference } from './reference.ts'
import { ImageError, type ImageSource, type InspectOptions } from './source.ts'

export interface OpenOptions extends InspectOptions {
  /** Speak HTTP to a registry where no scheme was typed. */
  plainHttp?: boolean
  /** How to reach the registry of an image; default: an anonymous client, closed with the source. */
  connect?: (base: URL) => RegistryClient
}

/**
 * Opens an image: the folder of a layout, an archive of one (plain, gzip or zstd), or
 * `host[:port]/repository[:tag|@digest]`. What exists as a file is never taken for a registry.
 * Throws ImageError, whose message says what to do.
 */
export async function openImage(what: string, options: OpenOptions = {}): Promise<ImageSource> {
  if (what.trim() === '') throw new ImageError('not-an-image', 'the name of the image is empty')
  const found = await stat(what).catch((error: unknown) => {
    const told = systemError(error, what)
    // A name that no file system takes can still be a reference.
    if (told.code === 'absent' || (error as { code?: unknown }).code === 'ENAMETOOLONG') return undefined
    throw told
  })
  if (found?.isDirectory() === true) return openFolder(what)
  if (found?.isFile() === true) return openFile(what, options)
  if (found) throw new ImageError('not-a-file', `${what} is neither a folder nor a regular file`)
  return openRemote(what, options)
}

async function openFolder(folder: string): Promise<ImageSource> {
  const names = await readdir(folder).catch((error: unknown) => {
    throw systemError(error, folder)
  })
  if (names.length === 0) throw new ImageError('not-an-image', `${folder} is an empty folder`)
  if (!layoutFiles.some((name) => names.includes(name))) {
    throw withHint(noLayout(folder, new Set(names)), folder, names)
  }
  return openDirectory(folder)
}

/** Names the layout that may have been meant: the one that this is a part of, or one that lies in it. */
function withHint(error: ImageError, path: string, names: readonly string[] = []): ImageError {
  const above = [dirname(resolve(path)), dirname(dirname(resolve(path)))]
  const meant = [...above, ...names.slice(0, 100).map((name) => join(path, name))].find((folder) =>
    existsSync(join(folder, 'oci-layout')),
  )
  return meant === undefined ? error : new ImageError(error.code, `${error.message}; ${meant} is one`)
}

async function openFile(file: string, options: OpenOptions): Promise<ImageSource> {
  const descriptor = openRegular(await realpath(file))
  const head = Buffer.alloc(4)
  let length: number
  try {
    length = readSync(descriptor, head, 0, head.length, 0)
  } finally {
    closeSync(descriptor)
  }
  if (length === 0) throw new ImageError('not-an-image', `${file} is an empty file`)
  if (sniffCoding(head) !== 'none') return openPackedArchive(file, options)
  return openArchive(file, options.limits).catch((error: unknown) => {
    if (error instanceof ImageError && error.code === 'not-an-image') throw withHint(error, file)
    throw error
  })
}

async function openRemote(what: string, options: OpenOptions): Promise<ImageSource> {
  const isPath = /^(?:\.{0,2}\/|~)|\.(?:tar|tgz|gz|zst|zstd)$/i.test(what)
  const reference = isPath
    ? undefined
    : parseReference(what, options.plainHttp === undefined ? {} : { plainHttp: options.plainHttp })
  if (!reference) {
    throw new ImageError(
      'absent',
      `${what} is not there: neither a folder nor a file has this name` +
        (isPath ? '' : ', and it names no image in a registry (host[:port]/repository[:tag|@digest])'),
    )
  }
  const { base } = reference
  const given = options.connect?.(base)
  const signal = options.signal === undefined ? {} : { signal: options.signal }
  // Whoever reads files needs neither.
  const [{ createRegistryClient }, { openRegistryImage }] = await Promise.all([
    import('../registry/client.ts'),
    import('./registry-image.ts'),
  ])
  const client = given ?? createRegistryClient({ base, ...signal })
  return openRegistryImage({ ...reference, client, owned: given === undefined })
}
