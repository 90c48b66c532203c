import { closeSync, existsSync, readSync } from 'node:fs'
import { readdir, realpath, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { RegistryClient } from '../../../registry/client.ts'
import { openArchive } from '../archive/archive.ts'
import { sniffCoding } from '../../decode/compression.ts'
import { elsewhere, word } from './copy-first.ts'
import { damageOf } from '../archive/damage.ts'
import { openDirectory } from '../directory/directory.ts'
import { openRegular, systemError } from '../../file-range.ts'
import { layoutFiles, noLayout } from '../layout.ts'
import { openPackedArchive } from '../archive/packed.ts'
import { parseReference } from './reference.ts'
import { checkSelected } from './selected.ts'
import { formsOfImages, ImageError } from '../../error.ts'
import type { ImageSource } from '../source.ts'
import type { InspectOptions } from '../../decode/blob.ts'
import { parseTransport, type TransportTarget } from './transport.ts'

export interface OpenOptions extends InspectOptions {
  /** The name of one image of a layout or a docker archive. */
  select?: string
  /** Speak HTTP to a registry where no scheme was typed. */
  plainHttp?: boolean
  /** How to reach the registry of an image; default: an anonymous client, closed with the source. */
  connect?: (base: URL, signal?: AbortSignal) => RegistryClient
}

/**
 * Opens an image: the folder of a layout, an archive of one or of docker save (plain, gzip or zstd), or
 * `host[:port]/repository[:tag|@digest]`, each with the name of a transport before it where wanted
 * (see parseTransport). What exists as a file is never taken for a registry. Throws ImageError.
 */
export async function openImage(what: string, options: OpenOptions = {}): Promise<ImageSource> {
  if (what.trim() === '') throw new ImageError('not-an-image', 'the name of the image is empty')
  const transport = existsSync(what) ? undefined : parseTransport(what)
  return transport ? openTransport(transport, what, options) : openPlain(what, options)
}

async function openTransport(
  transport: TransportTarget,
  what: string,
  options: OpenOptions,
): Promise<ImageSource> {
  if (transport.kind === 'registry') return openRemote(what, options)
  if (transport.kind === 'elsewhere') throw elsewhere(transport)
  const { path, select = options.select } = transport
  if (path === '') throw new ImageError('usage', `${what} does not name a folder or an archive`)
  return named(await openLocal(path, options), path, select)
}

/** A source with the image of it that was selected, which it has to contain. */
async function named(source: ImageSource, path: string, select: string | undefined): Promise<ImageSource> {
  if (select === undefined) return source
  try {
    // In an archive that is damaged, what is not there may have been lost.
    if (!damageOf(source)) await checkSelected(source, path, select)
  } catch (error) {
    await source.close()
    throw error
  }
  return { ...source, selected: select }
}

/** A folder or a file, and never anything in a registry. */
async function openLocal(path: string, options: OpenOptions): Promise<ImageSource> {
  const source = await openExisting(path, options)
  if (!source) throw new ImageError('absent', `${path} does not exist`)
  return source
}

async function openPlain(what: string, options: OpenOptions): Promise<ImageSource> {
  const source = await openExisting(what, options)
  if (source) return named(source, what, options.select)
  // `./layout:1.0`: one image of what exists under the path before the colon.
  const [, path = '', select = ''] = /^((?:\.{0,2}\/|~|[a-z]:[\\/])[^:]*):(.+)$/i.exec(what) ?? []
  if (path !== '' && existsSync(path)) return named(await openLocal(path, options), path, select)
  return openRemote(what, options)
}

/** Undefined where nothing has this name. */
async function openExisting(what: string, options: OpenOptions): Promise<ImageSource | undefined> {
  const found = await stat(what).catch((error: unknown) => {
    const failure = systemError(error, what)
    // A name that no file system takes can still be a reference.
    if (failure.code === 'absent' || (error as { code?: unknown }).code === 'ENAMETOOLONG') return undefined
    throw failure
  })
  if (found?.isDirectory() === true) return openFolder(what, options)
  if (found?.isFile() === true) return openFile(what, options)
  if (found) throw new ImageError('not-a-file', `${what} is neither a folder nor a regular file`)
  return undefined
}

async function openFolder(folder: string, { signal }: OpenOptions): Promise<ImageSource> {
  const names = await readdir(folder).catch((error: unknown) => {
    throw systemError(error, folder)
  })
  if (names.length === 0) throw new ImageError('not-an-image', `${folder} is an empty folder`, formsOfImages)
  if (!layoutFiles.some((name) => names.includes(name))) {
    throw withHint(noLayout(folder, new Set(names)), folder, names)
  }
  return openDirectory(folder, signal)
}

/** Names the layout that may have been meant: the one that this is a part of, or one that lies in it. */
function withHint(error: ImageError, path: string, names: readonly string[] = []): ImageError {
  const above = [dirname(resolve(path)), dirname(dirname(resolve(path)))]
  const meant = [...above, ...names.slice(0, 100).map((name) => join(path, name))].find((folder) =>
    existsSync(join(folder, 'oci-layout')),
  )
  if (meant === undefined) return error
  return new ImageError(error.code, `${error.message}; ${meant} is one`, `oci-assay run ${word(meant)}`)
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
  if (length === 0)
    throw new ImageError('not-an-image', `${file} is an empty file, or was cut short`, formsOfImages)
  if (sniffCoding(head) !== 'none') return openPackedArchive(file, options)
  return openArchive(file, options).catch((error: unknown) => {
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
    const isName = !isPath && /^[\w./:@-]+$/.test(what)
    throw new ImageError(
      'absent',
      `${what} is not there: neither a folder nor a file has this name` +
        (isPath
          ? ''
          : ', and it does not name an image in a registry (host[:port]/repository[:tag|@digest])'),
      isName ? `for an image of Docker Hub, write docker://${what}` : undefined,
    )
  }
  const { base } = reference
  const connected = options.connect?.(base, options.signal)
  const signal = options.signal === undefined ? {} : { signal: options.signal }
  // Files need neither.
  const [{ createRegistryClient }, { openRegistryImage }] = await Promise.all([
    import('../../../registry/client.ts'),
    import('../registry/image.ts'),
  ])
  const client = connected ?? createRegistryClient({ base, ...signal })
  return openRegistryImage({ ...reference, client, owned: connected === undefined })
}
