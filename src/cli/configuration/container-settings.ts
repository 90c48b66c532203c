import { parseVariable, parseVolume, wordsOf } from '../../container/options.ts'
import type { Setting } from './settings.ts'

/** Divided only when it is used: here it is looked at. */
function readWords(text: string): string {
  wordsOf(text)
  return text
}

/** How a registry is started from an image. */
export const containerSettings: readonly Setting[] = [
  {
    kind: 'text',
    name: 'container',
    key: 'container',
    value: 'image',
    about:
      'start a registry from this image, assay it and remove it; needs docker or podman, and testcontainers',
  },
  {
    kind: 'integer',
    name: 'port',
    key: 'port',
    value: 'n',
    least: 1,
    most: 65_535,
    about: 'of --container: where the registry listens in it, if not at the port that the image exposes',
  },
  {
    kind: 'list',
    name: 'env',
    key: 'env',
    value: 'variable',
    divided: 'lines',
    read: parseVariable,
    about: 'of --container: NAME=value, or NAME for the value that it has here',
  },
  {
    kind: 'list',
    name: 'volume',
    key: 'volume',
    value: 'mount',
    divided: 'lines',
    read: parseVolume,
    about: 'of --container: host:container[:ro], a path of this machine or the name of a volume',
  },
  {
    kind: 'text',
    name: 'container-command',
    key: 'containerCommand',
    value: 'words',
    read: readWords,
    about: 'of --container: arguments for its program, instead of those of the image',
  },
]
