import type { CensusNote } from '../../src/engine/requirement.ts'

/** Key words about clients: what they do with answers, and what they send. */
const clients: readonly CensusNote[] = [
  {
    reason: 'binds the client: which legacy headers and codes it meets, and that it does not rely on them',
    at: { '1.0': [48, '49:2'], '1.1': [51, '52:2', 56, '57:2'], dev: [49, '50:2', 54, '55:2'] },
  },
  {
    reason: 'permits the client to pull in any order',
    at: { '1.0': [131], '1.1': [145], dev: [139] },
  },
  {
    reason: 'binds the client: the Accept header that it sends',
    at: { '1.0': [143], '1.1': [168], dev: [162] },
  },
  {
    reason: 'binds the client: how it verifies the type, the digest and the bytes of what it got',
    at: {
      '1.0': [146, 155, '374:2', 375],
      '1.1': [171, 173, 182, 183, 197, 198, 447, 489],
      dev: [165, 167, 176, 177, 191, 192, 471, 513],
    },
  },
  {
    reason: 'binds the client: it uses the Location of an upload as it got it',
    at: {
      '1.0': ['237:2', '237:3', 326],
      '1.1': [275, 276, 378, 425],
      dev: [275, 276, 383, 432],
    },
  },
  {
    reason:
      'binds the client: the length that it states; HTTP itself keeps a body from being longer or shorter than that',
    at: { '1.0': ['268:1'], '1.1': [307], dev: [307] },
  },
  {
    reason: 'binds the client: it goes on with PUT where a single POST is not supported',
    at: { '1.0': ['270:2'], '1.1': ['310:2'], dev: ['310:2'] },
  },
  {
    reason: 'binds the client: the headers and parameters of the POST that starts a chunked upload',
    at: { '1.0': [289], '1.1': [330], dev: [329, 335] },
  },
  {
    reason:
      'binds the client: the form of Content-Range; push.chunked.malformed-content-range has the other side',
    at: { '1.0': ['312:3'], '1.1': [361], dev: [366] },
  },
  {
    reason: 'binds the client: how long its chunks are; push.chunked.min-length-announced has the other side',
    at: { '1.1': [368], dev: [373] },
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
    reason: 'binds the client: it closes each chunked upload with PUT',
    at: { '1.0': ['330:3'], '1.1': [387], dev: [392] },
  },
  {
    reason: 'permits the client to leave the body of the final PUT out; a remark within a code block',
    at: { '1.0': [343], '1.1': [400], dev: [405] },
  },
  {
    reason: 'binds the client: when it cancels an upload, and that it does not mind a failure',
    at: { dev: [449, 450] },
  },
  {
    reason:
      'permits the client to upload after a mount that was not done; push.mount.fallback-session judges it',
    at: { '1.0': ['378:2'], '1.1': [452], dev: [476] },
  },
  {
    reason: 'binds the client: the Content-Type and the mediaType field of what it pushes',
    at: { '1.0': [386, 387, 388], '1.1': [458, 459, 461, 462], dev: [482, 483, 485, 486] },
  },
  {
    reason: 'binds the client: a manifest names all blobs of its object',
    at: { '1.0': ['403:1'], '1.1': [477], dev: [501] },
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
    reason: 'binds the client: the tag that it passes as last',
    at: { '1.0': [455], '1.1': [555], dev: [600] },
  },
  {
    reason: 'permits the client to leave n out; discovery.tags.last-without-n judges the answer',
    at: { '1.0': [459], '1.1': [560], dev: [605] },
  },
  {
    reason: 'binds the client: it maintains the referrers tag where the registry has no referrers API',
    at: {
      '1.1': [501, 504, 505, 506, 508, 509, 510, 512, 694, 699, 701, 719, 738],
      dev: [546, 549, 550, 551, 553, 554, 555, 557, 739, 744, 746, 784, 789, 790, 791, 806],
    },
  },
  {
    reason: 'binds the client: how it reads referrers where the registry has no referrers API',
    at: { '1.1': [663, 664, 665, 720], dev: [708, 709, 710, 785] },
  },
  {
    reason: 'binds the client: it copes with older and partial registries',
    at: { '1.1': [714, 715], dev: [779, 780] },
  },
  {
    reason: 'binds the client: how it writes and sends ns, and to whom it gives credentials',
    at: { dev: [763, 764, 765, 771, 772, 775] },
  },
  {
    reason: 'binds the client: it follows redirects, and sends Authorization to no other host',
    at: { dev: ['825:2', '825:3'] },
  },
  {
    reason: 'binds the client: what it does with warnings',
    at: { '1.1': [843, 844, 845], dev: [920, 921, 922] },
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
    reason: 'binds the client: it takes links for opaque',
    at: { dev: ['extensions/README.md#98'] },
  },
  {
    reason: 'a word in quotation marks within a description',
    at: { dev: ['extensions/_oci.md#67'] },
  },
]

/** Why the other key words of the distribution specification are not requirements of a registry. */
export const notes: readonly CensusNote[] = [...clients, ...permissions, ...others]
