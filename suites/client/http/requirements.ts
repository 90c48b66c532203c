import { defineRequirements } from '../../../src/engine/literal-ids.ts'
import { may, must, should } from '../../../src/engine/requirement.ts'

/** Headers, redirects, older registries, warnings, proxies and extensions (distribution specification). */
export const requirements = defineRequirements([
  {
    id: 'client.http.legacy-headers',
    title: 'pulls from and pushes to a registry that sends no Docker-specific headers',
    section: 'legacy-docker-support-http-headers',
    at: { '1.0': should('49:2'), '1.1': should('52:2'), dev: should('50:2') },
    impact: 'Registries that are not derived from Docker cannot be used.',
  },
  {
    id: 'client.http.legacy-codes',
    title: 'does not depend on error codes of Docker schema 1',
    section: 'legacy-docker-support-error-codes',
    at: { '1.1': should('57:2'), dev: should('55:2') },
    unobservable:
      'a client fails at a rejected manifest whichever code it has: that it depends on one cannot be seen',
  },
  {
    id: 'client.http.older-registries',
    title: 'works with registries of older versions',
    section: 'backwards-compatibility',
    at: { '1.1': must(714), dev: must(779) },
    ruling: 'Evaluated with a registry that has what 1.0 requires: no referrers API, and 202 to mounts.',
  },
  {
    id: 'client.http.fallbacks',
    title: 'uploads a blob where the registry does not mount it',
    section: 'backwards-compatibility',
    at: { '1.1': must(715), dev: must(780) },
    impact: 'Copies between repositories fail where mounting is not possible.',
  },
  {
    id: 'client.http.redirects',
    title: 'follows redirects of blobs, manifests and uploads',
    section: 'endpoints',
    at: { dev: should('825:2') },
    dependsOn: ['client.push.location-relative'],
    impact: 'Registries that store blobs elsewhere cannot be used.',
  },
  {
    id: 'client.http.redirect-authorization',
    title: 'sends no Authorization to another host after a redirect',
    section: 'endpoints',
    at: { dev: must('825:3') },
    ruling:
      'Another host name is another host. Authorization to another port of the same host name is a note, since the text speaks of hosts, and so are credentials for the Location of an upload or for a token server on another host, which are not redirects, and what is sent to a registry whose certificate is not valid, since no statement is about certificates.',
    impact: 'Passwords and tokens of the registry reach the host of its storage, and its logs.',
  },
  {
    id: 'client.warnings.reported',
    title: 'shows the warnings of the registry',
    section: 'warnings',
    at: { '1.1': should(843), dev: should(920) },
    impact: 'Users do not learn that a repository is deprecated or a quota is nearly used up.',
  },
  {
    id: 'client.warnings.once',
    title: 'shows the same warning once',
    section: 'warnings',
    at: { '1.1': should(844), dev: should(921) },
    dependsOn: ['client.warnings.reported'],
  },
  {
    id: 'client.warnings.no-action',
    title: 'sends the same requests with and without warnings',
    section: 'warnings',
    at: { '1.1': must(845), dev: must(922) },
  },
  {
    id: 'client.proxy.source-host',
    title: 'names the host of the repository name in ns',
    section: 'registry-proxying',
    at: { dev: may(763) },
    unobservable:
      'ns is optional, and what it has to be where it is sent is the first component of the name: client.proxy.first-component',
  },
  {
    id: 'client.proxy.first-component',
    title: 'takes the first component of the repository name as its host',
    section: 'registry-proxying',
    at: { dev: should(764) },
    ruling: 'A client that sends no ns to a mirror shows nothing: ns is optional.',
    impact: 'A proxy pulls from another registry than the user named.',
  },
  {
    id: 'client.proxy.primary-source',
    title: 'names in ns the registry that is the primary source of the repository',
    section: 'registry-proxying',
    at: { dev: should('765:1') },
    unobservable: 'which host a client considers the primary source is its own configuration',
  },
  {
    id: 'client.proxy.knows-proxies',
    title: 'knows whether a registry is a proxy',
    section: 'registry-proxying',
    at: { dev: should(771) },
    unobservable: 'what a client knows shows only in what it sends, which the other requirements cover',
  },
  {
    id: 'client.proxy.no-ns',
    title: 'sends no ns to registries that are not proxies',
    section: 'registry-proxying',
    at: { dev: should(772) },
  },
  {
    id: 'client.proxy.credentials',
    title: 'sends no credentials of the upstream registry to a proxy',
    section: 'registry-proxying',
    at: { dev: should(775) },
    ruling:
      'Evaluated with a mirror that requires credentials, of which the client has only those of the registry in the name.',
    impact: 'Passwords of a registry reach each mirror that is configured for it.',
  },
  {
    id: 'client.extensions.link',
    title: 'follows the Link of a list of extensions unchanged',
    section: 'pagination',
    at: { dev: should('extensions/README.md#98:1,2') },
    unobservable: 'no client that is known lists the content of an extension',
  },
])
