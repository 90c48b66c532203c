import type { Defect } from '../../layouts/case.ts'
import { savedImage, type SavedImage } from '../../layouts/build/docker.ts'
import type { Layout } from '../../layouts/build/layout.ts'

/** A layout with two named images and the manifest.json of docker save, which is changed. */
const saved = (id: string, title: string, change: (images: [SavedImage, SavedImage]) => void): Defect => ({
  id,
  violates: 'layout.docker-save.agrees',
  title,
  form: 'archive',
  make(layout) {
    const images: [SavedImage, SavedImage] = [saveOf(layout, '1.0'), saveOf(layout, '2.0')]
    change(images)
    layout.files.set('manifest.json', Buffer.from(JSON.stringify(images)))
  },
})

function saveOf(layout: Layout, tag: string): SavedImage {
  const entry = layout.manifest({ layers: [{}, {}] })
  layout.entries.push({
    ...entry,
    annotations: { 'io.containerd.image.name': `docker.io/library/app:${tag}` },
  })
  return savedImage(layout, entry, `app:${tag}`)
}

/** A manifest.json of docker save that describes other images than the layout beside it. */
export const dockerSave: readonly Defect[] = [
  saved('docker-save-with-other-files', 'a manifest.json that names files of another image', ([one]) => {
    one.Config = 'blobs/sha256/aaaa'
    one.Layers = ['blobs/sha256/bbbb', 'oci-layout']
  }),
  saved('docker-save-with-other-config', 'a manifest.json with a layer as a configuration', ([one]) => {
    one.Config = one.Layers[0] ?? ''
  }),
  saved('docker-save-with-other-layers', 'a manifest.json with the layers in another order', ([one]) => {
    one.Layers = one.Layers.toReversed()
  }),
  saved('docker-save-with-fewer-layers', 'a manifest.json without the uppermost layer', ([one]) => {
    one.Layers.pop()
  }),
  saved(
    'docker-save-with-other-name',
    'a manifest.json with a name that index.json does not have',
    ([one]) => {
      one.RepoTags = ['other:1.0']
    },
  ),
  {
    ...saved(
      'docker-save-with-swapped-names',
      'a manifest.json that exchanges the names of images',
      ([one, other]) => {
        ;[one.RepoTags, other.RepoTags] = [other.RepoTags, one.RepoTags]
      },
    ),
    findings: 2,
  },
]
