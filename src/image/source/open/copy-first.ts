import { basename } from 'node:path'
import { ImageError } from '../../error.ts'
import type { TransportTarget } from './transport.ts'

/** A word of a command; quoted for a POSIX shell only where it has to be. */
export const word = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`

/** What to do where an image has to be copied into a layout of its own: one command, and the one to go on with. */
export const copyFirst = (command: string, target: string): string =>
  `copy it first: \`${command}\`, then run \`oci-assay run ${word(target)}\``

/** The name of the folder that a copy goes to, beside what it is copied from. */
export const folderNamed = (...parts: readonly string[]): string =>
  parts
    .map((part) =>
      part
        .replaceAll(/[^\w.-]+/g, '-')
        .replace(/^-+/, '')
        .replace(/(?<!-)-+$/, ''),
    )
    .join('-') || 'image'

/** The name of a file without its folder and without the suffixes of archives. */
export const stem = (path: string): string =>
  basename(path.replaceAll('\\', '/')).replace(/(?:\.tar)?(?:\.(?:tar|tgz|gz|zst|zstd))$/i, '')

/** `app` of `registry.example/team/app:1.0`. */
const shortName = (name: string): string => (name.split('/').at(-1) ?? '').replace(/[:@].*$/s, '')

/** The error for an image that oci-assay does not read where it is. */
export function elsewhere({ transport, name }: Extract<TransportTarget, { kind: 'elsewhere' }>): ImageError {
  const from = `${transport}:${name}`
  if (name === '') return new ImageError('usage', `${from} does not name an image`)
  if (transport === 'docker-daemon') {
    const archive = `${folderNamed(shortName(name))}.tar`
    return new ImageError(
      'usage',
      `${from} is an image of a Docker daemon, which cannot be read directly`,
      `save it first, with Docker 25 or later: \`docker save -o ${archive} ${word(name)}\`, then run \`oci-assay run ${archive}\``,
    )
  }
  if (transport === 'dir') return skopeoFolder(name)
  const folder = folderNamed(shortName(name))
  return new ImageError(
    'usage',
    `${from} is an image in the local storage of Podman, Buildah or CRI-O, which cannot be read directly`,
    copyFirst(`skopeo copy --all ${word(from)} ${word(`oci:${folder}`)}`, folder),
  )
}

/** The error for a folder that skopeo wrote with its transport dir. */
export function skopeoFolder(path: string): ImageError {
  const folder = folderNamed(stem(path), 'oci')
  return new ImageError(
    'not-an-image',
    `${path} is a folder in the format that skopeo calls dir, not an OCI image layout`,
    copyFirst(`skopeo copy --all ${word(`dir:${path}`)} ${word(`oci:${folder}`)}`, folder),
  )
}

/** The error for an archive of Docker that does not contain an OCI image layout. */
export function dockerArchive(path: string, select?: string): ImageError {
  const folder = folderNamed(stem(path))
  const from = `docker-archive:${path}${select === undefined ? '' : `:${select}`}`
  return new ImageError(
    'not-an-image',
    `${path} is an archive in the format of docker save before Docker 25, and does not contain an OCI image layout`,
    copyFirst(`skopeo copy ${word(from)} ${word(`oci:${folder}`)}`, folder),
  )
}

/** The error for the folder that such an archive was unpacked into. */
export function dockerFolder(path: string): ImageError {
  const folder = folderNamed(stem(path), 'oci')
  const archive = `${folder}.tar`
  return new ImageError(
    'not-an-image',
    `${path} contains what docker save wrote before Docker 25, and not an OCI image layout`,
    copyFirst(
      `tar -C ${word(path)} -cf ${archive} . && skopeo copy docker-archive:${archive} ${word(`oci:${folder}`)}`,
      folder,
    ),
  )
}
