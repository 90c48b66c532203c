import { contentOf } from '../../../../src/content/content.ts'
import { digestOf } from '../../../../src/content/digest.ts'
import { mediaTypes } from '../../../../src/content/media-types.ts'
import { violated, holds, type Judge } from '../../../../src/engine/judgement.ts'
import { defineTest, type Test } from '../../define.ts'
import type { Exchange } from '../../../../src/registry/record/exchange.ts'
import type { RegistryContext } from '../../target/context.ts'
import { lacksOnly } from '../../judges/absence.ts'
import { codesOf, hasJsonError, namesCode } from '../../judges/error-body.ts'
import { answerOf, summarizeResponse } from '../../judges/response.ts'
import { blobPath, manifestPath, tagsPath, withQuery } from '../../requests/paths.ts'
import { putManifest } from '../../content/own-manifests.ts'
import { unknownUpload } from '../../push/uploads/unknown-upload.ts'
import { begin, patch } from '../../push/uploads/upload.ts'
import { violatedRule } from '../judges.ts'
import type { NameAfter } from '../../requirements.ts'
import { statusIs } from '../../../../src/registry/reproduce/condition.ts'

/** Situations for which the list has a code, and which a request can bring about. */
type Situation = NameAfter<'errors.code.'>

const requirementOf = <Name extends Situation>(name: Name) => `errors.code.${name}` as const

/** A reason for which a request is refused, and the request that is refused for it. */
interface Provocation {
  /** The end of the requirement's id. */
  name: Situation
  title: string
  needs?: readonly string[]
  provoke: (t: RegistryContext) => Promise<Exchange>
  judge: Judge<Exchange>
  /** Judges a failure of the server (5xx) in place of a refusal; by default at the level of the requirement. */
  failed?: Judge<Exchange>
}

const failsOver: Judge<Exchange> = (exchange) =>
  violated(
    `returned ${answerOf(exchange).status} for a request that it should reject`,
    'a 4xx',
    summarizeResponse(exchange),
    statusIs('4xx'),
  )

/** A name outside the grammar may as well be taken for what no endpoint has: then its code shows nothing. */
const namesInvalidName: Judge<Exchange> = (exchange) =>
  answerOf(exchange).status === 404 && !codesOf(exchange).includes('NAME_INVALID')
    ? holds(`reported a malformed repository name as ${codesOf(exchange).join(', ')}`)
    : namesCode('NAME_INVALID')(exchange)

/** Refusals that have nothing to do with what was requested. */
const otherReasons = [401, 403, 429]

const get = (t: RegistryContext, path: string): Promise<Exchange> => t.send({ method: 'GET', path })

/** A digest that nothing has. */
const unknownDigest = (t: RegistryContext): string => digestOf(t.random.bytes(32))

/** The repository comes into being with what is pushed for all tests; one that is not there has errors of its own. */
const existing = async (t: RegistryContext): Promise<string> => {
  await t.specimens.manifests()
  return t.repository
}

const provocations: readonly Provocation[] = [
  {
    name: 'blob-unknown',
    title: 'pulls a blob that does not exist',
    provoke: async (t) => get(t, blobPath(await existing(t), unknownDigest(t))),
    judge: namesCode('BLOB_UNKNOWN'),
  },
  {
    name: 'manifest-unknown',
    title: 'pulls a manifest that does not exist',
    provoke: async (t) => get(t, manifestPath(await existing(t), unknownDigest(t))),
    judge: namesCode('MANIFEST_UNKNOWN'),
  },
  {
    // Where a manifest is requested, that it is unknown is just as true; tags are nothing but the repository's.
    name: 'name-unknown',
    title: 'lists the tags of a repository that does not exist',
    provoke: (t) => get(t, tagsPath(`${t.repository}-absent-${t.random.hex(8)}`)),
    judge: namesCode('NAME_UNKNOWN'),
  },
  {
    name: 'name-invalid',
    title: 'lists the tags of a repository whose name has capital letters',
    provoke: (t) => get(t, tagsPath(`${t.repository.toUpperCase()}-X`)),
    judge: namesInvalidName,
    failed: lacksOnly('the tag list of a repository whose name is malformed'),
  },
  {
    name: 'digest-invalid',
    title: 'pushes a blob under the digest of another one',
    needs: ['push'],
    provoke: async (t) =>
      t.send({
        method: 'PUT',
        path: withQuery(await begin(t), { digest: unknownDigest(t) }),
        headers: { 'Content-Type': mediaTypes.octetStream },
        body: t.random.bytes(64),
      }),
    judge: namesCode('DIGEST_INVALID'),
  },
  {
    name: 'manifest-invalid',
    title: 'pushes a manifest that is not JSON',
    needs: ['push'],
    provoke(t) {
      const text = contentOf(new TextEncoder().encode(`no JSON: ${t.random.hex(24)}`), mediaTypes.manifest)
      return putManifest(t, text, text.digest)
    },
    judge: namesCode('MANIFEST_INVALID'),
  },
  {
    name: 'upload-invalid',
    title: 'sends a chunk that leaves a gap',
    needs: ['push'],
    provoke: async (t) => patch(t, await begin(t), t.random.bytes(32), '32-63'),
    judge: namesCode('BLOB_UPLOAD_INVALID'),
  },
  {
    name: 'upload-unknown',
    title: 'sends a chunk to an upload that does not exist',
    needs: ['push'],
    provoke: async (t) => patch(t, await unknownUpload(t), t.random.bytes(32), '0-31'),
    judge: namesCode('BLOB_UPLOAD_UNKNOWN'),
  },
]

/**
 * For each reason a request that is refused for it and no other, so that its code is seen. What is no
 * refusal, or has no JSON body, shows nothing about codes; what violates the rules of all codes is reported once.
 */
export const tests: readonly Test[] = provocations.map(
  ({ name, title, needs = [], provoke, judge, failed = failsOver }) =>
    defineTest({
      id: `errors.provoked.${name}`,
      title,
      evaluates: [requirementOf(name)],
      needs,
      async run(t) {
        const requirement = requirementOf(name)
        const exchange = await provoke(t)
        if (otherReasons.includes(answerOf(exchange).status)) {
          return t.unsupported(
            requirement,
            `it is rejected for another reason: ${summarizeResponse(exchange)}`,
          )
        }
        if (answerOf(exchange).status >= 500) return void t.check(requirement, exchange, failed)
        if (!hasJsonError(exchange)) {
          return t.unsupported(
            requirement,
            `it returned ${summarizeResponse(exchange)}, no error with a JSON body`,
          )
        }
        const rule = violatedRule(exchange)
        if (rule) t.blocked(rule, `it returned ${summarizeResponse(exchange)}`)
        t.check(requirement, exchange, judge)
      },
    }),
)
