import type { RequirementId } from '../../requirements.ts'
import { inEntry } from '../../layouts/build/docker.ts'
import type { Doc, Layout } from '../../layouts/build/layout.ts'
import type { TarFile } from '../../layouts/build/tar.ts'
import type { Defect } from '../../layouts/case.ts'

const make = (layout: Layout): void => void layout.image({ layers: [{}, {}], name: '1.0' })

/** A docker archive of one image with two layers, one of whose entries is changed. */
const inArchive = (
  id: string,
  violates: RequirementId,
  title: string,
  entries: (entries: TarFile[]) => TarFile[],
  more: Partial<Defect> = {},
): Defect => ({ id: `docker-archive-${id}`, violates, title, form: 'docker-save', entries, make, ...more })

/** The same with a change of its only image in manifest.json. */
const inManifest = (
  id: string,
  violates: RequirementId,
  title: string,
  change: (image: Doc & { Layers: string[] }) => unknown,
  more: Partial<Defect> = {},
): Defect => {
  const entries = inEntry('manifest.json', ([image]) => {
    const changed = change(image as Doc & { Layers: string[] })
    return changed === undefined ? undefined : [changed]
  })
  return inArchive(id, violates, title, entries, more)
}

const isLayer = ({ name }: TarFile): boolean => String(name).endsWith('layer.tar')
const isConfig = ({ name }: TarFile): boolean => /^[a-f0-9]{64}\.json$/.test(String(name))

const forms: readonly Defect[] = [
  inArchive(
    'not-json',
    'json.well-formed',
    'a manifest.json that is not JSON',
    inEntry('manifest.json', () => '[{'),
  ),
  inArchive(
    'duplicate-name',
    'json.unique-names',
    'a manifest.json that has a property twice',
    inEntry('manifest.json', (images) => JSON.stringify(images).replace('{', '{"Config":"x",')),
  ),
  inArchive(
    'manifest-object',
    'index.manifests.is-array',
    'a manifest.json that is an object',
    inEntry('manifest.json', ([image]) => image),
  ),
  inManifest('manifest-of-text', 'manifest.is-object', 'a text instead of an image', () => 'app:1.0'),
  inManifest(
    'without-config',
    'manifest.config.exists',
    'an image without Config',
    (image) => void delete image['Config'],
  ),
  inManifest(
    'config-number',
    'manifest.config.exists',
    'a Config that is a number',
    (image) => void (image['Config'] = 1),
  ),
  inManifest(
    'without-layers',
    'manifest.layers.exists',
    'an image without Layers',
    (image) => void delete (image as Doc)['Layers'],
  ),
  inManifest('layers-text', 'manifest.layers.is-array', 'Layers that are a text', (image) => ({
    ...image,
    Layers: image.Layers[0],
  })),
  inManifest('layer-number', 'manifest.layers.are-descriptors', 'a layer that is a number', (image) => ({
    ...image,
    Layers: [1, ...image.Layers.slice(1)],
  })),
  inManifest(
    'tag-without-colon',
    'annotations.ref-name.grammar',
    'a tag without a repository',
    (image) => void (image['RepoTags'] = ['latest']),
    { form: 'crane-pull' },
  ),
]

const lost = { verdict: 'fail' } as const

const parts: readonly Defect[] = [
  inManifest(
    'missing-layer',
    'content.reachable',
    'a layer that is not in the archive',
    ({ Layers }) => void (Layers[0] = 'x/layer.tar'),
    lost,
  ),
  inManifest(
    'climbing-layer',
    'content.reachable',
    'a layer outside of the archive',
    ({ Layers }) => void (Layers[0] = '../../../etc/passwd'),
    lost,
  ),
  inManifest(
    'missing-config',
    'content.reachable',
    'a configuration that is not in the archive',
    (image) => void (image['Config'] = 'x.json'),
    lost,
  ),
  inArchive(
    'layer-outside',
    'content.reachable',
    'a layer that is a link out of the archive',
    (entries) => {
      const first = entries.find(isLayer)
      return entries.map((each) =>
        each === first ? { name: each.name, type: '2', link: '../../etc/passwd' } : each,
      )
    },
    { ...lost, also: ['layout.archive.safe-entries'], because: 'the link is an entry of its own' },
  ),
  inArchive(
    'other-manifest',
    'layout.archive.safe-entries',
    'another manifest.json at the end',
    (entries) => [...entries, { name: 'manifest.json', content: '[]' }],
  ),
  inArchive(
    'edited-config',
    'content.digest.matches',
    'a configuration that was changed and kept its name',
    (entries) =>
      entries.map((each) => {
        if (!isConfig(each)) return each
        const config = JSON.parse(String(each.content)) as Doc
        return { ...each, content: JSON.stringify({ ...config, author: 'someone else' }) }
      }),
  ),
]

const contents: readonly Defect[] = [
  inArchive(
    'exchanged-layer',
    'config.rootfs.diff-ids.match',
    'a layer with the content of another one',
    (entries) => {
      const [first, second] = entries.filter(isLayer)
      return entries.map((each) =>
        each === first && second ? { ...each, content: second.content ?? '' } : each,
      )
    },
  ),
  inManifest(
    'fewer-layers',
    'config.rootfs.diff-ids.count',
    'one layer fewer than DiffIDs',
    ({ Layers }) => void Layers.pop(),
    {
      form: 'crane-pull',
    },
  ),
  inManifest(
    'layer-order',
    'manifest.layers.stack-order',
    'layers in another order',
    (image) => void (image.Layers = image.Layers.toReversed()),
    {
      form: 'podman-save',
      also: ['layout.docker-save.agrees'],
      because: 'repositories names another layer as the uppermost one',
    },
  ),
  inArchive(
    'cut-layer',
    'layer.compression.gzip',
    'a gzip layer that was cut',
    (entries) => {
      const first = entries.find(({ name }) => String(name).endsWith('.tar.gz'))
      return entries.map((each) =>
        each === first ? { ...each, content: Buffer.from(each.content ?? '').subarray(0, 60) } : each,
      )
    },
    { form: 'crane-pull' },
  ),
  {
    id: 'docker-archive-absolute-path',
    violates: 'layer.paths.relative',
    title: 'a layer with an absolute path',
    form: 'docker-save.gz',
    make: (layout) => void layout.image({ layers: [{ files: [{ name: '/etc/x' }] }], name: '1.0' }),
  },
  {
    id: 'docker-archive-without-rootfs',
    violates: 'config.rootfs.exists',
    title: 'a configuration without rootfs',
    form: 'podman-save',
    make: (layout) => void layout.image({ config: (config) => void delete config['rootfs'], name: '1.0' }),
  },
]

const tags: readonly Defect[] = [
  {
    id: 'docker-archive-same-tag',
    violates: 'layout.index.unique-names',
    title: 'two images with the same tag',
    form: 'crane-pull',
    make(layout) {
      layout.image({ name: '1.0' })
      layout.image({ name: '1.0' })
    },
  },
  inArchive(
    'other-repositories',
    'layout.docker-save.agrees',
    'repositories that leads to another layer',
    (entries) => {
      const first = entries.find(isLayer)
      const id = String(first?.name).split('/')[0]
      return inEntry('repositories', () => ({ 'registry.example/app': { '1.0': id } }))(entries)
    },
  ),
  inArchive(
    'tag-of-repositories',
    'layout.docker-save.agrees',
    'a tag in repositories that manifest.json does not have',
    inEntry('repositories', (document) => void (document['other'] = { '1.0': 'x' })),
  ),
]

/** Archives of docker save, podman save and crane pull with one mistake. */
export const dockerArchives: readonly Defect[] = [...forms, ...parts, ...contents, ...tags]
