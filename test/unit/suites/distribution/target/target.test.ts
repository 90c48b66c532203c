import { afterEach, expect, it } from 'vitest'
import {
  addressSpaceOf,
  type AddressSpace,
} from '../../../../../src/registry/transport/connection/address-space.ts'
import { createLedger } from '../../../../../src/registry/ledger/ledger.ts'
import type { Disturbance } from '../../../../../src/engine/disturbance.ts'
import type { TestContext } from '../../../../../src/engine/suite.ts'
import { registryTarget } from '../../../../../suites/distribution/target/target.ts'
import { closeAll, connect, serve } from '../../../registry/server.ts'

afterEach(closeAll)

/** Tests have nothing but loopback. */
const spaceOf = (address: string): AddressSpace =>
  address === '127.0.0.1' ? 'public' : addressSpaceOf(address)

it('takes no registry for gone that leads to where nothing may be sent', async () => {
  const base = await serve((_, response) => {
    response.writeHead(307, { Location: 'http://[::1]:1/' })
    response.end()
  })
  const client = connect(base, { network: { spaceOf } })
  const { signal } = new AbortController()
  const target = registryTarget({
    client,
    spec: '1.1',
    signal,
    ledger: createLedger(client.recorder),
    seed: '1',
    repository: 'a',
    secondRepository: 'b',
    readOnly: false,
    claimed: [],
    specimens: () => ({}) as never,
    exchanges: () => [],
  })
  const disturbances: Disturbance[] = []
  const disturbed = (each: Disturbance) => void disturbances.push(each)
  const tools: Partial<TestContext> = {
    test: 'x',
    spec: '1.1',
    signal,
    urgency: 0,
    round: 1,
    disturbances,
    disturbed,
  }
  const context = target.open(tools as TestContext)
  for (let sent = 0; sent < 20; sent += 1) {
    // Where a test judges connection errors itself, too: this is none.
    const request = { method: 'GET', path: `/v2/${sent}`, judgesTransport: true }
    await expect(context.send(request)).rejects.toThrow(/--allow-private-origins/)
  }
  expect(target.abortReason?.()).toBeUndefined()
  expect(disturbances).toEqual([])
})
