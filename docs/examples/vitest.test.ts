import { createReferenceRegistry } from 'oci-assay'
import { conformance } from 'oci-assay/vitest'

conformance('our registry', {
  // An address, or a function that starts the registry when the tests begin. Ours is the embedded one.
  target: async () => (await createReferenceRegistry({ spec: '1.1' }).listen()).url,
  spec: '1.1',
  suites: ['pull', 'push'],
})
