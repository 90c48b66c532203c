import { violated, holds, type Judge } from '../../../../src/engine/judgement.ts'
import { defineTest, type Test } from '../../define.ts'
import { headerValues, seenIn, type Exchange } from '../../../../src/registry/record/exchange.ts'
import type { Content } from '../../../../src/content/content.ts'
import type { RegistryContext, TestRequest } from '../../target/context.ts'
import { answerOf, answers, formatRequest, succeeded, summarizeResponse } from '../../judges/response.ts'
import { accepts, serves } from '../../judges/stored.ts'
import { getManifest, ownManifest } from '../../content/own-manifests.ts'
import { manifestPath } from '../../requests/paths.ts'
import { sendValid } from '../../requests/valid-push.ts'
import { headerIs, literal, statusIs } from '../../../../src/registry/reproduce/condition.ts'

/** More than the ten that should be taken, and few enough to be cleaned up. */
const many = 101

/** Tags that an answer lists as created: several header lines mean the same as one list. */
export const tagsNamed = (exchange: Exchange): string[] =>
  headerValues(answerOf(exchange).headers, 'oci-tag')
    .flatMap((value) => value.split(','))
    .map((value) => value.trim())
    .filter((value) => value !== '')

/** OCI-Tag names all of these tags. */
export const namesTags =
  (tags: readonly string[]): Judge<Exchange> =>
  (exchange) => {
    const named = tagsNamed(exchange)
    const missing = tags.filter((tag) => !named.includes(tag))
    if (missing.length === 0) return holds()
    const received = named.length === 0 ? 'no OCI-Tag' : `OCI-Tag: ${named.join(', ')}`
    return violated(
      'created tags that OCI-Tag does not list',
      `OCI-Tag: ${tags.join(', ')}`,
      received,
      ...tags.map((tag) => headerIs('OCI-Tag', { matches: `(^|[ ,])${literal(tag)}([ ,]|$)` })),
    )
  }

/** All, some or none of many tags may be taken, or the request refused; only breaking down is wrong. */
export const survivesTags: Judge<Exchange> = (exchange) => {
  const { status } = answerOf(exchange)
  if (status === 414) return holds()
  if (succeeded(exchange)) return holds(`accepted ${tagsNamed(exchange).length} of ${many} tag parameters`)
  return status >= 400 && status < 500
    ? holds(`returns ${status} for ${many} tag parameters`)
    : violated(
        `returned ${status} for ${many} tag parameters`,
        ['414', '431', '201'],
        summarizeResponse(exchange),
        statusIs('2xx', '4xx'),
      )
}

const pushOf = (t: RegistryContext, manifest: Content, tags: readonly string[]): TestRequest => {
  const query = tags.map((tag) => `tag=${tag}`).join('&')
  return {
    method: 'PUT',
    path: `${manifestPath(t.repository, manifest.digest)}?${query}`,
    headers: { 'Content-Type': manifest.mediaType },
    body: manifest.bytes,
  }
}

const push = (t: RegistryContext, manifest: Content, tags: readonly string[]) =>
  sendValid(t, pushOf(t, manifest, tags))

const tagsOf = (t: RegistryContext, count: number, label: string): string[] => {
  const tag = t.tag(label)
  return Array.from({ length: count }, (_, at) => `${tag}-${at}`)
}

const head = (t: RegistryContext, tag: string) =>
  t.send({ method: 'HEAD', path: manifestPath(t.repository, tag) })

/** Tags that a push by digest names in its query. */
export const tests: readonly Test[] = [
  // A registry that does not know the parameters ignores them, so the push succeeds everywhere.
  defineTest({
    id: 'push.tag-parameters.put',
    title: 'pushes a manifest by digest with tag parameters',
    evaluates: ['push.tag-parameters.created'],
    needs: ['push'],
    async run(t) {
      const put = await push(t, await ownManifest(t), tagsOf(t, 2, 'parameter'))
      t.check('push.tag-parameters.created', put, answers('the push of a manifest with tag parameters', 201))
    },
  }),

  // OCI-Tag names each tag that was created, and what it names was created.
  defineTest({
    id: 'push.tag-parameters.compare-header',
    title: 'compares the tags in OCI-Tag with those that exist',
    evaluates: ['push.tag-parameters.header', 'push.tag-parameters.header-honest'],
    needs: ['push', 'tag-parameters'],
    async run(t) {
      const manifest = await ownManifest(t)
      const tags = tagsOf(t, 3, 'named')
      const put = await push(t, manifest, tags)
      if (!succeeded(put)) {
        t.blocked('push.tag-parameters.created', `${formatRequest(put)} returned ${summarizeResponse(put)}`)
      }
      const pulled = await Promise.all(tags.map((tag) => getManifest(t, tag)))
      const created = tags.filter((_, at) => pulled.some((got, place) => place === at && succeeded(got)))
      t.check('push.tag-parameters.header', put, namesTags(created))
      const named = tagsNamed(put)
      if (named.length === 0) return t.skip('push.tag-parameters.header-honest', 'OCI-Tag lists no tag')
      for (const [at, got] of pulled.entries()) {
        if (!named.includes(tags[at] ?? '')) continue
        const judgement = serves('a tag that OCI-Tag lists', manifest.digest)(got)
        t.check('push.tag-parameters.header-honest', judgement, seenIn(put), seenIn(got))
      }
    },
  }),

  // Ten tags at once should be possible.
  defineTest({
    id: 'push.tag-parameters.put-ten',
    title: 'pushes a manifest with ten tag parameters',
    evaluates: ['push.tag-parameters.ten', 'push.tag-parameters.header'],
    needs: ['push', 'tag-parameters'],
    async run(t) {
      const requirement = 'push.tag-parameters.ten'
      const tags = tagsOf(t, 10, 'ten')
      const put = await push(t, await ownManifest(t), tags)
      if (!t.check(requirement, put, accepts('a push with ten tag parameters')))
        return t.skip('push.tag-parameters.header', 'a push with ten tag parameters was not accepted')
      const heads = await Promise.all(tags.map((tag) => head(t, tag)))
      const missing = heads.filter((exchange) => !succeeded(exchange))
      const created = tags.filter((_, at) => !missing.some((each) => each === heads[at]))
      t.check('push.tag-parameters.header', put, namesTags(created))
      const [first] = missing
      if (!first) {
        t.check(requirement, holds(), seenIn(put))
        return
      }
      const received = `${missing.length} of them are missing: ${formatRequest(first)} returned ${summarizeResponse(first)}`
      const judgement = violated(
        'created fewer than ten tags with one push',
        'ten tags',
        received,
        statusIs('2xx'),
      )
      t.check(requirement, judgement, seenIn(put), seenIn(first))
    },
  }),

  // Of more tags than it takes a registry may answer 414.
  defineTest({
    id: 'push.tag-parameters.put-many',
    title: 'pushes a manifest with 101 tag parameters',
    evaluates: ['push.tag-parameters.too-many'],
    needs: ['push', 'tag-parameters'],
    mayNeed: ['delete-manifest'],
    async run(t) {
      const manifest = await ownManifest(t)
      const put = await t.send(pushOf(t, manifest, tagsOf(t, many, 'n')))
      t.check('push.tag-parameters.too-many', put, survivesTags)
      // Where it can be done, all of these tags are removed at once and not one by one.
      if (succeeded(put) && t.has('delete-manifest')) {
        await t.send({ method: 'DELETE', path: manifestPath(t.repository, manifest.digest) })
      }
    },
  }),
]
