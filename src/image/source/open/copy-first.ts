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
      `save it first: \`docker save -o ${archive} ${word(name)}\`, then run \`oci-assay run ${archive}\``,
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

/** The command that makes a layout of a docker archive. */
export function dockerFirst(path: string): string {
  const archive = path.replace(/^docker-archive:/, '')
  const folder = folderNamed(stem(archive))
  return `copy it into a layout first: \`skopeo copy ${word(`docker-archive:${archive}`)} ${word(`oci:${folder}`)}\``
}

/** The error for the folder that an archive of Docker was unpacked into. */
export function dockerFolder(path: string): ImageError {
  const archive = `${folderNamed(stem(path))}.tar`
  return new ImageError(
    'not-an-image',
    `${path} contains the files of an archive of docker save, and not an OCI image layout`,
    `pack it: \`tar -C ${word(path)} -cf ${archive} .\`, then run \`oci-assay run ${archive}\``,
  )
}
