import type { Defect } from '../../layouts/case.ts'
import { edit, editedIn } from '../../layouts/edited.ts'
import { pathOf, type Doc, type Layout } from '../../layouts/build/layout.ts'
import { inConfig, set, without } from './makers.ts'

const configOf = (layout: Layout, { digest }: Doc): Doc => {
  const manifest = JSON.parse(String(layout.files.get(pathOf(String(digest))))) as Doc
  return manifest['config'] as Doc
}

/** What a configuration states of the image, and the platform. */
export const about: readonly Defect[] = [
  inConfig('is-string', 'config.is-object', 'a string as a configuration', () => '"config"'),
  set('created-not-rfc3339', 'config.created.rfc3339', 'a date without a time', { created: '2024-01-01' }),
  set('created-impossible', 'config.created.rfc3339', 'a day that February does not have', {
    created: '2023-02-29T00:00:00Z',
  }),
  set('author-object', 'config.author.is-string', 'an author that is an object', { author: {} }),
  without('without-architecture', 'config.architecture.exists', 'no architecture', 'architecture'),
  set('architecture-null', 'config.architecture.exists', 'an architecture that is null', {
    architecture: null,
  }),
  set('architecture-number', 'config.architecture.is-string', 'an architecture that is a number', {
    architecture: 64,
  }),
  set('architecture-aarch64', 'config.architecture.goarch', 'the architecture aarch64', {
    architecture: 'aarch64',
  }),
  without('without-os', 'config.os.exists', 'no os', 'os'),
  set('os-array', 'config.os.is-string', 'an os that is an array', { os: ['linux'] }),
  set('os-upper-case', 'config.os.goos', 'the operating system Linux in uppercase', { os: 'Linux' }),
  set('os-version-number', 'config.os-version.is-string', 'an os.version that is a number', {
    'os.version': 10,
  }),
  set('os-features-string', 'config.os-features.is-string-array', 'os.features that are a string', {
    'os.features': 'a',
  }),
  set('windows-features', 'config.os-features.windows', 'an unknown feature of windows', {
    os: 'windows',
    'os.features': ['x'],
  }),
  set('variant-number', 'config.variant.is-string', 'a variant that is a number', { variant: 1 }),
  set('variant-unknown', 'config.variant.listed', 'a variant of amd64 that does not exist', {
    variant: 'v9',
  }),
  editedIn(
    'config-edited',
    'config.author.is-string',
    'an edited configuration whose author is a number',
    (layout) => {
      edit(layout, configOf(layout, layout.image()), (config) => void (config['author'] = 1))
    },
  ),
]
