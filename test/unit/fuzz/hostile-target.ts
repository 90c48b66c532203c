import type { AssayOptions } from '../../../src/assay/options.ts'
import { describe as descriptorOf } from '../../../src/content/content.ts'
import { blobsOf, imageIndex, randomImage } from '../../../src/content/manifest.ts'
import { createRandom } from '../../../src/content/random.ts'
import { createReferenceRegistry, type ReferenceOptions } from '../../../src/reference/index.ts'
import { alteredBy, type Alteration } from './alterations.ts'
import { altering, type SentRequest } from './altering.ts'
import { placeholders, type Echo } from './hostile-values.ts'

export const target = 'http://127.0.0.1:65535'
export const repository = 'team/app'

type Registry = ReturnType<typeof createReferenceRegistry>

/** An index of two images under the tag `release`. */
function fill({ store }: Registry): void {
  const random = createRandom('release')
  const images = [randomImage(random.fork('a')), randomImage(random.fork('b'))]
  const index = imageIndex({ manifests: images.map(({ manifest }) => descriptorOf(manifest)) })
  for (const image of images) {
    for (const { bytes, digest } of blobsOf(image)) store.putBlob(repository, bytes, digest)
    store.putManifest(repository, image.manifest.bytes, { mediaType: image.manifest.mediaType })
  }
  store.putManifest(repository, index.bytes, { mediaType: index.mediaType, tags: ['release'] })
}

/** The credentials of a request, what is in them, and how servers repeat that. */
function provenBy({ headers }: SentRequest): Record<Echo, string> {
  const field = headers.find((_, at) => /^authorization$/i.test(headers[at - 1] ?? '')) ?? ''
  const [scheme = '', value = ''] = field.split(' ')
  const pair = scheme.toLowerCase() === 'basic' ? Buffer.from(value, 'base64').toString() : ''
  const password = pair.slice(pair.indexOf(':') + 1)
  const bytes = Buffer.from(password === '' ? value : password)
  const percent = encodeURIComponent(bytes.toString())
  const [base64, hex] = [bytes.toString('base64'), bytes.toString('hex')]
  return { field, value, pair, password, percent, base64, hex }
}

export interface Hostile {
  alterations: readonly Alteration[]
  spec: ReferenceOptions['spec']
  auth: ReferenceOptions['auth']
  password: string
}

/** A registry whose responses are altered, which repeats what it is sent; and the secrets that it has been sent. */
export function hostileTarget({ alterations, spec, auth, password }: Hostile): {
  options: Omit<AssayOptions, 'target'>
  secrets: ReadonlySet<string>
} {
  const secrets = new Set<string>()
  const registry = createReferenceRegistry({ spec, auth, accounts: [{ username: 'tester', password }] })
  fill(registry)
  const dispatcher = altering(registry.dispatcher(target), (request, answer) => {
    const proven = provenBy(request)
    for (const each of [proven.value, proven.password]) if (each.length >= 8) secrets.add(each)
    return alteredBy(alterations, request, answer, (text) =>
      text.replaceAll(placeholders, (_, name: Echo) => proven[name]),
    )
  })
  const credentials = auth === 'none' ? ('anonymous' as const) : { username: 'tester', password }
  return { options: { dispatcher, spec, credentials, timeout: 2000 }, secrets }
}
