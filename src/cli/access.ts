import { readFileSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import type { AccessOptions } from '../access.ts'
import { exitCodes, Failure } from '../failure.ts'
import type { RunSettings } from './configuration/settings.ts'

/** The settings that say how a registry is reached, as the library takes them. Throws Failure. */
export async function accessOf(
  settings: RunSettings,
  password: string | undefined,
): Promise<Omit<AccessOptions, 'target'>> {
  const { plainHttp, insecureSkipVerify, http2, timeout, proxy, caFile, clientCert, clientKey } = settings
  const { allowPrivateOrigins } = settings
  return {
    ...(plainHttp === true ? { plainHttp } : {}),
    ...(insecureSkipVerify === true ? { insecureSkipVerify } : {}),
    ...(http2 === true ? { http2 } : {}),
    ...(allowPrivateOrigins === true ? { allowPrivateOrigins } : {}),
    ...(timeout === undefined ? {} : { timeout }),
    ...(proxy === undefined ? {} : { proxy: proxy === 'none' ? false : proxy }),
    ...(caFile === undefined ? {} : { ca: readText(caFile) }),
    ...(clientCert === undefined ? {} : { clientCert: readText(clientCert) }),
    ...(clientKey === undefined ? {} : { clientKey: readText(clientKey) }),
    ...(settings.repository === undefined ? {} : { repository: settings.repository }),
    ...(await credentialsOf(settings, password)),
  }
}

/** Those that were given; where there are none, docker's or podman's are looked for later. */
async function credentialsOf(
  { username, passwordStdin, anonymous }: RunSettings,
  known: string | undefined,
): Promise<Pick<AccessOptions, 'credentials'>> {
  if (passwordStdin && !username) {
    throw new Failure('--password-stdin needs --username', exitCodes.usage)
  }
  if (anonymous) return { credentials: 'anonymous' }
  if (!username) return {}
  const password = passwordStdin ? (await text(process.stdin)).replace(/\r?\n$/, '') : known
  if (password === undefined) {
    const advice = 'pipe it in with --password-stdin, or set OCI_PASSWORD'
    throw new Failure(`there is no password for the user ${username}`, exitCodes.usage, advice)
  }
  return { credentials: { username, password } }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const { code = String(error) } = error as NodeJS.ErrnoException
    throw new Failure(`${path} cannot be read (${code})`, exitCodes.usage)
  }
}
