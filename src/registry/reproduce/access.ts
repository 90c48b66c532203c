import type { ExchangeRecord } from '../record/exchange.ts'

/** How a registry is reached, and as whom. */
export interface Access {
  credentials: 'none' | 'basic' | 'bearer'
  secure: boolean
  insecure: boolean
  clientCertificate: boolean
  proxy: string | undefined
}

/** The origin of an HTTP URL; undefined for any other text. */
export const originOf = (url: string): string | undefined =>
  URL.canParse(url) && /^https?:/i.test(url) ? new URL(url).origin : undefined

/** How the registry was reached, as these exchanges show it. */
export function accessOf(
  seen: readonly ExchangeRecord[],
  registry: string,
  details: Readonly<Record<string, string>>,
): Access {
  const schemes = seen
    .flatMap(({ request }) => (originOf(request.url) === registry ? request.headers : []))
    .flatMap(([name, value]) =>
      name.toLowerCase() === 'authorization' ? [/^\S+/.exec(value)?.[0] ?? ''] : [],
    )
    .map((scheme) => scheme.toLowerCase())
  return {
    credentials: schemes.includes('basic') ? 'basic' : schemes.length > 0 ? 'bearer' : 'none',
    secure: registry.startsWith('https:'),
    insecure: details['certificates'] === 'not verified',
    clientCertificate: details['client certificate'] !== undefined,
    proxy: details['proxy'],
  }
}
