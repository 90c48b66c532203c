import { manifestTypes } from '../../../src/content/media-types.ts'
import { defineTest, type Test } from '../define.ts'
import { header, type Exchange } from '../../../src/registry/record/exchange.ts'
import { answerOf, answers, summarizeResponse } from '../judges/response.ts'
import { blobPath, manifestPath, withQuery } from '../requests/paths.ts'
import { namespaceHeader, repeats } from './judges.ts'
import type { RequirementId } from '../requirements.ts'

export const tests: readonly Test[] = [
  // `ns` names the host that a client pulls from by way of a proxy; a registry may use or ignore it.
  defineTest({
    id: 'proxying.ns',
    title: 'pulls a manifest and a blob with ns',
    evaluates: ['proxying.ns-manifest', 'proxying.ns-blob', 'proxying.namespace-header-value'],
    async run(t) {
      const [manifests, blobs] = await Promise.all([t.specimens.manifests(), t.specimens.blobs()])
      const probe = await t.send({ method: 'GET', path: '/v2/' })
      const ns = new URL(probe.request.url).host
      const pull = (path: string) =>
        t.send({
          method: 'GET',
          path: withQuery(path, { ns }),
          headers: { Accept: manifestTypes.join(', ') },
        })
      const judge = (requirement: RequirementId, got: Exchange, what: string) => {
        const { status } = answerOf(got)
        if (status === 200 || status >= 500)
          t.check(requirement, got, answers(`the pull of ${what} with ns`, 200))
        else
          t.unsupported(requirement, `the pull of ${what} with ns=${ns} returned ${summarizeResponse(got)}`)
      }
      const [manifest] = manifests
      const [blob] = blobs
      const pulled: Exchange[] = []
      if (manifest) {
        const got = await pull(manifestPath(t.repository, manifest.tag ?? manifest.digest))
        judge('proxying.ns-manifest', got, 'a manifest')
        pulled.push(got)
      } else t.skip('proxying.ns-manifest', 'no manifest was named')
      if (blob) {
        const got = await pull(blobPath(t.repository, blob.digest))
        judge('proxying.ns-blob', got, 'a blob')
        pulled.push(got)
      } else t.skip('proxying.ns-blob', 'no blob was named')
      const naming = pulled.filter((got) => header(answerOf(got).headers, namespaceHeader) !== undefined)
      if (naming.length === 0)
        t.unsupported('proxying.namespace-header-value', `no response contains ${namespaceHeader}`)
      for (const got of naming) t.check('proxying.namespace-header-value', got, repeats(ns))
    },
  }),
]
