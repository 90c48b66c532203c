import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

export interface Login {
  /** host:port */
  registry: string
  username: string
  password: string
}

/** What must not reach a client that is tested: its own settings, credentials of the user, and proxies. */
const removedPrefixes =
  'docker_ registry_auth_file container buildah_ helm_ oras_ regctl_ cosign_ ssl_cert_ xdg_'.split(' ')
const removedParts = 'token password passwd secret apikey api_key credentials'.split(' ')

function isRemoved(variable: string): boolean {
  const name = variable.toLowerCase()
  return (
    name.endsWith('_proxy') ||
    removedPrefixes.some((prefix) => name.startsWith(prefix)) ||
    removedParts.some((part) => name.includes(part))
  )
}

/**
 * The environment of one invocation: a home of its own, with credentials in the files of Docker and of Podman, so that no
 * client finds those of the user. Creates what is in it.
 */
export function surroundings(
  home: string,
  logins: readonly Login[],
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Record<string, string> {
  const docker = join(home, '.docker')
  const own = {
    HOME: home,
    USERPROFILE: home,
    APPDATA: join(home, 'AppData', 'Roaming'),
    LOCALAPPDATA: join(home, 'AppData', 'Local'),
    DOCKER_CONFIG: docker,
    REGISTRY_AUTH_FILE: join(home, 'auth.json'),
    HELM_REGISTRY_CONFIG: join(docker, 'config.json'),
    XDG_CONFIG_HOME: join(home, '.config'),
    XDG_CACHE_HOME: join(home, '.cache'),
    XDG_DATA_HOME: join(home, '.local', 'share'),
    XDG_RUNTIME_DIR: join(home, 'run'),
    TMPDIR: join(home, 'tmp'),
    // Of Windows.
    TEMP: join(home, 'tmp'),
    TMP: join(home, 'tmp'),
    NO_COLOR: '1',
  }
  for (const folder of [docker, own.XDG_RUNTIME_DIR, own.TMPDIR])
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  writeHome(home, credentialFiles(logins))
  const kept = Object.entries(environment).flatMap(([name, value]) =>
    value === undefined || isRemoved(name) ? [] : [[name, value] as const],
  )
  return { ...Object.fromEntries(kept), ...own }
}

/** Writes files below the home of an invocation. */
export function writeHome(home: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    const path = join(home, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text, { mode: 0o600 })
  }
}

function credentialFiles(logins: readonly Login[]): Record<string, string> {
  const auths = Object.fromEntries(
    logins.map(({ registry, username, password }) => [
      registry,
      { auth: Buffer.from(`${username}:${password}`).toString('base64') },
    ]),
  )
  const text = JSON.stringify({ auths })
  return { '.docker/config.json': text, 'auth.json': text }
}
