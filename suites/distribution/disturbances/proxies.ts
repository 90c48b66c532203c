import { onReply } from '../../../src/reference/effects/effects.ts'
import { without } from '../../../src/reference/effects/alter.ts'
import { headerOf, withBody, withHeader } from '../../../src/reference/reply.ts'
import { gzipSync } from 'node:zlib'
import type { Disturbance } from './disturbance.ts'

/** Between the registry and the client. */
export const proxied: readonly Disturbance[] = [
  {
    id: 'proxy-strips-digests',
    title: 'is behind a proxy that drops Docker-Content-Digest',
    touches: [
      'pull.manifest.digest-header',
      'pull.manifest.head.digest-header',
      'pull.blob.digest-header',
      'pull.blob.head.digest-header',
      'push.manifest.digest-header',
    ],
    effects: () => without({}, 'Docker-Content-Digest'),
  },
  {
    id: 'proxy-strips-oci-headers',
    title: 'is behind a proxy that drops unknown header fields',
    touches: [
      'push.subject.',
      'push.tag-parameters.',
      'discovery.referrers.filter-header',
      'proxying.namespace-header-value',
    ],
    effects: () => without({}, 'OCI-Subject', 'OCI-Tag', 'OCI-Filters-Applied', 'OCI-Namespace'),
  },
  {
    id: 'proxy-compresses',
    title: 'is behind a proxy that compresses JSON regardless of Accept-Encoding',
    touches: [
      'http.identity-encoding',
      'pull.manifest.',
      'push.',
      'discovery.',
      'extensions.',
      'errors.',
      'management.',
    ],
    effects: () =>
      onReply({ method: 'GET' }, (answer) =>
        /json/.test(headerOf(answer, 'content-type') ?? '') && answer.body.length > 0
          ? withHeader(withBody(answer, gzipSync(answer.body)), 'Content-Encoding', 'gzip')
          : answer,
      ),
  },
]
