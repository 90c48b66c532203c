import type { SettingValue, RunSettings, SettingKey } from './setting.ts'
import { existsSync } from 'node:fs'
import { operationNames } from '../../client/operations.ts'
import { namesImage } from '../../assay/names-image.ts'
import { exitCodes, Failure } from '../../results/conclusion/failure.ts'
import { parseReference } from '../../image/source/open/reference.ts'
import { parseTargetUrl } from '../../registry/transport/target-url.ts'
import { printable } from '../../results/text/printable.ts'
import { isSuiteFile } from '../input/own-suites.ts'
import type { Resolved } from './resolve.ts'
import { lastingSettings } from './settings.ts'

/**
 * A configuration file that is merely there is as trustworthy as the checkout that it is in, which may be a pull
 * request. It chooses what is tested and how. What it may not do unless it is named is to run something, and to evaluate
 * where credentials go.
 */

/** Of these, a suite only where it is a file, and commands of clients only where a client is tested. */
export const executing: readonly SettingKey[] = [
  'suite',
  'container',
  'port',
  'env',
  'volume',
  'containerCommand',
  ...operationNames,
]

/** What a round trip runs, and where it pushes an image to. */
export const travelling: readonly SettingKey[] = ['roundtrip', 'with', 'upgrade', 'start']

/** Where credentials are sent, how they are protected on the way, whose they are, and what they may write to. */
export const guarding: readonly SettingKey[] = [
  'target',
  'images',
  'repository',
  'secondRepository',
  'username',
  'plainHttp',
  'caFile',
  'clientCert',
  'clientKey',
  'insecureSkipVerify',
  'proxy',
  'allowPrivateOrigins',
]

type Entry = readonly [SettingKey, SettingValue]

const isSuiteFiles = ([key, { value }]: Entry): boolean =>
  key !== 'suite' || (Array.isArray(value) && value.some((each: string) => isSuiteFile(each)))

/** The host whose logins a run would use, and its repository; undefined where it does not use one. */
function loginOf({
  target,
  plainHttp,
  repository,
}: RunSettings): { host: string; repository?: string } | undefined {
  if (target === undefined || existsSync(target)) return undefined
  const options = plainHttp === undefined ? {} : { plainHttp }
  try {
    if (!namesImage(target)) {
      const { host } = parseTargetUrl(target, options)
      return repository === undefined ? { host } : { host, repository }
    }
    const reference = parseReference(target, options)
    return reference && { host: reference.base.host, repository: reference.repository }
  } catch {
    // What is wrong with it is reported by what uses it.
    return undefined
  }
}

/** The credentials of the user that a run would send, for people; undefined where it has none. */
async function credentialsIn(resolved: Resolved): Promise<string | undefined> {
  const { settings: chosen, password, found } = resolved
  const isOwn = (key: SettingKey) => chosen[key] !== undefined && !found?.settings.has(key)
  if (isOwn('clientKey')) return 'the key of a client certificate'
  if (chosen.anonymous) return undefined
  if (chosen.username !== undefined) {
    // A login that is wholly in the file is not the user's.
    const isFound = !isOwn('username') && found?.password === true
    return isFound || (password === undefined && !chosen.passwordStdin) ? undefined : 'user name and password'
  }
  const login = loginOf(chosen)
  if (!login) return undefined
  const { lookUp } = await import('../../registry/auth/credential-store/index.ts')
  const { credentials, from } = await lookUp(login.host, login)
  return credentials && `the login of ${login.host} in ${from}`
}

const nameOf = (key: SettingKey): string =>
  lastingSettings.find((setting) => setting.key === key)?.name ?? key

/** `target (line 2) and proxy (line 3)`, as far as the file has lines. */
function listed(entries: readonly Entry[]): string {
  const names = entries.map(([key, { from }]) => {
    const line = /:(\d+)$/.exec(from)?.[1]
    return line === undefined ? nameOf(key) : `${nameOf(key)} (line ${line})`
  })
  return names.join(', ').replace(/, (?=[^,]*$)/, ' and ')
}

/**
 * Throws Failure where a file that was found, and not named, sets what only a named one may: what runs something, and,
 * where the user's credentials would be sent, what determines where they go. `typed` is what the command line has.
 */
export async function checkFound(
  resolved: Resolved,
  typed: RunSettings,
  runs: 'target' | 'client' | 'roundtrip' = 'target',
): Promise<void> {
  const { found } = resolved
  if (!found) return
  const { path, accept } = found
  const refuse = (entries: readonly Entry[], because: string, alternative = '') => {
    const message = `${path} was found and not named, and it sets ${listed(entries)}: ${because}`
    const advice = `look at what ${path} sets, then accept it by ${accept}${alternative}`
    return new Failure(printable(message), exitCodes.usage, printable(advice))
  }
  const isElsewhere = typed.target !== undefined || typed.reference === true
  const usesContainer = resolved.settings.container !== undefined && !isElsewhere
  const sets = (keys: readonly SettingKey[]) => [...found.settings].filter(([key]) => keys.includes(key))
  if (runs === 'client') {
    const commands = sets(operationNames)
    if (commands.length > 0) throw refuse(commands, 'only a file that is named explicitly may name commands')
    return
  }
  const onTheWay = runs === 'roundtrip' ? sets(travelling) : []
  if (onTheWay.length > 0)
    throw refuse(
      onTheWay,
      'only a file that is named explicitly may run programs, or choose where an image is pushed to',
    )
  const running = sets(executing).filter((entry) => {
    if (operationNames.some((name) => name === entry[0])) return false
    return entry[0] === 'suite' ? isSuiteFiles(entry) : usesContainer
  })
  if (running.length > 0) {
    throw refuse(running, 'only a file that is named explicitly may load code or start containers')
  }
  const directing = sets(guarding)
  if (directing.length === 0 || typed.reference === true) return
  const credentials = await credentialsIn(resolved)
  if (credentials === undefined) return
  throw refuse(
    directing,
    `with credentials (${credentials}) these are taken only from the command line, the environment or a file that is named`,
    '; or send no credentials with --anonymous',
  )
}
