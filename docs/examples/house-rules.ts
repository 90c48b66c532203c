import { defineSuite, defineTest, holds, must, should, violated, type RegistryContext } from 'oci-assay'

const text = { label: '2026', revision: '2026', url: 'https://wiki.example/registry' }

/** Rules of our own, tested like those of the specification. */
export default defineSuite<RegistryContext>({
  name: 'house',
  title: 'House rules',
  specification: {
    name: 'house',
    title: 'House rules',
    file: 'rules.md',
    versions: { '1.0': text, '1.1': text, dev: text },
  },
  requirements: [
    {
      id: 'house.request-id',
      title: 'returns a request id with every response',
      section: 'tracing',
      at: { '1.1': must(7) }, // line 7 of rules.md, where reports link to
      impact: 'Support cannot find the request in the logs.',
    },
    {
      id: 'house.manifest-immutable',
      title: 'lets clients cache manifests by digest',
      section: 'caching',
      at: { '1.1': should(12) },
    },
  ],
  tests: [
    defineTest({
      id: 'house.headers',
      title: 'pulls a manifest by digest and looks at its header fields',
      evaluates: ['house.request-id', 'house.manifest-immutable'],
      async run(t) {
        const [manifest] = await t.specimens.manifests()
        if (!manifest) return t.unevaluated('house.request-id', 'there is no manifest to pull')
        const pulled = await t.send({
          method: 'GET',
          path: `/v2/${t.repository}/manifests/${manifest.digest}`,
          headers: { Accept: manifest.mediaType },
        })
        const valueOf = (name: string) =>
          pulled.response?.headers.find(([field]) => field.toLowerCase() === name)?.[1]
        t.check(
          'house.request-id',
          valueOf('x-request-id') === undefined
            ? violated('returned no request id', 'X-Request-Id', 'no such field')
            : holds(),
        )
        t.check(
          'house.manifest-immutable',
          valueOf('cache-control')?.includes('immutable') === true
            ? holds()
            : violated(
                'returned a manifest without immutable',
                'Cache-Control: immutable',
                valueOf('cache-control') ?? 'none',
              ),
        )
      },
    }),
  ],
})
