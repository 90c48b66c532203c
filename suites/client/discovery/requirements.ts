import { defineRequirements } from '../../../src/engine/literal-ids.ts'
import { derived, must, should } from '../../../src/engine/requirement.ts'

/** How clients read lists of tags and of referrers (distribution specification, Content Discovery). */
export const requirements = defineRequirements([
  {
    id: 'client.discovery.all-tags',
    title: 'lists the tags of all pages',
    section: 'listing-tags',
    at: { '1.1': derived('SHOULD', 565), dev: derived('SHOULD', 610) },
    reasoning:
      'A page with a Link is not the whole list, and clients are advised to follow Link, which is resolved like any reference (RFC 5988).',
    impact:
      'Tags are missing from the list without any indication: clean-up and mirroring act on half of them.',
  },
  {
    id: 'client.discovery.link-unchanged',
    title: 'requests the next page at the URL in Link, unchanged',
    section: 'listing-tags',
    at: { '1.1': derived('SHOULD', 565), dev: derived('SHOULD', 610) },
    reasoning:
      'Link is to be preferred over counting with last, so its target is the next page, with all parameters that the registry put there.',
    dependsOn: ['client.discovery.all-tags'],
  },
  {
    id: 'client.discovery.empty-page',
    title: 'continues after an empty page that has a Link',
    section: 'listing-tags',
    at: { '1.1': derived('SHOULD', 564), dev: derived('SHOULD', 609) },
    reasoning:
      'With Link the number of tags on a page shows nothing: the text warns of clients that stop early because of it.',
    impact: 'A list ends early, with exit status 0, where a page of the registry was filtered.',
  },
  {
    id: 'client.discovery.last',
    title: 'passes a tag as last, not a number',
    section: 'listing-tags',
    at: { '1.0': must(455), '1.1': must(555), dev: must(600) },
  },
  {
    id: 'client.discovery.referrers-fallback',
    title: 'pulls the referrers tag where the referrers API returns 404',
    section: 'listing-referrers',
    at: { '1.1': must(663, 720), dev: must(708, 785) },
    impact: 'Signatures and SBOMs are not found in registries without the referrers API.',
  },
  {
    id: 'client.discovery.referrers-none',
    title: 'reports no referrers where neither the API nor the referrers tag has a list',
    section: 'listing-referrers',
    at: { '1.1': should(665), dev: should(710) },
  },
  {
    id: 'client.discovery.all-referrers',
    title: 'lists the referrers of all pages',
    section: 'listing-referrers',
    at: { '1.1': derived('MUST', 626), dev: derived('MUST', 671) },
    reasoning:
      'The registry has to send a Link where the list does not fit into one response: what a client lists without following it is not the list.',
    impact: 'Signatures beyond the first page are not found.',
  },
])
