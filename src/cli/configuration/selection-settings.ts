import { depths, usualDepth, usualRequests } from '../../engine/depth.ts'
import { specVersions, usualSpec } from '../../engine/requirement.ts'
import { sizeText } from '../input/size.ts'
import { repositoryName } from '../input/options.ts'
import type { Setting } from './setting.ts'

/** The target, which requirements are evaluated, and in which repositories. */
export const selectionSettings: readonly Setting[] = [
  // An argument on the command line, and an option elsewhere.
  {
    kind: 'text',
    name: 'target',
    key: 'target',
    about: 'address of a registry: http(s)://host[:port][/prefix], or host[:port]',
  },
  {
    kind: 'switch',
    name: 'reference',
    key: 'reference',
    about: 'test the embedded registry, on a free port of this machine',
    commandLineOnly: true,
  },
  {
    kind: 'text',
    name: 'spec',
    key: 'spec',
    value: 'version',
    choices: specVersions,
    default: usualSpec,
    about: 'version of the specification',
  },
  {
    kind: 'list',
    name: 'suite',
    key: 'suite',
    value: 'name',
    about: 'run only these suites (and require their features); ./my-suite.js loads a custom suite',
  },
  {
    kind: 'list',
    name: 'only',
    key: 'only',
    value: 'requirement',
    about: 'run only these requirements (id, prefix or glob)',
  },
  {
    kind: 'list',
    name: 'skip',
    key: 'skip',
    value: 'requirement',
    about: 'skip these requirements (id, prefix or glob)',
  },
  {
    kind: 'text',
    name: 'depth',
    key: 'depth',
    value: 'depth',
    choices: depths,
    default: usualDepth,
    about:
      'registries: quick runs scripted tests, standard adds generated sequences of requests, thorough adds long sequences and content of real size (with --read-only: only what needs no writing)',
  },
  {
    kind: 'integer',
    name: 'requests',
    key: 'requests',
    value: 'n',
    least: 0,
    most: 100_000_000,
    about: `registries: generate at most this many requests (default ${depths.map((depth) => `${usualRequests[depth]} at depth ${depth}`).join(', ')})`,
  },
  {
    kind: 'list',
    name: 'sequence',
    key: 'sequence',
    value: 'number',
    about:
      'registries: run only these generated sequences, with the content that the same seed gives them in a whole run: a finding names its own',
  },
  {
    kind: 'text',
    name: 'largest-blob',
    key: 'largestBlob',
    value: 'size',
    read: sizeText,
    default: '1GiB',
    about: 'registries: size of the largest blob that is pushed at depth thorough, such as 64MiB or 5GiB',
  },
  {
    kind: 'text',
    name: 'repository',
    key: 'repository',
    value: 'name',
    read: repositoryName,
    default: 'oci-assay/one',
    about: 'repository to test in; it can be shared',
  },
  {
    kind: 'text',
    name: 'second-repository',
    key: 'secondRepository',
    value: 'name',
    read: repositoryName,
    default: 'oci-assay/one-more',
    about: 'second repository, for cross-repository blob mounts',
  },
  {
    kind: 'switch',
    name: 'read-only',
    key: 'readOnly',
    about: 'never write; start from --tag, --manifest and --blob',
  },
  { kind: 'list', name: 'tag', key: 'tag', value: 'tag', about: 'tag to start from' },
  {
    kind: 'list',
    name: 'manifest',
    key: 'manifest',
    value: 'digest',
    about: 'manifest digest to start from',
  },
  { kind: 'list', name: 'blob', key: 'blob', value: 'digest', about: 'blob digest to check' },
]
