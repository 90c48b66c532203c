import { imageLimits } from '../../image/limits.ts'
import { hexadecimal, imageLimit, platformText, shardOf } from '../input/options.ts'
import type { Setting } from './setting.ts'

/** How much of an image is read and required. */
export const imageSettings: readonly Setting[] = [
  {
    kind: 'switch',
    name: 'closed',
    key: 'closed',
    about: 'images: require every referenced blob to be present',
  },
  {
    kind: 'list',
    name: 'limit',
    key: 'limit',
    value: 'name=number',
    read: imageLimit,
    about: `images: raise or lower a limit of what is read: ${Object.keys(imageLimits).join(', ')}`,
  },
  {
    kind: 'switch',
    name: 'allow-missing',
    key: 'allowMissing',
    about: 'images: accept missing content, which otherwise leaves the run incomplete',
  },
  {
    kind: 'policies',
    name: 'policies',
    key: 'policies',
    value: 'file',
    about:
      'images: also evaluate the policies in this YAML file, such as required files, labels and platforms (in oci-assay.yaml: the policies themselves, or the path; see docs/policies.md)',
  },
  {
    kind: 'list',
    name: 'policy',
    key: 'policy',
    value: 'yaml',
    divided: 'lines',
    about: "images: also evaluate this policy, such as 'user: non-root' or 'size: {image: 200MiB}'",
  },
]

/** Which images, where there are many, and what is known of them from earlier runs. */
export const manyImagesSettings: readonly Setting[] = [
  {
    kind: 'text',
    name: 'name',
    key: 'name',
    value: 'name',
    about:
      'images: validate the image of this name alone, of several in a layout or an archive (also ./layout:name)',
  },
  {
    kind: 'list',
    name: 'platform',
    // `platform` is a command of clients there.
    lastingName: 'platforms',
    key: 'platforms',
    value: 'os/arch',
    read: platformText,
    about: 'images: of an index, validate the manifests of these platforms alone, such as linux/arm64',
  },
  {
    kind: 'switch',
    name: 'all-tags',
    key: 'allTags',
    about:
      'images: validate all tags of the repository, or all images of the layout, that is the target, each by itself',
  },
  {
    kind: 'switch',
    name: 'catalog',
    key: 'catalog',
    about: 'images: validate all tags of all repositories of the registry that is the target',
  },
  {
    kind: 'switch',
    name: 'with-referrers',
    key: 'withReferrers',
    about:
      'images: also validate what refers to each image of a registry, such as signatures and attestations',
  },
  {
    kind: 'path',
    name: 'images',
    key: 'images',
    value: 'file',
    about:
      'images: validate the images listed in a file, one per line, or all layouts and archives of a folder; - reads the list from standard input',
  },
  {
    kind: 'path',
    name: 'since',
    key: 'since',
    value: 'file',
    about:
      'many images: results.json of an earlier run, also of an interrupted one; the results of conformant images whose digests have not changed are reused',
  },
  {
    kind: 'path',
    name: 'cache',
    key: 'cache',
    value: 'folder',
    about:
      'many images: cache configurations and the results of verified blobs in this folder, so that later runs need not read these blobs',
  },
]

/** Time limits, concurrency, retries and reproducibility of a run. */
export const runSettings: readonly Setting[] = [
  {
    kind: 'integer',
    name: 'wait',
    key: 'wait',
    value: 'seconds',
    least: 0,
    most: 86_400,
    about: 'wait up to this long for the registry to become ready',
  },
  {
    kind: 'integer',
    name: 'concurrency',
    key: 'concurrency',
    value: 'n',
    least: 1,
    most: 256,
    default: 24,
    about: 'requests at the same time',
  },
  {
    kind: 'integer',
    name: 'run-timeout',
    key: 'runTimeout',
    value: 'seconds',
    least: 1,
    most: 604_800,
    about: 'time limit for the whole run, in seconds (default 900, at depth thorough 3600)',
  },
  {
    kind: 'integer',
    name: 'retries',
    key: 'retries',
    value: 'n',
    least: 0,
    most: 20,
    about:
      'retry transient errors this many times, never where that could mask a failure (default 2, for images 16)',
  },
  {
    kind: 'text',
    name: 'seed',
    key: 'seed',
    value: 'hex',
    read: hexadecimal,
    about: 'reuse the test content of the run that printed this seed',
  },
  {
    kind: 'text',
    name: 'shard',
    key: 'shard',
    value: 'i/n',
    read: shardOf,
    about:
      'run one part of n: of the tests of a registry, in its own repositories, or of many images; oci-assay report --merge joins them',
  },
]
