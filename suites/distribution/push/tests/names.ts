import { describe } from '../../../../src/content/content.ts'
import { imageManifest, randomImage, blobsOf } from '../../../../src/content/manifest.ts'
import { mediaTypes } from '../../../../src/content/media-types.ts'
import { violated, holds, type Judge } from '../../../../src/engine/judgement.ts'
import { defineTest, type Test } from '../../define.ts'
import { header, seenIn, type Exchange } from '../../../../src/registry/record/exchange.ts'
import type { RegistryContext } from '../../target/context.ts'
import { codesOf } from '../../judges/error-body.ts'
import { answerOf, formatRequest, succeeded, summarizeResponse } from '../../judges/response.ts'
import { getManifest, mark, putValidManifest } from '../../content/own-manifests.ts'
import { uploadsPath, withQuery } from '../../requests/paths.ts'
import type { RequirementId } from '../../requirements.ts'
import { judgedIn, statusIs } from '../../../../src/registry/reproduce/condition.ts'

/**
 * Pushes an image to a repository of this name and pulls its manifest. The answer is the first one
 * that is not a success, or the pull.
 */
async function use(t: RegistryContext, repository: string): Promise<Exchange> {
  const { config, layers } = randomImage(t.random)
  for (const blob of blobsOf({ config, layers, manifest: config })) {
    const opened = await t.send({
      method: 'POST',
      path: uploadsPath(repository),
      headers: { 'Content-Length': '0' },
    })
    if (!succeeded(opened) || header(answerOf(opened).headers, 'location') === undefined) return opened
    const put = await t.send({
      method: 'PUT',
      path: withQuery(t.next(opened), { digest: blob.digest }),
      headers: { 'Content-Type': mediaTypes.octetStream },
      body: blob.bytes,
    })
    if (!succeeded(put)) return put
  }
  const manifest = imageManifest({
    config: describe(config),
    layers: layers.map((layer) => describe(layer)),
    annotations: mark(t),
  })
  const put = await putValidManifest(t, manifest, t.tag('name'), repository)
  return succeeded(put) ? getManifest(t, manifest.digest, repository) : put
}

const takesName =
  (what: string): Judge<Exchange> =>
  (exchange) =>
    succeeded(exchange)
      ? holds()
      : violated(
          `returned ${answerOf(exchange).status} for a push into ${what}`,
          '201',
          summarizeResponse(exchange),
          statusIs('2xx'),
        )

/** Why a refusal may not concern the name; undefined where it is one of the name. */
export function otherReason(refused: Exchange, control: Exchange | undefined): string | undefined {
  const { status } = answerOf(refused)
  if (codesOf(refused).includes('NAME_INVALID')) return undefined
  if (status === 401 || status === 403) return 'access is denied'
  return control && !succeeded(control) ? 'no repository can be made by pushing' : undefined
}

/** What failed where a plain name fails too; undefined where access or the repository is what is missing. */
function requirementOf(control: Exchange): RequirementId | undefined {
  const { method, url } = control.request
  if (method === 'GET') return 'pull.manifest.by-digest'
  if ([401, 403, 404].includes(answerOf(control).status)) return undefined
  if (method === 'POST') return 'push.session.start'
  return url.includes('/manifests/') ? 'push.manifest.by-tag' : 'push.post-put.created'
}

/**
 * Judges a valid name. Repositories may be made by hand, or for some users only: a name is taken for refused only where
 * a plain one beside it is accepted, or where the response reports the name as invalid. A name that could
 * not be tried is not evaluated, whatever becomes of another one.
 */
async function judgeNames(
  t: RegistryContext,
  requirement: RequirementId,
  names: readonly (readonly [string, string])[],
): Promise<void> {
  const used = await Promise.all(names.map(([name]) => use(t, name)))
  const plain = used.every(succeeded) ? undefined : await use(t, `${t.repository}${t.random.hex(8)}`)
  for (const [at, exchange] of used.entries()) {
    const [name, what] = names[at] ?? ['', '']
    if (!succeeded(exchange) && plain && !succeeded(plain)) {
      const failed = requirementOf(plain)
      if (failed !== undefined)
        t.blocked(failed, `${formatRequest(plain)} returned ${summarizeResponse(plain)}`)
    }
    const reason = succeeded(exchange) ? undefined : otherReason(exchange, plain)
    if (reason !== undefined) {
      t.unevaluated(requirement, `${reason}: a push to ${name} returned ${summarizeResponse(exchange)}`)
      continue
    }
    const control = plain && !succeeded(exchange) ? [seenIn(plain)] : []
    t.check(requirement, judgedIn(exchange, takesName(what)(exchange)), seenIn(exchange), ...control)
  }
}

/** The grammar of repository names at its edges. */
export const tests: readonly Test[] = [
  // A name may have several components.
  defineTest({
    id: 'push.name.put-nested',
    title: 'pushes into a repository two levels below the selected one',
    evaluates: ['push.name.nested'],
    needs: ['push'],
    run: (t) =>
      judgeNames(t, 'push.name.nested', [
        [`${t.repository}/nested/${t.random.hex(8)}`, 'a repository of several components'],
      ]),
  }),

  // Within a component a dot, one or (since 1.1) two underscores, and (since 1.1) any number of dashes divide.
  defineTest({
    id: 'push.name.put-separators',
    title: 'pushes into repositories with each separator',
    evaluates: ['push.name.separators'],
    needs: ['push'],
    run: (t) => {
      const single = [
        `${t.repository}/a.b_c-${t.random.hex(8)}`,
        'a repository with single separators',
      ] as const
      const longer = [`${t.repository}/a__b---${t.random.hex(8)}`, 'a repository with __ and ---'] as const
      return judgeNames(t, 'push.name.separators', t.spec === '1.0' ? [single] : [single, longer])
    },
  }),
]
