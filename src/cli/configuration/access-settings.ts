import { proxyAddress } from '../input/options.ts'
import type { Setting } from './setting.ts'

/** How a registry is reached: for every command that sends requests. */
export const accessSettings: readonly Setting[] = [
  {
    kind: 'text',
    name: 'username',
    key: 'username',
    value: 'name',
    about: 'user name (or OCI_USERNAME; the password from OCI_PASSWORD)',
  },
  {
    kind: 'switch',
    name: 'password-stdin',
    key: 'passwordStdin',
    about: 'read the password from standard input',
    commandLineOnly: true,
  },
  {
    kind: 'switch',
    name: 'anonymous',
    key: 'anonymous',
    about: 'send no credentials, not even those of docker or podman',
  },
  {
    kind: 'switch',
    name: 'plain-http',
    key: 'plainHttp',
    about: 'use HTTP if the target has no scheme',
  },
  {
    kind: 'path',
    name: 'ca-file',
    key: 'caFile',
    value: 'file',
    about: 'trusted CAs (PEM), instead of those of the system',
  },
  {
    kind: 'path',
    name: 'client-cert',
    key: 'clientCert',
    value: 'file',
    about: 'client certificate (PEM)',
  },
  {
    kind: 'path',
    name: 'client-key',
    key: 'clientKey',
    value: 'file',
    about: 'key of the client certificate (PEM)',
  },
  {
    kind: 'switch',
    name: 'insecure-skip-verify',
    key: 'insecureSkipVerify',
    about: 'do not verify the certificate of the registry',
  },
  {
    kind: 'text',
    name: 'proxy',
    key: 'proxy',
    value: 'url',
    read: proxyAddress,
    about: 'proxy to use instead of HTTP_PROXY, HTTPS_PROXY and NO_PROXY; none for no proxy',
  },
  {
    kind: 'switch',
    name: 'http2',
    key: 'http2',
    about: 'negotiate HTTP/2; connections closed mid-run turn checks into errors',
  },
  {
    kind: 'switch',
    name: 'allow-private-origins',
    key: 'allowPrivateOrigins',
    about:
      'follow redirects, Locations and token servers to private and link-local addresses and to this machine, even if the target is at a public address',
  },
  {
    kind: 'integer',
    name: 'timeout',
    key: 'timeout',
    value: 'ms',
    least: 1,
    // A timer cannot be set beyond some weeks, and fires at once.
    most: 86_400_000,
    default: 30_000,
    about: 'per-request idle timeout in milliseconds',
  },
]
