import { isObject } from '../../record/json-object.ts'
import type { Credentials } from '../credentials.ts'

/** docker's config.json and podman's auth.json, as far as logins go. Nothing in it is trusted. */
export type Configuration = Record<string, unknown>

const textIn = (record: Record<string, unknown>, name: string): string | undefined => {
  const value = record[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** The key under which docker keeps the login of its Hub, whichever name it is reached by. */
const hubKey = 'https://index.docker.io/v1/'
const hubHosts = new Set(['docker.io', 'index.docker.io', 'registry-1.docker.io', 'registry.hub.docker.com'])

/** The key that helpers get. */
export const helperKey = (host: string): string => (hubHosts.has(host) ? hubKey : host)

/** Keys were written as addresses by older clients: what counts is host, port and namespace. */
const plainKey = (key: string): string => key.replace(/^https?:\/\//i, '').replace(/(?<!\/)\/+$/, '')

/**
 * The keys that a login may have, the most specific first. podman keeps logins of
 * namespaces (`registry.example/team`) beside those of whole registries.
 */
function keysOf(host: string, repository: string | undefined): string[] {
  const parts = repository?.split('/') ?? []
  const namespaces = parts.map((_, index) => `${host}/${parts.slice(0, parts.length - index).join('/')}`)
  const aliases = hubHosts.has(host)
    ? [plainKey(hubKey), ...hubHosts, ...[...hubHosts].flatMap((name) => [`${name}/v1`, `${name}/v2`])]
    : [`${host}/v1`, `${host}/v2`]
  return [...namespaces, host, ...aliases]
}

/** `auth` is Base64 of `user:password`; newer entries may have the parts by themselves. */
function credentialsIn(entry: Record<string, unknown>): Credentials | undefined {
  const registryToken = textIn(entry, 'registrytoken')
  if (registryToken !== undefined) return { bearer: registryToken }
  const identityToken = textIn(entry, 'identitytoken')
  if (identityToken !== undefined) return { identityToken }
  const auth = textIn(entry, 'auth')
  const pair = auth === undefined ? undefined : Buffer.from(auth, 'base64').toString('utf8')
  const colon = pair?.indexOf(':') ?? -1
  if (pair !== undefined && colon > 0) {
    return { username: pair.slice(0, colon), password: pair.slice(colon + 1).replace(/(?<!\0)\0+$/, '') }
  }
  const username = textIn(entry, 'username')
  const password = textIn(entry, 'password')
  return username === undefined || password === undefined ? undefined : { username, password }
}

/** A login in the configuration itself. */
export function storedIn(
  { auths }: Configuration,
  host: string,
  repository?: string,
): Credentials | undefined {
  if (!isObject(auths)) return undefined
  const byKey = new Map(Object.entries(auths).map(([key, entry]) => [plainKey(key), entry]))
  for (const key of keysOf(host, repository)) {
    const entry = byKey.get(key)
    const found = isObject(entry) ? credentialsIn(entry) : undefined
    if (found) return found
  }
  return undefined
}

/** The names of the helpers that may know a login: the one for this registry, then the one for all. */
export function helpersIn(configuration: Configuration, host: string): string[] {
  const { credHelpers, credsStore } = configuration
  const own = isObject(credHelpers)
    ? [helperKey(host), host].map((key) => credHelpers[key]).find((name) => typeof name === 'string')
    : undefined
  return [...new Set([own, credsStore])].filter(
    (name): name is string => typeof name === 'string' && name !== '',
  )
}
