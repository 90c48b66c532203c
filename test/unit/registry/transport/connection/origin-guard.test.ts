import type { LookupAddress } from 'node:dns'
import { isIP, Socket, type LookupFunction } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import {
  addressSpaceOf,
  type AddressSpace,
} from '../../../../../src/registry/transport/connection/address-space.ts'
import type { RegistryClientOptions } from '../../../../../src/registry/client.ts'
import type { Network } from '../../../../../src/registry/transport/connection/network.ts'
import { guardedConnector } from '../../../../../src/registry/transport/connection/guarded-connector.ts'
import { createOriginGuard } from '../../../../../src/registry/transport/connection/origin-guard.ts'
import { oneProxy } from '../../../../../src/registry/transport/connection/proxy-rules.ts'
import { attack } from '../../../../attack.ts'
import { closeAll, connect, serve } from '../../server.ts'

afterEach(closeAll)

/** A resolver that knows these names; each answer is used once, the last one from then on. */
const resolving = (names: Record<string, string[]>): LookupFunction => {
  const counts = new Map<string, number>()
  return (hostname, options, callback) => {
    const answers = names[hostname]
    if (!answers) return callback(Object.assign(new Error('not found'), { code: 'ENOTFOUND' }), '')
    const count = counts.get(hostname) ?? 0
    counts.set(hostname, count + 1)
    const found = answers[Math.min(count, answers.length - 1)]!.split(' ')
    const all = found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
    if (options.all === true) callback(null, all)
    else callback(null, all[0]!.address, all[0]!.family)
  }
}

/** 127.0.0.1 represents an address in this space; all others are what they are. */
const standingIn = (space: AddressSpace, names: Record<string, string[]> = {}): Partial<Network> => ({
  lookup: resolving(names),
  spaceOf: (address) => (address === '127.0.0.1' ? space : addressSpaceOf(address)),
})

/**
 * What a guard lets a connection be made to, and why not. The connection itself is left out, so that nothing is sent
 * to these addresses even where the guard fails.
 */
async function connecting(
  space: AddressSpace,
  to: string,
  names: Record<string, string[]> = {},
  allow = false,
) {
  const network = standingIn(space, names)
  const base = new URL('http://127.0.0.1:1/')
  const guard = createOriginGuard({ base, network, allowPrivateOrigins: allow })
  const { protocol, hostname, host, port } = new URL(to)
  const connected: string[] = []
  const error = await new Promise<Error | null>((resolve) => {
    const connect = guardedConnector(guard, (options, callback) => {
      if (isIP(options.hostname.replace(/^\[|\]$/g, '')) !== 0) connected.push(options.hostname)
      else {
        guard.lookup(options.hostname, { all: true }, (failure, found) => {
          if (failure) return callback(failure, null)
          connected.push(...(found as LookupAddress[]).map(({ address }) => address))
        })
      }
      if (connected.length > 0) callback(null, new Socket())
    })
    connect({ protocol, hostname, host, port }, (...[failure]) => resolve(failure))
  })
  return { connected, error }
}

interface Leading {
  space: AddressSpace
  to: string
  names?: Record<string, string[]>
  options?: Partial<RegistryClientOptions>
}

/** What becomes of a GET that a target in this space redirects. */
async function redirected({ space, to, names = {}, options = {} }: Leading) {
  const base = await serve((_, response) => {
    response.writeHead(307, { Location: to })
    response.end()
  })
  const client = connect(base, { network: standingIn(space, names), timeout: 2000, ...options })
  const exchange = await client.send({ method: 'GET', path: '/v2/a', retry: false })
  return { exchange, base, client }
}

/** A server at [::1], which counts what arrives. */
async function hidden() {
  let count = 0
  const base = await serve((_, response) => {
    count += 1
    response.end('secret')
  }, '::1')
  return { base, count: () => count }
}

const refusedTo: [string, string, Record<string, string[]>?][] = [
  ['loopback', 'http://127.0.0.2:1/'],
  ['loopback in IPv6', 'http://[::1]:1/'],
  ['loopback as one number', 'http://2130706434:1/'],
  ['loopback in hexadecimal', 'http://0x7f000002:1/'],
  ['loopback in octal', 'http://0177.0.0.2:1/'],
  ['loopback mapped into IPv6', 'http://[::ffff:127.0.0.2]:1/'],
  ['the unspecified address', 'http://0.0.0.0:1/'],
  ['10/8', 'http://10.0.0.1:1/'],
  ['172.16/12', 'https://172.31.255.255/'],
  ['192.168/16', 'http://192.168.0.1./'],
  ['100.64/10', 'http://100.64.0.1/'],
  ['fc00::/7', 'http://[fd12::1]/'],
  ['NAT64 of 10/8', 'http://[64:ff9b::a00:1]/'],
  ['link-local', 'http://169.254.1.1/'],
  ['link-local in IPv6', 'http://[fe80::1]/'],
  ['multicast', 'http://224.0.0.1/'],
  ['metadata', 'http://169.254.169.254/latest/meta-data/'],
  ['metadata in IPv6', 'http://[fd00:ec2::254]/'],
  ['metadata of Alibaba', 'http://100.100.100.200/'],
  ['a name of 10/8', 'http://intranet.example/', { 'intranet.example': ['10.0.0.1'] }],
  ['a name of loopback', 'http://mine.example/', { 'mine.example': ['::1'] }],
  ['a name with a trailing dot', 'http://mine.example./', { 'mine.example.': ['127.0.0.2'] }],
  ['localhost', 'http://localhost/', { localhost: ['::1 127.0.0.2'] }],
  [
    'the name of a metadata service',
    'http://metadata.google.internal/',
    { 'metadata.google.internal': ['169.254.169.254'] },
  ],
]

describe('a public target', () => {
  it.each(refusedTo)('leads nowhere at %s', async (_, to, names = {}) => {
    const { connected, error } = await connecting('public', to, names)
    expect(connected).toEqual([])
    expect(error).toMatchObject({
      code: 'not-allowed',
      message: expect.stringMatching(
        /^nothing was sent to .*(?:--allow-private-origins|correct what the registry names)/,
      ),
    })
  })

  attack(
    {
      part: 'Registries',
      what: 'a redirect from a public address to this machine, a private network or the metadata service of a cloud, in any notation of the address',
      result: 'nothing is sent there; not evaluated, with the option that permits it',
    },
    async () => {
      const { base, count } = await hidden()
      const { exchange } = await redirected({ space: 'public', to: base.href })
      expect(exchange.error?.code).toBe('not-allowed')
      expect(exchange.error?.message).toMatch(
        /it is an address of this machine, and the target, which names it, is at a public address; --allow-private-origins permits it/,
      )
      expect(count()).toBe(0)
    },
  )

  attack(
    {
      part: 'Registries',
      what: 'a name that resolves to the public target at first, and to this machine later (DNS rebinding)',
      result: 'the address of each new connection counts: nothing is sent there',
    },
    async () => {
      const names = { 'registry.example': ['127.0.0.1', '::1'] }
      const base = await serve((_, response) => {
        response.writeHead(200, { Connection: 'close' })
        response.end()
      })
      base.hostname = 'registry.example'
      const client = connect(base, { network: standingIn('public', names), timeout: 2000 })
      const first = await client.send({ method: 'GET', path: '/v2/', retry: false })
      expect(first.response?.status).toBe(200)
      const second = await client.send({ method: 'GET', path: '/v2/', retry: false })
      // Nobody listens there: a connection would have been refused.
      expect(second.error?.code).toBe('not-allowed')
    },
  )

  it('of whose addresses only some are public is reached at those', async () => {
    const names = { 'storage.example': ['10.0.0.1 127.0.0.1 ::1'] }
    const storage = await serve((_, response) => response.end('ok'))
    storage.hostname = 'storage.example'
    const { exchange } = await redirected({ space: 'public', to: storage.href, names })
    expect(exchange.response?.status).toBe(200)
  })

  it('leads to another public origin', async () => {
    const storage = await serve((_, response) => response.end('ok'))
    const { exchange } = await redirected({ space: 'public', to: storage.href })
    expect(exchange.response?.status).toBe(200)
  })

  it('leads anywhere but to metadata where the user permits it', async () => {
    const { base, count } = await hidden()
    const options = { allowPrivateOrigins: true }
    expect((await redirected({ space: 'public', to: base.href, options })).exchange.error).toBeUndefined()
    expect(count()).toBe(1)
    expect((await connecting('public', 'http://10.0.0.1/', {}, true)).error).toBeNull()
    const { error } = await connecting('public', 'http://169.254.169.254/', {}, true)
    expect(error).toMatchObject({ code: 'not-allowed', message: expect.not.stringMatching(/--allow/) })
  })

  it('sends no upload to such a Location either', async () => {
    const { base: inner, count } = await hidden()
    const base = await serve((_, response) => response.end())
    const client = connect(base, { network: standingIn('public') })
    await client.send({ method: 'GET', path: '/v2/' })
    const put = await client.send({ method: 'PUT', path: `${inner.href}upload`, body: Buffer.from('x') })
    expect(put.error?.code).toBe('not-allowed')
    expect(count()).toBe(0)
  })

  attack(
    {
      part: 'Registries',
      what: 'a public registry that names a token server on this machine',
      result: 'no token is requested; not evaluated, with the option that permits it',
    },
    async () => {
      const { base: inner, count } = await hidden()
      const base = await serve((_, response) => {
        response.writeHead(401, { 'WWW-Authenticate': `Bearer realm="${inner.href}token"` })
        response.end()
      })
      const credentials = { username: 'me', password: 'secret-1234' }
      const client = connect(base, { network: standingIn('public'), credentials })
      const exchange = await client.send({ method: 'GET', path: '/v2/a/tags/list' })
      expect(exchange.error).toMatchObject({
        code: 'unauthorised',
        message: expect.stringMatching(/no token from .*--allow-private-origins permits it/),
      })
      expect(count()).toBe(0)
    },
  )
})

describe('what a target may lead to', () => {
  it.each<[AddressSpace, string, boolean]>([
    ['private', 'http://10.0.0.1/', true],
    ['private', 'http://[::1]/', false],
    ['private', 'http://169.254.1.1/', false],
    ['private', 'http://169.254.169.254/', false],
    ['loopback', 'http://10.0.0.1/', true],
    ['loopback', 'http://[::1]/', true],
    ['loopback', 'http://169.254.169.254/', false],
    ['loopback', 'http://[fe80::1]/', false],
    ['link-local', 'http://169.254.1.1/', true],
    ['link-local', 'http://169.254.169.254/', false],
    ['link-local', 'http://127.0.0.2/', false],
  ])('from a %s address to %s: %s', (space, to, permitted) => {
    const guard = createOriginGuard({ base: new URL('http://127.0.0.1:1/'), network: standingIn(space) })
    expect(guard.refusalOf(new URL(to)) === undefined).toBe(permitted)
  })

  it('is itself, wherever it is', async () => {
    const { base, count } = await hidden()
    expect((await connect(base).send({ method: 'GET', path: '/v2/' })).response?.status).toBe(200)
    expect(count()).toBe(1)
  })
})

describe('through a proxy', () => {
  it('an address is judged as it is written, and a name left to the proxy', async () => {
    const received: string[] = []
    const proxy = await serve((request, response) => {
      received.push(request.url!)
      const to = request.url!.includes('/literal') ? 'http://10.0.0.1/' : 'http://intranet.example/'
      if (request.url!.startsWith('http://registry.example')) response.writeHead(307, { Location: to })
      response.end()
    })
    const client = connect(new URL('http://registry.example/'), { proxies: oneProxy(proxy.href) })
    const literal = await client.send({ method: 'GET', path: '/v2/literal', retry: false })
    expect(literal.error?.code).toBe('not-allowed')
    const named = await client.send({ method: 'GET', path: '/v2/name', retry: false })
    expect(named.response?.status).toBe(200)
    expect(received).toEqual([
      'http://registry.example/v2/literal',
      'http://registry.example/v2/name',
      'http://intranet.example/',
    ])
  })

  it.each(['http://localhost:5000/', 'http://metadata.google.internal/', 'http://[::1]/'])(
    'nothing is sent to %s',
    async (to) => {
      const received: string[] = []
      const proxy = await serve((request, response) => {
        received.push(request.url!)
        response.writeHead(307, { Location: to })
        response.end()
      })
      const client = connect(new URL('http://registry.example/'), { proxies: oneProxy(proxy.href) })
      const exchange = await client.send({ method: 'GET', path: '/v2/a', retry: false })
      expect(exchange.error?.code).toBe('not-allowed')
      expect(received).toEqual(['http://registry.example/v2/a'])
    },
  )
})
