import type { CensusNote } from '../../src/engine/requirement.ts'

/** Key words that permit something to clients, or describe it for them; what binds them is in `suites/client/`. */
const clients: readonly CensusNote[] = [
  {
    reason: 'describes for the client which legacy headers and codes it meets',
    at: { '1.0': [48], '1.1': [51, 56], dev: [49, 54] },
  },
  {
    reason: 'permits the client to pull in any order',
    at: { '1.0': [131], '1.1': [145], dev: [139] },
  },
  {
    reason: 'permits the client to ignore the digest header; client.*.digest-header judge those that use it',
    at: {
      '1.0': ['155:1', '374:2'],
      '1.1': ['182:1', '197:1', '447:1', '489:1'],
      dev: ['176:1', '191:1', '471:1', '513:1'],
    },
  },
  {
    reason:
      'permits the client a short final chunk; push.chunked.final-any-length judges that it is accepted',
    at: { '1.1': [369], dev: [374] },
  },
  {
    reason:
      'permits the client to send the final chunk either way; push.chunked.closed and push.chunked.final-chunk-in-put judge that both are accepted',
    at: { '1.0': ['330:1', '330:2'], '1.1': [386], dev: [391] },
  },
  {
    reason: 'permits the client to leave the body of the final PUT out; a remark within a code block',
    at: { '1.0': [343], '1.1': [400], dev: [405] },
  },
  {
    reason:
      'permits the client to upload after a mount that was not done; push.mount.fallback-session judges it',
    at: { '1.0': ['378:2'], '1.1': [452], dev: [476] },
  },
  {
    reason: 'permits the client a manifest without blobs; push.accepts.no-layers judges that it is accepted',
    at: { '1.0': ['403:2'], '1.1': [478], dev: [502] },
  },
  {
    reason: 'describes for the client which other status codes to expect',
    at: { dev: [522] },
  },
  {
    reason: 'permits the client to leave n out; discovery.tags.last-without-n judges the answer',
    at: { '1.0': [459], '1.1': [560], dev: [605] },
  },
  {
    reason: 'permits the client conditional requests, and to delete the referrers tag of what it deletes',
    at: { '1.1': [512, 699, 701, 738], dev: [557, 744, 746, 806] },
  },
  {
    reason: 'permits the client another host in ns',
    at: { dev: ['765:2'] },
  },
]

/** Permissions to the registry that leave nothing to be judged. */
const permissions: readonly CensusNote[] = [
  {
    reason: 'permits the registry to leave legacy headers and codes out',
    at: { '1.0': ['49:1'], '1.1': ['52:1', '57:1'], dev: ['50:1', '55:1'] },
  },
  {
    reason: 'permits the registry a digest header in another algorithm than the one requested',
    at: { '1.0': [153, '374:1'], '1.1': [179, 180, 446], dev: [173, 174, 470] },
  },
  {
    reason: 'permits the registry each form of Location: absolute, relative, with a query; tests resolve it',
    at: { '1.0': [223, '237:1'], '1.1': [260, 274], dev: [260, 274] },
  },
  {
    reason: 'permits the registry an empty tag list; discovery.tags.empty-list judges its form',
    at: { '1.0': [423], '1.1': [522], dev: [567] },
  },
  {
    reason:
      'permits the registry fewer tags than requested, under conditions that discovery.tags.n-exact judges',
    at: { '1.0': [445], '1.1': [543], dev: [588] },
  },
  {
    reason: 'permits the registry to disable deletion, of tags alone or of everything',
    at: { '1.0': ['463:2', '464:2'], '1.1': ['670:2', '671:2'], dev: ['715:2', '716:2'] },
  },
  {
    reason: 'permits the registry to be a proxy',
    at: { dev: [759] },
  },
  {
    reason: 'permits the registry to redirect; the requirements of http.redirect-* judge how it does so',
    at: { dev: ['825:1'] },
  },
  {
    reason: 'permits authentication at the support check, and leaves it out of the specification',
    at: { '1.0': [502], '1.1': [763], dev: [835] },
  },
  {
    reason: 'permits the registry errors in any format; errors.format judges those in JSON',
    at: { '1.0': ['525:1'], '1.1': ['788:1'], dev: ['863:1'] },
  },
  {
    reason: 'permits the registry to leave message and detail out, an empty message, and any JSON as detail',
    at: {
      '1.0': ['542:1', '542:3', 543],
      '1.1': ['805:1', '805:3', 806],
      dev: ['880:1', '880:3', 881],
    },
  },
  {
    reason: 'permits the registry to send warnings; the requirements of the suite warnings judge their form',
    at: { '1.1': [829], dev: [906] },
  },
]

/** Key words about the specification itself, and about those who write extensions. */
const others: readonly CensusNote[] = [
  {
    reason: 'names the keywords in order to define them',
    at: { '1.0': [68], '1.1': [82], dev: [80] },
  },
  {
    reason: 'binds the authors of extensions: how they design, name, version and publish them',
    at: {
      dev: [
        'extensions/README.md#15',
        'extensions/README.md#31',
        'extensions/README.md#72',
        'extensions/README.md#74',
        'extensions/README.md#79',
        'extensions/README.md#80',
        'extensions/README.md#85',
      ],
    },
  },
  {
    reason: 'permits an extension lists in no order, and a listing without last',
    at: { dev: ['extensions/README.md#97'] },
  },
  {
    reason: 'a word in quotation marks within a description',
    at: { dev: ['extensions/_oci.md#67'] },
  },
]

/** Why the other key words of the distribution specification are not requirements of a registry. */
export const notes: readonly CensusNote[] = [...clients, ...permissions, ...others]
