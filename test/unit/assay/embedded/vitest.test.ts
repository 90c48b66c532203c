import { afterAll } from 'vitest'
import { createReferenceRegistry } from '../../../../src/reference/index.ts'
import { conformance } from '../../../../src/vitest.ts'

const registry = createReferenceRegistry({ spec: '1.1' })
let close = async () => {}
afterAll(() => close())

// As somebody would who develops a registry: each requirement is a test of this run.
conformance('the embedded registry', {
  spec: '1.1',
  suites: ['pull', 'content-discovery'],
  async target() {
    const listening = await registry.listen()
    close = () => listening.close()
    return listening.url
  },
})
