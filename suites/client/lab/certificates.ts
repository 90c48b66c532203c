import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { NotEvaluated } from '../../../src/engine/record.ts'
import type { TlsPair } from '../../../src/reference/options.ts'

/** What registries of scenarios show, made anew by each process: no key is kept. */
export interface Certificates {
  /** PEM: what clients are to trust. */
  trusted: string
  /** Trusted, and for 127.0.0.1. */
  right: TlsPair
  /** Trusted, and for another name. */
  otherName: TlsPair
  /** For 127.0.0.1, and trusted by nobody. */
  unknownIssuer: TlsPair
}

let made: Certificates | undefined

/** Makes certificates with openssl. Throws NotEvaluated where that is not there. */
export function certificates(): Certificates {
  if (made) return made
  const [right, otherName, unknownIssuer] = [
    selfSigned('IP:127.0.0.1'),
    selfSigned('DNS:elsewhere.example'),
    selfSigned('IP:127.0.0.1'),
  ]
  made = { trusted: `${right.cert}${otherName.cert}`, right, otherName, unknownIssuer }
  return made
}

function selfSigned(name: string): { key: string; cert: string } {
  const folder = mkdtempSync(join(tmpdir(), 'oci-assay-certificate-'))
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  const about = ['-subj', '/CN=oci-assay', '-addext', `subjectAltName=${name}`, '-days', '2']
  const algorithm = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  try {
    execFileSync('openssl', ['req', '-x509', ...algorithm, ...about, '-keyout', key, '-out', cert], {
      stdio: 'ignore',
    })
    return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') }
  } catch {
    throw new NotEvaluated('openssl could not make a certificate: it has to be on the PATH')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
