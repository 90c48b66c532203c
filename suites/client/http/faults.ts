import type { ClientFault } from '../fault.ts'

export const faults: readonly ClientFault[] = [
  {
    id: 'client-needs-digest-header',
    violates: 'client.http.legacy-headers',
    title: 'requires Docker-Content-Digest',
    deviates: ['needsNoDigestHeader'],
  },
  {
    id: 'client-needs-referrers',
    violates: 'client.http.older-registries',
    title: 'requires the referrers API on a push',
    deviates: ['toleratesOlderRegistries'],
  },
  {
    id: 'client-no-mount-fallback',
    violates: 'client.http.fallbacks',
    title: 'fails where a blob is not mounted',
    deviates: ['uploadsAfterMount'],
  },
  {
    id: 'client-no-redirects',
    violates: 'client.http.redirects',
    title: 'follows no redirects',
    deviates: ['followsRedirects'],
  },
  {
    id: 'client-leaks-authorization',
    violates: 'client.http.redirect-authorization',
    title: 'keeps Authorization on a redirect to another host',
    deviates: ['keepsAuthorization'],
  },
  {
    id: 'client-silent-warnings',
    violates: 'client.warnings.reported',
    title: 'does not show warnings',
    seenIn: 'most clients',
    deviates: ['showsWarnings'],
  },
  {
    id: 'client-repeated-warnings',
    violates: 'client.warnings.once',
    title: 'shows a warning for each response',
    deviates: ['showsWarningsOnce'],
  },
  {
    id: 'client-acts-on-warnings',
    violates: 'client.warnings.no-action',
    title: 'requests content again because of a warning',
    deviates: ['ignoresWarnings'],
  },
  {
    id: 'client-sends-ns',
    violates: 'client.proxy.no-ns',
    title: 'sends ns to every registry',
    deviates: ['sendsNoNamespace'],
  },
  {
    id: 'client-ns-of-mirror',
    violates: 'client.proxy.first-component',
    title: 'names the mirror itself in ns',
    deviates: ['namesSource'],
  },
  {
    id: 'client-credentials-to-mirror',
    violates: 'client.proxy.credentials',
    title: 'sends the credentials of the registry to its mirror',
    deviates: ['keepsCredentialsFromMirrors'],
  },
]
