import { withoutUndefined } from '../../engine/optional.ts'
import type { AccessOptions } from '../../assay/registry/access.ts'
import { exitCodes, Failure } from '../../results/conclusion/failure.ts'
import { reasonOf } from '../../files/problem.ts'
import { readFileText } from '../../files/read.ts'
import { secretsOf } from '../../registry/auth/credentials.ts'
import { createRedactor } from '../../registry/record/redaction/redactor.ts'
import { certificatesIn } from '../../registry/transport/failure/presented-certificate.ts'
import type { RunSettings } from '../configuration/setting.ts'
import { maskUnexpected } from '../process/last-resort.ts'

/** The access options of the library, from the settings. Throws Failure. */
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
    ...withoutUndefined({ timeout }),
    ...(proxy === undefined ? {} : { proxy: proxy === 'none' ? false : proxy }),
    ...(caFile === undefined ? {} : { ca: readAuthorities(caFile), caFile }),
    ...(clientCert === undefined ? {} : { clientCert: readPem('--client-cert', clientCert) }),
    ...(clientKey === undefined ? {} : { clientKey: readPem('--client-key', clientKey) }),
    ...withoutUndefined({ repository: settings.repository }),
    ...(await credentialsOf(settings, password)),
  }
}

/** The credentials that were set; where there are none, docker's or podman's are looked up later. */
async function credentialsOf(
  { username, passwordStdin, anonymous }: RunSettings,
  known: string | undefined,
): Promise<Pick<AccessOptions, 'credentials'>> {
  if (passwordStdin && !username) {
    throw new Failure('--password-stdin needs --username', exitCodes.usage)
  }
  if (anonymous) return { credentials: 'anonymous' }
  if (!username) return {}
  const password = passwordStdin ? await readPassword(process.stdin) : known
  if (password === undefined) {
    const advice = 'pipe it in with --password-stdin, or set OCI_PASSWORD'
    throw new Failure(`there is no password for the user ${username}`, exitCodes.usage, advice)
  }
  const credentials = { username, password }
  maskUnexpected(createRedactor(secretsOf(credentials)).text)
  return { credentials }
}

/** No certificates or keys are as large; bytes. */
const mostOfPem = 16 * 1024 ** 2
const readPem = (option: string, path: string): string =>
  readFileText(path, { most: mostOfPem, advice: `specify a PEM file with ${option}` })

/** A file of CA certificates. Throws Failure where it contains none: TLS would silently trust nobody. */
function readAuthorities(path: string): string {
  const pem = readPem('--ca-file', path)
  const refuse = (why: string) =>
    new Failure(
      `--ca-file ${path} ${why}`,
      exitCodes.usage,
      'specify a PEM file with the CA certificate of the registry',
    )
  try {
    if (certificatesIn(pem).length > 0) return pem
  } catch (error) {
    throw refuse(`contains a certificate that cannot be read: ${reasonOf(error)}`)
  }
  throw refuse('contains no certificate')
}

/** No password is as long; bytes. */
const mostOfPassword = 64 * 1024

/** All of standard input without the line break at its end. Throws Failure where that is not a password. */
async function readPassword(stdin: NodeJS.ReadStream): Promise<string> {
  const advice = 'for example: oci-assay run … --password-stdin < password-file'
  const refuse = (why: string) => new Failure(`--password-stdin: ${why}`, exitCodes.usage, advice)
  if (stdin.isTTY) throw refuse('standard input is a terminal, which would show the password')
  const chunks: Buffer[] = []
  let length = 0
  try {
    for await (const chunk of stdin as AsyncIterable<Buffer>) {
      length += chunk.length
      if (length > mostOfPassword) throw refuse(`standard input has more than ${mostOfPassword} bytes`)
      chunks.push(chunk)
    }
  } catch (error) {
    if (error instanceof Failure) throw error
    throw refuse(`standard input cannot be read: ${reasonOf(error)}`)
  }
  return Buffer.concat(chunks)
    .toString('utf8')
    .replace(/\r?\n$/, '')
}
