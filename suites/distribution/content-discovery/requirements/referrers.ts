import { defineRequirements } from '../../../../src/engine/literal-ids.ts'
import { derived, may, must, should, table } from '../../../../src/engine/requirement.ts'

const section = 'listing-referrers'

/** Listing referrers: new in 1.1. */
const answers = defineRequirements([
  {
    id: 'discovery.referrers.supported',
    title: 'supports the referrers API',
    section: 'unavailable-referrers-api',
    at: { '1.1': derived('MAY', 715, 720), dev: derived('MAY', 780, 785) },
    reasoning: 'The text describes the API as optional, and a fallback is defined for registries without it.',
    ruling:
      '404, or another 4xx, without OCI-Subject on a push means that the registry does not have the API: unsupported. 5xx fails.',
    impact: 'Clients maintain a tag per image instead, and lose entries when two of them write.',
  },
  {
    id: 'discovery.referrers.listed',
    title: 'returns 200 for the referrers of a manifest',
    section,
    at: { '1.1': must(576), dev: must(621) },
  },
  {
    id: 'discovery.referrers.no-404',
    title: 'never returns 404 for referrers if it returns OCI-Subject',
    section,
    at: { '1.1': must(577), dev: must(622) },
    ruling: 'Requested of repositories that exist; 404 for an unknown repository passes.',
    impact: 'OCI-Subject without the API: clients skip the referrers tag, and signatures cannot be found.',
  },
  {
    id: 'discovery.referrers.unknown-repository',
    title: 'returns 200 or 404 for referrers in an unknown repository',
    section: 'endpoints',
    at: { '1.1': table('MUST', 782), dev: table('MUST', 856) },
    dependsOn: ['discovery.referrers.empty'],
    ruling: '200 with an empty index and 404 pass, other 4xx warn, 5xx fails.',
  },
  {
    id: 'discovery.referrers.invalid-digest',
    title: 'returns 400 for the referrers of a malformed digest',
    section,
    at: { '1.1': must(578), dev: must(623) },
    dependsOn: ['discovery.referrers.listed'],
  },
  {
    id: 'discovery.referrers.index',
    title: 'returns referrers as an image index',
    section,
    at: { '1.1': must(580), dev: must(625) },
    dependsOn: ['discovery.referrers.listed'],
  },
  {
    id: 'discovery.referrers.content-type',
    title: 'returns referrers with the media type of an image index',
    section,
    at: { '1.1': must(581), dev: must(626) },
    dependsOn: ['discovery.referrers.listed'],
    impact: 'One large product sent application/json: clients rejected the list.',
  },
  {
    id: 'discovery.referrers.empty',
    title: 'returns an empty index when there are no referrers',
    section,
    at: { '1.1': must(587), dev: must(632) },
    dependsOn: ['discovery.referrers.index'],
    ruling: 'null instead of the array warns.',
    impact: 'A 404 here makes clients fall back to a tag that does not exist.',
  },
])

const entries = defineRequirements([
  {
    id: 'discovery.referrers.complete',
    title: 'lists every pushed image manifest among the referrers of its subject',
    section: 'enabling-the-referrers-api',
    at: { '1.1': must(751, '582!'), dev: must(819, '627!') },
    dependsOn: ['discovery.referrers.index'],
    ruling:
      'All pages are followed. An entry that appears late warns and never fails. Of many that are pushed at once ' +
      'a loss is a note at depth quick, and fails from depth standard on, where the model judges what overlaps.',
    impact: 'A signature that is not listed does not count: admission control rejects the image.',
  },
  {
    id: 'discovery.referrers.complete-index',
    title: 'lists every pushed index among the referrers of its subject',
    section,
    at: { '1.1': derived('SHOULD', 582), dev: derived('SHOULD', 627) },
    reasoning:
      'Descriptors of indexes are described as entries of the response, while the duty to include all manifests names image manifests only.',
    dependsOn: ['discovery.referrers.index'],
    ruling:
      'Entries for indexes are described, but the requirement to list them covers image manifests: a missing entry warns.',
  },
  {
    id: 'discovery.referrers.before-subject',
    title: 'lists referrers that were pushed before their subject',
    section: 'enabling-the-referrers-api',
    at: { '1.1': must(751), dev: must(819) },
    dependsOn: ['discovery.referrers.complete', 'push.subject.missing'],
  },
  {
    id: 'discovery.referrers.nothing-else',
    title: 'lists only manifests whose subject is the requested digest',
    section,
    at: { '1.1': must(580, '582!'), dev: must(625, '627!') },
    dependsOn: ['discovery.referrers.index'],
  },
  {
    id: 'discovery.referrers.other-repository',
    title: 'does not list referrers of another repository',
    section,
    at: { '1.1': must(580, '582!'), dev: must(625, '627!') },
    dependsOn: ['discovery.referrers.index'],
    impact: 'It reveals the content of private repositories.',
  },
  {
    id: 'discovery.referrers.unique',
    title: 'lists each referrer once',
    section,
    at: { '1.1': derived('SHOULD', 582, 627), dev: derived('SHOULD', 627, 672) },
    reasoning:
      'The response lists manifests, and the descriptors of several pages are described as different, without a keyword that forbids repeated ones.',
    dependsOn: ['discovery.referrers.complete'],
  },
  {
    id: 'discovery.referrers.descriptor',
    title: 'returns the media type, digest and size of each referrer',
    section,
    at: { '1.1': must(580, '595!'), dev: must(625, '640!') },
    dependsOn: ['discovery.referrers.complete'],
    impact: 'With a wrong size, clients reject the manifest that they then pull.',
  },
  {
    id: 'discovery.referrers.artifact-type',
    title: 'returns the artifactType of a referring image manifest',
    section,
    at: { '1.1': must(583), dev: must(628) },
    dependsOn: ['discovery.referrers.complete'],
    impact: 'One product returned the type of the config: every artifact looked the same.',
  },
  {
    id: 'discovery.referrers.artifact-type-config',
    title: 'returns the config media type when a referring manifest has no artifactType',
    section,
    at: { '1.1': must(584), dev: must(629) },
    dependsOn: ['discovery.referrers.complete'],
  },
  {
    id: 'discovery.referrers.artifact-type-index',
    title: 'returns the artifactType of a referring index',
    section,
    at: { '1.1': must(583), dev: must(628) },
    dependsOn: ['discovery.referrers.complete-index'],
  },
  {
    id: 'discovery.referrers.artifact-type-omitted',
    title: 'omits artifactType for a referring index that has none',
    section,
    at: { '1.1': must(585), dev: must(630) },
    dependsOn: ['discovery.referrers.complete-index'],
  },
  {
    id: 'discovery.referrers.annotations',
    title: 'copies the annotations of a referring image manifest',
    section,
    at: { '1.1': must(586), dev: must(631) },
    dependsOn: ['discovery.referrers.complete'],
    impact: 'Clients choose by annotation; without them each artifact has to be pulled.',
  },
  {
    id: 'discovery.referrers.annotations-index',
    title: 'copies the annotations of a referring index',
    section,
    at: { '1.1': must(586), dev: must(631) },
    dependsOn: ['discovery.referrers.complete-index'],
  },
  {
    id: 'discovery.referrers.preexisting',
    title: 'lists manifests from referrers tags that predate the API',
    section: 'enabling-the-referrers-api',
    at: { '1.1': must(749), dev: must(817) },
    unobservable:
      'It concerns the moment at which the API is enabled, which a client can neither observe nor cause; oci-assay roundtrip --upgrade evaluates it.',
  },
  {
    id: 'discovery.referrers.preexisting-all',
    title: 'lists all manifests with a subject that predate the API',
    section: 'enabling-the-referrers-api',
    at: { '1.1': may(750), dev: may(818) },
    unobservable:
      'It concerns the moment at which the API is enabled, which a client can neither observe nor cause.',
  },
])

const pages = defineRequirements([
  {
    id: 'discovery.referrers.link',
    title: 'returns a Link when the referrers do not fit into one response',
    section,
    at: { '1.1': must(626), dev: must(671) },
    dependsOn: ['discovery.referrers.index'],
    ruling: 'A registry that returns the list in one response has nothing to link: unsupported.',
    impact: 'The list ends at a limit without any indication.',
  },
  {
    id: 'discovery.referrers.link-form',
    title: 'returns the Link of referrers in the form of RFC 5988 with rel="next"',
    section,
    at: { '1.1': must(628), dev: must(673) },
    dependsOn: ['discovery.referrers.index'],
  },
  {
    id: 'discovery.referrers.pages',
    title: 'returns each further page of referrers as an index with other descriptors',
    section,
    at: { '1.1': derived('MUST', 627), dev: derived('MUST', 672) },
    reasoning:
      'A list that does not fit into one response must be continued by a Link, and each of these responses is described as an index with different descriptors.',
    dependsOn: ['discovery.referrers.link-form'],
  },
  {
    id: 'discovery.referrers.filter',
    title: 'filters referrers by artifactType',
    section,
    at: { '1.1': should(630), dev: should(675) },
    dependsOn: ['discovery.referrers.complete'],
    ruling: 'A registry without filters returns the whole list without OCI-Filters-Applied, which warns.',
  },
  {
    id: 'discovery.referrers.filter-header',
    title: 'lists artifactType in OCI-Filters-Applied when it filtered referrers',
    section,
    at: { '1.1': must(632), dev: must(677) },
    dependsOn: ['discovery.referrers.complete'],
    ruling: 'A filtered list without the header fails; a whole list without it is judged as missing support.',
    impact: 'Clients filter again, or mistake the whole list for the filtered one.',
  },
  {
    id: 'discovery.referrers.filter-exact',
    title: 'returns all referrers of the requested type, and no others, when the filter is applied',
    section,
    at: { '1.1': derived('MUST', 632), dev: derived('MUST', 677) },
    reasoning:
      'The header denotes that the filter was applied, and a list that does not match the filter makes it a false statement.',
    dependsOn: ['discovery.referrers.complete', 'discovery.referrers.artifact-type'],
  },
  {
    id: 'discovery.referrers.filter-config-type',
    title: 'filters manifests without artifactType by their config media type',
    section,
    at: { '1.1': derived('MUST', 632, 584), dev: derived('MUST', 677, 629) },
    reasoning:
      'artifactType of a manifest without one must be set to the media type of its config, and the filter compares artifactType.',
    dependsOn: ['discovery.referrers.artifact-type-config', 'discovery.referrers.filter-exact'],
  },
  {
    id: 'discovery.referrers.filter-empty',
    title: 'returns an empty index when no referrer has the requested type',
    section,
    at: { '1.1': must(587), dev: must(632) },
    dependsOn: ['discovery.referrers.filter-exact', 'discovery.referrers.empty'],
    ruling: 'Evaluated where filtering is supported.',
  },
  {
    id: 'discovery.referrers.filter-several',
    title: 'separates several applied filters with commas',
    section,
    at: { '1.1': must(633), dev: must(678) },
    unobservable: 'The text defines only one filter, so a client cannot request two.',
  },
])

export const referrers = [...answers, ...entries, ...pages]
