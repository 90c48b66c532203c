import { defineRequirements } from '../../../../src/engine/literal-ids.ts'
import { derived, may, must, table } from '../../../../src/engine/requirement.ts'

const section = 'listing-tags'
const orderRuling =
  'Lexical order is glossed as case-insensitive; dev also allows the order of bytes. Under 1.0 and 1.1 the order of bytes warns, neither order fails.'

/** Listing tags, whole and in pages. */
export const tags = defineRequirements([
  {
    id: 'discovery.tags.listed',
    title: 'returns 200 for the tag list of an existing repository',
    section,
    at: { '1.0': must(422), '1.1': must(521), dev: must(566) },
    impact: 'Update bots and mirrors see no versions.',
  },
  {
    id: 'discovery.tags.body',
    title: 'returns the tag list as a JSON object with a name and an array of tags',
    section,
    at: { '1.0': must(426), '1.1': must(525), dev: must(570) },
    dependsOn: ['discovery.tags.listed'],
    ruling: 'null instead of an empty array warns.',
  },
  {
    id: 'discovery.tags.name',
    title: 'returns the full repository name in the tag list',
    section,
    at: { '1.0': must(426, '438!'), '1.1': must(525, '537!'), dev: must(570, '582!') },
    dependsOn: ['discovery.tags.body'],
    impact: 'Two products drop the leading part of the path.',
  },
  {
    id: 'discovery.tags.complete',
    title: 'lists every tag of the repository',
    section,
    at: { '1.0': derived('MUST', 438), '1.1': derived('MUST', 537), dev: derived('MUST', 582) },
    reasoning:
      'The list is that of the tags of the repository, and fewer results than requested are allowed only if there are no more.',
    dependsOn: ['discovery.tags.body'],
    ruling:
      'All pages are followed. A tag that appears late warns and never fails. So does a tag of the referrers tag schema that is not listed: some registries hide what clients maintain where they expect no API.',
    impact: 'Caches hide new tags for a while; one registry listed none at all.',
  },
  {
    id: 'discovery.tags.nothing-else',
    title: 'lists only tags of the repository, each once',
    section,
    at: { '1.0': derived('MUST', 438), '1.1': derived('MUST', 537), dev: derived('MUST', 582) },
    reasoning:
      'The elements of the list are defined as tags of the repository, and a list of tags contains each once.',
    dependsOn: [
      'discovery.tags.body',
      'push.tag.invalid',
      'push.tag.too-long',
      'push.manifest.malformed-digest',
    ],
    ruling:
      'A tag that violates the grammar fails, since no client can pull by it; if the registry accepts such names, it is blocked by the requirement to reject them.',
    impact: 'Seen among the tags: digests of untagged manifests, tags of another repository, invalid names.',
  },
  {
    id: 'discovery.tags.empty-list',
    title: 'returns an empty list or 404 for a repository without tags',
    section,
    at: { '1.0': derived('MUST', 423), '1.1': derived('MUST', 522), dev: derived('MUST', 567) },
    reasoning:
      'A repository that is found must return 200 and its list may be empty; a repository that is not found has 404 in the endpoint table.',
    dependsOn: ['discovery.tags.body'],
    ruling: 'Both pass, also after the last tag was deleted; null instead of the array warns.',
    impact: 'null breaks clients that iterate over the field.',
  },
  {
    id: 'discovery.tags.unknown-repository',
    title: 'returns 404 or an empty list for the tags of an unknown repository',
    section: 'endpoints',
    at: { '1.0': table('MUST', 517), '1.1': table('MUST', 777), dev: table('MUST', 851) },
    dependsOn: ['discovery.tags.body'],
    ruling: '404 and 200 with an empty list pass, other 4xx warn, 5xx fails.',
  },
  {
    id: 'discovery.tags.order',
    title: 'lists tags in lexical order',
    section,
    at: { '1.0': must(424), '1.1': must(523), dev: must(568) },
    dependsOn: ['discovery.tags.body'],
    ruling: orderRuling,
    impact: 'Seen: newest first, or no order. Paging with last loses tags.',
  },
  {
    id: 'discovery.tags.order-paged',
    title: 'lists tags in the same order across pages',
    section,
    at: { '1.0': must('448', '457'), '1.1': must(549, 558), dev: must(594, 603) },
    dependsOn: ['discovery.tags.order', 'discovery.tags.n-exact'],
    ruling: orderRuling,
  },
  {
    id: 'discovery.tags.n-exact',
    title: 'returns exactly n tags, or fewer with a Link, when there are more',
    section,
    at: { '1.0': must('446:1', '445!'), '1.1': must(544, '543!'), dev: must(589, '588!') },
    dependsOn: ['discovery.tags.body'],
    ruling: 'From 1.1 fewer than n with a Link pass; 1.0 has no Link, so there it warns.',
    impact: 'Seen: n is ignored, or tags are skipped. Clients stop too early.',
  },
  {
    id: 'discovery.tags.n-above-total',
    title: 'returns all tags when n exceeds their number',
    section,
    at: {
      '1.0': derived('MUST', 445, '446:1'),
      '1.1': derived('MUST', 543, '544:1'),
      dev: derived('MUST', 588, '589:1'),
    },
    reasoning:
      'Fewer results than requested are allowed only if the repository has no more, so without a further page all tags have to be in the list.',
    dependsOn: ['discovery.tags.n-exact', 'discovery.tags.n-from-start'],
    ruling: 'An n above a cap of the server is not described: fewer tags with a Link pass.',
  },
  {
    id: 'discovery.tags.n-from-start',
    title: 'starts at the first tag when last is absent',
    section,
    at: { '1.0': derived('MUST', 447, 448), '1.1': derived('MUST', 548), dev: derived('MUST', 593) },
    reasoning:
      'The sentence describes the list that is returned without last: it starts at the beginning, in the order that is required.',
    dependsOn: ['discovery.tags.n-exact', 'discovery.tags.order'],
  },
  {
    id: 'discovery.tags.n-zero',
    title: 'returns an empty list of tags for n=0',
    section,
    at: { '1.0': must('446:2'), '1.1': must('547:1'), dev: must('592:1') },
    dependsOn: ['discovery.tags.body', 'discovery.tags.n-exact'],
    ruling: '400 fails too.',
  },
  {
    id: 'discovery.tags.n-zero-no-link',
    title: 'returns no Link for n=0',
    section,
    at: { '1.0': must('447'), '1.1': must('547:2'), dev: must('592:2') },
    dependsOn: ['discovery.tags.n-zero'],
    impact: 'A client that follows the Link never ends.',
  },
  {
    id: 'discovery.tags.n-invalid',
    title: 'does not fail with a 5xx when n is negative or not a number',
    section,
    at: { '1.0': derived('MUST', 444), '1.1': derived('MUST', 542), dev: derived('MUST', 587) },
    reasoning:
      'n is defined as an integer and other values are left open; a 5xx reports a failure of the registry, which neither the text nor the endpoint table foresees for a request.',
    dependsOn: ['discovery.tags.listed'],
    ruling: 'Not described: 200 and 4xx pass, 5xx fails.',
  },
  {
    id: 'discovery.tags.last',
    title: 'starts right after the tag specified as last',
    section,
    at: {
      '1.0': derived('MUST', 455, 456, 457),
      '1.1': derived('MUST', 556, 557),
      dev: derived('MUST', 601, 602),
    },
    reasoning: 'The sentence defines the response as the tags after the named one.',
    dependsOn: ['discovery.tags.body'],
    impact: 'last is ignored: clients get the same page again and again.',
  },
  {
    id: 'discovery.tags.last-without-n',
    title: 'honors last when n is absent',
    section,
    at: {
      '1.0': derived('MUST', 459, 456),
      '1.1': derived('MUST', 560, 556),
      dev: derived('MUST', 605, 601),
    },
    reasoning: 'n is optional for clients that send last, so last has the same effect without it.',
    dependsOn: ['discovery.tags.last'],
    ruling: 'The sentence permits the client to leave n out, so a registry honors last without it.',
  },
  {
    id: 'discovery.tags.last-at-end',
    title: 'returns an empty list after the last tag',
    section,
    at: { '1.0': derived('MUST', 457), '1.1': derived('MUST', 557), dev: derived('MUST', 602) },
    reasoning:
      'The response is defined as the tags after the named one, and there are none after the last one.',
    dependsOn: ['discovery.tags.last', 'discovery.tags.order'],
    impact: 'Clients that page until a page is empty never end.',
  },
  {
    id: 'discovery.tags.last-unknown',
    title: 'accepts a last value that is not an existing tag',
    section,
    at: { '1.0': derived('MAY', 455), '1.1': derived('MAY', 555), dev: derived('MAY', 600) },
    reasoning: 'last has to be an existing tag, and the response to another value is left open.',
    dependsOn: ['discovery.tags.last'],
    ruling: 'The response for a name that is not a tag is not described: informational.',
    impact: 'A tag that is deleted between two pages ends the listing.',
  },
  {
    id: 'discovery.tags.link-form',
    title: 'returns the Link of a tag list in the form of RFC 5988 with rel="next"',
    section,
    at: { '1.1': must(546), dev: must(591) },
    dependsOn: ['discovery.tags.body'],
    impact: 'A target without angle brackets: clients see no further page.',
  },
  {
    id: 'discovery.tags.link-walk',
    title: 'links each page of tags to the next one up to the last tag',
    section,
    at: { '1.1': must('546', '543!'), dev: must('591', '588!') },
    dependsOn: [
      'discovery.tags.link-form',
      'discovery.tags.last',
      'discovery.tags.nothing-else',
      'discovery.tags.order-paged',
    ],
    impact: 'The Link loses n, the repository or the outer host name.',
  },
  {
    id: 'discovery.tags.link-last-page',
    title: 'returns no Link with the last page of tags',
    section,
    at: { '1.1': may(545), dev: may(590) },
    dependsOn: ['discovery.tags.link-form'],
    ruling:
      'A Link is described for the case that there are more tags; one that leads to an empty page warns.',
  },
])
