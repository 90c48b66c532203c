import { after } from 'node:test'
import { createReferenceRegistry } from 'oci-assay'
import { conformance } from 'oci-assay/node-test'

const registry = createReferenceRegistry({ spec: '1.1' })
let close = async (): Promise<void> => {}
after(() => close())

conformance('our registry', {
  target: async () => {
    const listening = await registry.listen()
    close = listening.close
    return listening.url
  },
  spec: '1.1',
  suites: ['pull', 'push'],
})
