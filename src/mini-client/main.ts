import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { attach, remove } from './attach.ts'
import { honest, type Behaviour } from './behaviour.ts'
import { fetchBlob } from './blobs.ts'
import { referrers, tags } from './discovery.ts'
import { files } from './files.ts'
import { fetchManifest, type Client } from './manifests.ts'
import { pull, pullPlatform } from './pull.ts'
import { copy, push } from './push.ts'
import { parseReference } from './reference.ts'
import { createSession, type Credentials } from './session.ts'

export interface Ended {
  status: number
  stdout: string
  stderr: string
  /** Bytes of the longest body that it has read. */
  held: number
}

type Run = (client: Client, args: readonly string[]) => Promise<void>

const operations: Readonly<Record<string, Run>> = {
  pull: (client, [ref = '', out = '', platform]) =>
    platform === undefined
      ? pull(client, parseReference(ref), out)
      : pullPlatform(client, parseReference(ref), out, platform),
  tls: (client, [ref = '', out = '']) => pull(client, parseReference(ref, 'https'), out),
  mirror(client, [mirror = '', ref = '', out = '']) {
    const { base, ...name } = parseReference(ref)
    const source = client.behaviour.namesSource ? base.host : mirror
    return pull(client, { ...name, base: new URL(`http://${mirror}`), source }, out)
  },
  push: (client, [layout = '', tag = '', ref = '']) => push(client, layout, tag, parseReference(ref)),
  copy: (client, [from = '', to = '']) => copy(client, parseReference(from), parseReference(to)),
  files: (client, [ref = '', out = '']) => files(client, parseReference(ref), out),
  tags: (client, [repository = '']) => tags(client, parseReference(repository)),
  referrers: (client, [ref = '']) => referrers(client, parseReference(ref)),
  attach: (client, [ref = '', type = '', ...files]) => attach(client, parseReference(ref), type, files),
  delete: (client, [ref = '']) => remove(client, parseReference(ref)),
  async manifest(client, [ref = '']) {
    const { bytes } = await fetchManifest(client, parseReference(ref))
    client.print(Buffer.from(bytes).toString('utf8'))
  },
  async blob(client, [ref = '', out = '']) {
    const where = parseReference(ref)
    const { bytes, named = where.reference } = await fetchBlob(
      client,
      where,
      { digest: where.reference },
      'blob',
    )
    writeFileSync(out, bytes)
    client.print(client.behaviour.trustsOwnDigestOfBlobs ? where.reference : named)
  },
}

/** Credentials of Docker's configuration file in the home of the invocation; those of any host where they are not kept apart. */
function credentialsIn(
  folder: string | undefined,
  isKeptApart: boolean,
): (host: string) => Credentials | undefined {
  return (registry) => {
    if (folder === undefined) return undefined
    try {
      const { auths = {} } = JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8')) as {
        auths?: Record<string, { auth?: string }>
      }
      const host = auths[registry] || isKeptApart ? registry : (Object.keys(auths)[0] ?? '')
      const [username = '', password = ''] = Buffer.from(auths[host]?.auth ?? '', 'base64')
        .toString('utf8')
        .split(':')
      return auths[host] ? { username, password } : undefined
    } catch {
      return undefined
    }
  }
}

/**
 * A small client of its own, which follows the specification unless its behaviour deviates: what the harness is proven with.
 * Runs one operation and returns what a process would.
 */
export async function miniClient(
  [operation = '', ...args]: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  behaviour: Behaviour = honest,
): Promise<Ended> {
  const lines: string[] = []
  const credentials = credentialsIn(environment['DOCKER_CONFIG'], behaviour.keepsCredentialsFromMirrors)
  const trusted = environment['SSL_CERT_FILE']
  const ca = trusted === undefined ? undefined : readFileSync(trusted, 'utf8')
  const session = createSession(behaviour, credentials, ca)
  const ended = (status: number, reason?: string): Ended => ({
    status,
    held: session.held(),
    stdout: lines.map((line) => `${line}\n`).join(''),
    stderr: [
      ...session.warnings().map((text) => `warning: ${text}`),
      ...(reason === undefined ? [] : [reason]),
    ]
      .map((line) => `${line}\n`)
      .join(''),
  })
  const run = operations[operation]
  if (!run) return ended(2, `unknown operation ${operation}`)
  try {
    const print = (line: string) => void lines.push(line)
    await run({ session, behaviour, print, scratch: environment['TMPDIR'] }, args)
    return ended(0)
  } catch (error) {
    return ended(1, `error: ${error instanceof Error ? error.message : String(error)}`)
  }
}
