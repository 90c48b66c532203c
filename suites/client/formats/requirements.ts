import { defineRequirements } from '../../../src/engine/literal-ids.ts'
import { derived, must, should } from '../../../src/engine/requirement.ts'

const running = 'what a client understands of it shows only where it runs the image'

/** What readers of images support, ignore, and leave alone (image specification). */
export const requirements = defineRequirements([
  {
    id: 'client.index.consumed',
    title: 'processes an index',
    section: 'oci-image-index-specification',
    at: {
      '1.0': should('image-index.md#4:2'),
      '1.1': should('image-index.md#4:2'),
      dev: should('image-index.md#4:2'),
    },
  },
  {
    id: 'client.index.manifests',
    title: 'supports image manifests in an index',
    section: 'image-index-property-descriptions',
    at: {
      '1.0': must('image-index.md#34'),
      '1.1': must('image-index.md#40'),
      dev: must('image-index.md#40'),
    },
    dependsOn: ['client.index.consumed'],
  },
  {
    id: 'client.index.nested',
    title: 'supports an index in an index',
    section: 'image-index-property-descriptions',
    at: { '1.1': should('image-index.md#44'), dev: should('image-index.md#44') },
    dependsOn: ['client.index.consumed', 'client.index.manifests'],
  },
  {
    id: 'client.index.unknown-type',
    title: 'copies an index with an entry of an unknown type',
    section: 'image-index-property-descriptions',
    at: {
      '1.0': should('image-index.md#40', 'image-layout.md#150'),
      '1.1': must('image-index.md#50', 'image-layout.md#155'),
      dev: must('image-index.md#50', 'image-layout.md#155'),
    },
    dependsOn: ['client.index.manifests'],
    impact: 'Indexes of newer tools cannot be mirrored.',
  },
  {
    id: 'client.index.platform',
    title: 'finds the entry of a platform by architecture, operating system and variant',
    section: 'image-index-property-descriptions',
    at: {
      '1.0': should('image-index.md#50:2', 'image-index.md#55:2', 'image-index.md#75:2'),
      '1.1': should('image-index.md#60:2', 'image-index.md#65:2', 'image-index.md#85:2'),
      dev: should('image-index.md#60:2', 'image-index.md#65:2', 'image-index.md#85:2'),
    },
    impact: 'The image for another processor is pulled, and does not start.',
  },
  {
    id: 'client.index.os-features',
    title: 'understands the os.features of Windows images',
    section: 'image-index-property-descriptions',
    at: {
      '1.0': should('image-index.md#66:2'),
      '1.1': should('image-index.md#76:2'),
      dev: should('image-index.md#76:2'),
    },
    unobservable: 'which features a host has cannot be chosen: clients look at their own machine',
  },
  {
    id: 'client.index.first-match',
    title: 'uses the first of several entries that match',
    section: 'image-index-property-descriptions',
    at: { '1.1': should('image-index.md#91'), dev: should('image-index.md#91') },
    dependsOn: ['client.index.platform'],
  },
  {
    id: 'client.manifest.artifact-type',
    title: 'copies a manifest with an unknown artifactType',
    section: 'image-manifest-property-descriptions',
    at: { '1.1': must('manifest.md#34'), dev: must('manifest.md#34') },
  },
  {
    id: 'client.manifest.config-opaque',
    title: 'copies a config of an unknown type that is not JSON',
    section: 'image-manifest-property-descriptions',
    at: { '1.1': must('manifest.md#45'), dev: must('manifest.md#45') },
    dependsOn: ['client.manifest.config-unknown'],
  },
  {
    id: 'client.manifest.config-unknown',
    title: 'copies a manifest whose config has an unknown type',
    section: 'image-manifest-property-descriptions',
    at: { '1.1': must('manifest.md#47'), dev: must('manifest.md#47') },
    impact: 'Artifacts of other tools cannot be mirrored.',
  },
  {
    id: 'client.manifest.config-type',
    title: 'supports the image config',
    section: 'image-manifest-property-descriptions',
    at: { '1.0': must('manifest.md#37'), '1.1': must('manifest.md#49'), dev: must('manifest.md#49') },
    unobservable:
      'each control run has an image config: a client that does not support it is not evaluated at all',
  },
  {
    id: 'client.manifest.layer-types',
    title: 'supports tar and tar+gzip layers, distributable or not',
    section: 'image-manifest-property-descriptions',
    at: { '1.0': must('manifest.md#56'), '1.1': must('manifest.md#80'), dev: must('manifest.md#80') },
  },
  {
    id: 'client.manifest.layer-zstd',
    title: 'supports tar+zstd layers',
    section: 'image-manifest-property-descriptions',
    at: { '1.1': should('manifest.md#90'), dev: should('manifest.md#90') },
  },
  {
    id: 'client.manifest.layer-unknown',
    title: 'copies a manifest with layers of unknown types',
    section: 'image-manifest-property-descriptions',
    at: { '1.1': must('manifest.md#94'), dev: must('manifest.md#94') },
    impact: 'Artifacts of other tools cannot be mirrored.',
  },
  {
    id: 'client.layer.nondistributable-kept-back',
    title: 'does not upload non-distributable layers',
    section: 'non-distributable-layers',
    at: { '1.0': should('layer.md#326:1'), '1.1': should('layer.md#359:1'), dev: should('layer.md#359:1') },
    impact: 'Layers are distributed that must not be.',
  },
  {
    id: 'client.layer.nondistributable-pulled',
    title: 'pulls non-distributable layers like others',
    section: 'non-distributable-layers',
    at: { '1.0': should('layer.md#326:2'), '1.1': should('layer.md#359:2'), dev: should('layer.md#359:2') },
  },
  {
    id: 'client.layer.urls',
    title: 'uploads distributable layers whose descriptor has urls',
    section: 'non-distributable-layers',
    at: { '1.0': should('layer.md#328:2'), '1.1': should('layer.md#361:2'), dev: should('layer.md#361:2') },
    impact: 'A mirror lacks layers, and the image cannot be pulled where the urls are not reachable.',
  },
  {
    id: 'client.layout.blobs-opaque',
    title: 'treats a blob as opaque until a descriptor states its type',
    section: 'content',
    at: {
      '1.0': should('image-layout.md#18'),
      '1.1': should('image-layout.md#18'),
      dev: should('image-layout.md#18'),
    },
    unobservable: 'clients read blobs of a layout by the descriptors that lead to them',
  },
  {
    id: 'client.config.extra-fields',
    title: 'pulls an image whose config has unknown fields',
    section: 'properties',
    at: { '1.0': must('config.md#209'), '1.1': must('config.md#251'), dev: must('config.md#251') },
  },
  {
    id: 'client.config.platform',
    title: 'understands architecture, os, os.features and variant of a config',
    section: 'properties',
    at: {
      '1.0': should('config.md#106:2', 'config.md#111:2'),
      '1.1': should('config.md#106:2', 'config.md#111:2', 'config.md#122:2', 'config.md#129:2'),
      dev: should('config.md#106:2', 'config.md#111:2', 'config.md#122:2', 'config.md#129:2'),
    },
    unobservable: running,
  },
  {
    id: 'client.config.rootfs-type',
    title: 'rejects a config with an unknown rootfs.type when it unpacks the image',
    section: 'properties',
    at: { '1.0': must('config.md#176'), '1.1': must('config.md#218'), dev: must('config.md#218') },
    ruling:
      'A client has unpacked the image where the file of its layer is on the disk. One that only stores layers passes where it rejects the config, and shows nothing where it does not.',
    impact: 'An image of a later version is unpacked wrongly, without any indication.',
  },
  {
    id: 'client.annotations.unknown',
    title: 'copies content with unknown annotations',
    section: 'rules',
    at: {
      '1.0': must('annotations.md#15'),
      '1.1': must('annotations.md#16'),
      dev: must('annotations.md#16'),
    },
  },
  {
    id: 'client.annotations.title',
    title: 'writes no file outside the directory that it pulls into, whatever the titles',
    section: 'pre-defined-annotation-keys',
    at: {
      '1.0': derived('SHOULD', 'annotations.md#41'),
      '1.1': derived('SHOULD', 'annotations.md#45'),
      dev: derived('SHOULD', 'annotations.md#45'),
    },
    reasoning:
      'The text defines the title as text for people to read, not as a path. A client that uses it as a file name is responsible for where the file ends up.',
    ruling: 'A client may refuse such an artifact, or write the file below the folder.',
    impact:
      'The author of an artifact overwrites files of everyone who pulls it: keys, configuration, programs.',
  },
  {
    id: 'client.content.unchanged',
    title: 'copies content byte for byte',
    section: 'extensibility',
    at: { '1.1': must('considerations.md#5'), dev: must('considerations.md#5') },
    impact: 'The digest changes, and signatures and references lead nowhere.',
  },
  {
    id: 'client.content.unknown-property',
    title: 'copies manifests and indexes with unknown properties',
    section: 'extensibility',
    at: {
      '1.0': must('considerations.md#3', 'considerations.md#4'),
      '1.1': should('considerations.md#10'),
      dev: should('considerations.md#11'),
    },
  },
])
