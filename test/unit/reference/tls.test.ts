import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { get } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { createReferenceRegistry } from '../../../src/reference/index.ts'

const hasOpenssl = spawnSync('openssl', ['version']).status === 0

function selfSigned(): { key: Buffer; cert: Buffer } {
  const folder = mkdtempSync(join(tmpdir(), 'reference-tls-'))
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  const request = [
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-nodes',
    '-days',
    '2',
  ]
  const about = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1']
  execFileSync('openssl', [...request, ...about, '-keyout', key, '-out', cert], { stdio: 'ignore' })
  const pair = { key: readFileSync(key), cert: readFileSync(cert) }
  rmSync(folder, { recursive: true })
  return pair
}

// With a key and a certificate it speaks HTTPS, and its absolute locations have that scheme.
it.skipIf(!hasOpenssl)('serves HTTPS', async () => {
  const tls = selfSigned()
  const { url, close } = await createReferenceRegistry({ tls, auth: 'bearer' }).listen()
  onTestFinished(close)
  expect(url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/)
  const challenge = await new Promise<unknown>((resolve, reject) => {
    get(`${url}/v2/`, { ca: tls.cert, agent: false }, (response) => {
      response.resume()
      resolve(response.headers['www-authenticate'])
    }).on('error', reject)
  })
  expect(challenge).toContain(`realm="${url}/token"`)
})
