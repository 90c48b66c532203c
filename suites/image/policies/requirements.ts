import { defineRequirements, type IdOf } from '../../../src/engine/literal-ids.ts'
import { configured, type Requirement } from '../../../src/engine/requirement.ts'
import { requirements as ofImages, type RequirementId } from '../requirements.ts'

/** The place of the text that defines what a policy is about. */
function about(id: RequirementId): Pick<Requirement, 'section' | 'at'> {
  const found = ofImages.find((requirement) => requirement.id === id)
  if (!found) throw new Error(`there is no requirement ${id}`)
  const statements = Object.entries(found.at).map(([version, { places }]) => [
    version,
    configured('MUST', ...places),
  ])
  return { section: found.section, at: Object.fromEntries(statements) as Requirement['at'] }
}

/** What the configuration of a run may require of images. None of it is a statement of the specification. */
export const requirements = defineRequirements([
  {
    id: 'policy.platforms',
    title: 'has an image for each required platform',
    ...about('index.platform.exists'),
    ruling:
      'Each name of a layout, and each tag of a registry or of a docker archive, has all of them by itself; entries of index.json without a name belong together. What is not a container image, such as a signature, is not evaluated.',
    impact: 'Nodes of that platform cannot pull the image.',
  },
  {
    id: 'policy.files',
    title: 'has the required files, and none that have to be absent',
    ...about('layer.whiteouts.named'),
    ruling:
      'The file system is that of all layers together, with whiteouts applied. Links of folders are followed, one at the end of a path is not. A glob has to match something, unless it is of what has to be absent.',
  },
  {
    id: 'policy.labels',
    title: 'has labels with the required values',
    ...about('config.config.is-object'),
  },
  {
    id: 'policy.annotations',
    title: 'has annotations with the required values',
    ...about('annotations.is-map'),
    ruling: 'The annotations are those of the manifest of each image. A docker archive has none.',
  },
  {
    id: 'policy.user',
    title: 'runs as the required user',
    ...about('config.user.form'),
    ruling:
      'A name is looked up in /etc/passwd of the image. No user, the number 0 and a name that is not found there are not other than root. Images for other systems than Linux are not evaluated.',
    impact: 'Kubernetes does not start the container where runAsNonRoot is set.',
  },
  {
    id: 'policy.unreferenced',
    title: 'has no unreferenced blob',
    ...about('layout.blobs.exists'),
    impact: 'Content that was left out of an image is published with it.',
  },
  {
    id: 'policy.set-id',
    title: 'has no file with the set-user-ID or set-group-ID bit',
    ...about('layer.entries.attributes'),
    ruling: 'Only regular files are evaluated: on folders set-group-ID concerns new files.',
  },
  {
    id: 'policy.lock',
    title: 'has the digests of the lock file',
    ...about('content.digest.matches'),
    ruling:
      'A name that the lock file does not have fails, and so does an image without a name, unless its digest is in the lock file. Lines of other images are ignored.',
  },
  {
    id: 'policy.size',
    title: 'is not larger than allowed',
    ...about('descriptor.size.exists'),
    ruling: 'Bytes are counted as they are stored and pulled: compressed, each blob of an image once.',
  },
  {
    id: 'policy.timestamps',
    title: 'has no later date than allowed',
    ...about('layer.entries.attributes'),
    ruling:
      'The dates are created and history of the configuration, the annotation org.opencontainers.image.created, and the modification time of each entry of each layer.',
    impact: 'The same sources do not lead to the same digest.',
  },
])

export type PolicyId = IdOf<typeof requirements>
