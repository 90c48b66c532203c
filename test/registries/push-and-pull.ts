import { createHash } from 'node:crypto'

const manifestType = 'application/vnd.oci.image.manifest.v1+json'

/**
 * Pushes a config and a manifest with nothing but `fetch`, pulls both, and deletes the manifest: the
 * least that a registry must do before a run makes sense, tried without any code of oci-assay. Throws
 * at the first answer that is not as it should be.
 */
export async function pushAndPull(url: string, repository: string): Promise<void> {
  await send('GET', `${url}/v2/`, [200])
  const base = `${url}/v2/${repository}`
  const config = Buffer.from('{}')
  const digest = digestOf(config)

  const session = await send('POST', `${base}/blobs/uploads/`, [202])
  const location = new URL(session.headers.get('location') ?? '', session.url)
  location.searchParams.set('digest', digest)
  await send('PUT', location.href, [201], { body: config, type: 'application/octet-stream' })
  await expectBytes(`${base}/blobs/${digest}`, config)

  const descriptor = { mediaType: 'application/vnd.oci.empty.v1+json', digest, size: config.length }
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: manifestType,
      artifactType: 'application/vnd.example.smoke',
      config: descriptor,
      layers: [descriptor],
    }),
  )
  await send('PUT', `${base}/manifests/first`, [201], { body: manifest, type: manifestType })
  await expectBytes(`${base}/manifests/first`, manifest)
  await expectBytes(`${base}/manifests/${digestOf(manifest)}`, manifest)

  await send('DELETE', `${base}/manifests/${digestOf(manifest)}`, [202])
  await send('GET', `${base}/manifests/${digestOf(manifest)}`, [404])
}

async function expectBytes(url: string, expected: Buffer): Promise<void> {
  const response = await send('GET', url, [200])
  if (!Buffer.from(response.body).equals(expected))
    throw new Error(`GET ${url} gave other bytes than were pushed`)
}

interface Answer {
  url: string
  headers: Headers
  body: ArrayBuffer
}

async function send(
  method: string,
  url: string,
  expected: readonly number[],
  content?: { body: Buffer; type: string },
): Promise<Answer> {
  const response = await fetch(url, {
    method,
    headers: { accept: manifestType, ...(content ? { 'content-type': content.type } : {}) },
    ...(content ? { body: new Uint8Array(content.body) } : {}),
    signal: AbortSignal.timeout(10_000),
  })
  const body = await response.arrayBuffer()
  if (!expected.includes(response.status))
    throw new Error(`${method} ${url} was answered ${response.status}, not ${expected.join(' or ')}`)
  return { url: response.url, headers: response.headers, body }
}

const digestOf = (bytes: Buffer): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`
