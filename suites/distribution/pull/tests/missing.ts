import { contentOf, describe } from '../../../../src/content/content.ts'
import { digestOf } from '../../../../src/content/digest.ts'
import { imageConfig, imageManifest } from '../../../../src/content/manifest.ts'
import { manifestTypes, mediaTypes } from '../../../../src/content/media-types.ts'
import { defineTest, type Test } from '../../define.ts'
import type { Exchange } from '../../../../src/registry/record/exchange.ts'
import { judgeAbsent } from '../../target/access.ts'
import type { RegistryContext } from '../../target/context.ts'
import { refuses } from '../../judges/refusal.ts'
import { answers } from '../../judges/response.ts'
import { blobPath, manifestPath } from '../../requests/paths.ts'
import { pushBlob, pushManifest, seeRepository } from '../../content/set-up.ts'

const Accept = manifestTypes.join(', ')

const request = (t: RegistryContext, method: string, path: string): Promise<Exchange> =>
  t.send({ method, path, ...(path.includes('/manifests/') ? { headers: { Accept } } : {}) })

/** A digest that nothing has. */
const unknownDigest = (t: RegistryContext): string => digestOf(t.random.bytes(32))

const absentRepository = (t: RegistryContext): string => `${t.repository}-absent-${t.random.hex(8)}`

/** What is not there is answered with 404: clients take anything else for a failure and stop. */
export const tests: readonly Test[] = [
  // A manifest that the repository does not have is answered with 404, to GET and to HEAD, by tag and by digest.
  defineTest({
    id: 'pull.manifest.missing',
    title: 'requests manifests that do not exist',
    evaluates: [
      'pull.manifest.unknown-tag',
      'pull.manifest.unknown-digest',
      'pull.manifest.head.unknown-tag',
      'pull.manifest.head.unknown-digest',
    ],
    async run(t) {
      await seeRepository(t)
      const byTag = manifestPath(t.repository, t.tag('missing'))
      const byDigest = manifestPath(t.repository, unknownDigest(t))
      const [tag, digest, headTag, headDigest] = await Promise.all([
        request(t, 'GET', byTag),
        request(t, 'GET', byDigest),
        request(t, 'HEAD', byTag),
        request(t, 'HEAD', byDigest),
      ])
      t.check('pull.manifest.unknown-tag', tag, answers('a GET of a tag that does not exist', 404))
      t.check('pull.manifest.unknown-digest', digest, answers('a GET of a digest that does not exist', 404))
      t.check('pull.manifest.head.unknown-tag', headTag, answers('a HEAD of a tag that does not exist', 404))
      t.check(
        'pull.manifest.head.unknown-digest',
        headDigest,
        answers('a HEAD of a digest that does not exist', 404),
      )
    },
  }),

  // A blob is not a manifest, although a repository has it under that digest.
  defineTest({
    id: 'pull.manifest.of-blob',
    title: 'requests a blob as a manifest',
    evaluates: ['pull.manifest.unknown-digest', 'pull.manifest.head.unknown-digest'],
    needs: ['push'],
    async run(t) {
      const blob = contentOf(t.random.bytes(64), mediaTypes.octetStream)
      await pushBlob(t, blob)
      const path = manifestPath(t.repository, blob.digest)
      const [got, head] = await Promise.all([request(t, 'GET', path), request(t, 'HEAD', path)])
      const what = 'of a blob as a manifest'
      t.check('pull.manifest.unknown-digest', got, answers(`a GET ${what}`, 404))
      t.check('pull.manifest.head.unknown-digest', head, answers(`a HEAD ${what}`, 404))
    },
  }),

  // A blob that the repository does not have is answered with 404, to GET and to HEAD.
  defineTest({
    id: 'pull.blob.missing',
    title: 'requests a blob that does not exist',
    evaluates: ['pull.blob.unknown', 'pull.blob.head.unknown'],
    async run(t) {
      await seeRepository(t)
      const path = blobPath(t.repository, unknownDigest(t))
      const [got, head] = await Promise.all([request(t, 'GET', path), request(t, 'HEAD', path)])
      t.check('pull.blob.unknown', got, answers('a GET of a blob that does not exist', 404))
      t.check('pull.blob.head.unknown', head, answers('a HEAD of a blob that does not exist', 404))
    },
  }),

  // Pulling from a repository that does not exist is answered with 404.
  defineTest({
    id: 'pull.repository.missing',
    title: 'pulls from a repository that does not exist',
    evaluates: ['pull.manifest.unknown-repository', 'pull.blob.unknown-repository'],
    async run(t) {
      const repository = absentRepository(t)
      const [manifest, blob] = await Promise.all([
        request(t, 'GET', manifestPath(repository, 'latest')),
        // A blob that nobody has: where all repositories share their blobs, another test shows that.
        request(t, 'GET', blobPath(repository, unknownDigest(t))),
      ])
      const what = 'in a repository that does not exist'
      await judgeAbsent(t, 'pull.manifest.unknown-repository', manifest, {
        repository,
        judge: answers(`a manifest GET ${what}`, 404),
      })
      await judgeAbsent(t, 'pull.blob.unknown-repository', blob, {
        repository,
        judge: answers(`a blob GET ${what}`, 404),
      })
    },
  }),

  // Content belongs to its repository: another one that does not hold it answers 404.
  defineTest({
    id: 'pull.repository.isolation',
    title: 'requests content that exists only in another repository',
    evaluates: ['pull.manifest.other-repository', 'pull.blob.other-repository'],
    needs: ['push'],
    async run(t) {
      // Of the usual types, which every registry takes.
      const blob = imageConfig(t.random, [])
      const layer = describe(blob, { mediaType: mediaTypes.layer })
      const image = imageManifest({ config: describe(blob), layers: [layer] })
      await pushBlob(t, blob, t.secondRepository)
      await pushManifest(t, image, image.digest, t.secondRepository)
      const [manifest, pulled] = await Promise.all([
        request(t, 'GET', manifestPath(t.repository, image.digest)),
        request(t, 'GET', blobPath(t.repository, blob.digest)),
      ])
      const what = 'that only another repository holds'
      t.check('pull.manifest.other-repository', manifest, answers(`a GET of a manifest ${what}`, 404))
      t.check('pull.blob.other-repository', pulled, answers(`a GET of a blob ${what}`, 404))
    },
  }),

  // References are digests or tags by their grammars, names have one as well: what is neither is refused.
  defineTest({
    id: 'pull.reference.malformed',
    title: 'pulls with references and names that violate the grammar',
    evaluates: [
      'pull.manifest.malformed-digest',
      'pull.blob.malformed-digest',
      'pull.manifest.malformed-tag',
      'pull.name.invalid',
    ],
    async run(t) {
      await seeRepository(t)
      const short = `sha256:${t.random.hex(63)}`
      const [manifest, blob, tag, name] = await Promise.all([
        request(t, 'GET', manifestPath(t.repository, short)),
        request(t, 'GET', blobPath(t.repository, short)),
        request(t, 'GET', manifestPath(t.repository, `-${t.tag('malformed')}`)),
        request(t, 'GET', manifestPath(`${t.repository.toUpperCase()}-X`, 'latest')),
      ])
      const right = [404, 400]
      const digest = 'whose digest has 63 digits'
      t.check('pull.manifest.malformed-digest', manifest, refuses(`a manifest GET ${digest}`, { right }))
      t.check('pull.blob.malformed-digest', blob, refuses(`a blob GET ${digest}`, { right }))
      t.check(
        'pull.manifest.malformed-tag',
        tag,
        refuses('a GET of a tag that begins with a dash', { right }),
      )
      t.check('pull.name.invalid', name, refuses('a GET in a repository with uppercase letters', { right }))
    },
  }),
]
