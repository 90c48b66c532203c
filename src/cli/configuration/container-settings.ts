import { parseVariable, parseVolume, wordsOf } from '../../container/options.ts'
import type { Setting } from './setting.ts'

/** Checked here, and split only when it is used. */
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
      'start a registry from this image, test it and remove it; needs docker or podman, and testcontainers',
  },
  {
    kind: 'integer',
    name: 'port',
    key: 'port',
    value: 'n',
    least: 1,
    most: 65_535,
    about: 'with --container: port of the registry, if not the one that the image exposes',
  },
  {
    kind: 'list',
    name: 'env',
    key: 'env',
    value: 'variable',
    divided: 'lines',
    read: parseVariable,
    about: 'with --container: NAME=value, or NAME to pass the current value',
  },
  {
    kind: 'list',
    name: 'volume',
    key: 'volume',
    value: 'mount',
    divided: 'lines',
    read: parseVolume,
    about: 'with --container: host:container[:ro], where host is a path or the name of a volume',
  },
  {
    kind: 'text',
    name: 'container-command',
    key: 'containerCommand',
    value: 'words',
    read: readWords,
    about: 'with --container: arguments of the program, instead of those of the image',
  },
]
