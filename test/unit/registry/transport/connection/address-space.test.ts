import { describe, expect, it } from 'vitest'
import {
  addressSpaceOf,
  spaceOfHost,
} from '../../../../../src/registry/transport/connection/address-space.ts'

describe('the space of an address', () => {
  it.each([
    ['public', ['8.8.8.8', '172.15.255.255', '172.32.0.0', '100.63.255.255', '100.128.0.0', '192.167.1.1']],
    ['public', ['2606:4700::1', '[2a00:1450:4001:81b::200e]', '::ffff:8.8.8.8', '64:ff9b::8.8.8.8']],
    ['private', ['10.0.0.0', '10.255.255.255', '172.16.0.1', '172.31.255.255', '192.168.0.1', '198.18.0.1']],
    ['private', ['100.64.0.1', '100.127.255.255', 'fc00::1', 'fdff::1', 'fec0::1', '::ffff:10.1.2.3']],
    ['private', ['::10.0.0.1', '64:ff9b::a00:1', '64:ff9b:1::1', '2002:0a00:0001::1', '::ffff:0:10.0.0.1']],
    ['loopback', ['127.0.0.1', '127.255.255.254', '0.0.0.0', '0.1.2.3', '::', '::1', '[::1]']],
    ['loopback', ['::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:0.0.0.0', '2002:7f00:1::', '::127.0.0.1']],
    ['link-local', ['169.254.0.1', '169.254.255.255', 'fe80::1', 'fe80::1%eth0', 'febf::1']],
    [
      'metadata',
      ['169.254.169.254', '::ffff:169.254.169.254', '::ffff:a9fe:a9fe', '64:ff9b::169.254.169.254'],
    ],
    ['metadata', ['169.254.170.2', '169.254.170.23', 'fd00:ec2::254', 'fd00:ec2::23', 'fd20:ce::254']],
    ['metadata', ['100.100.100.200', '192.0.0.192', '168.63.129.16', '169.254.0.23']],
    ['unusable', ['224.0.0.1', '239.255.255.255', '240.0.0.1', '255.255.255.255', '192.0.0.8']],
    ['unusable', ['ff02::1', '100::1', '2001:0:1::1', 'no address', '']],
  ] as const)('is %s: %j', (space, addresses) => {
    for (const address of addresses) expect([address, addressSpaceOf(address)]).toEqual([address, space])
  })
})

describe('the space of a host', () => {
  it.each([
    ['http://0x7f000001/', 'loopback'],
    ['http://2130706433/', 'loopback'],
    ['http://017700000001/', 'loopback'],
    ['http://127.1/', 'loopback'],
    ['http://127.0.0.1./', 'loopback'],
    ['http://0/', 'loopback'],
    ['http://[::ffff:127.0.0.1]/', 'loopback'],
    ['http://[0:0:0:0:0:0:0:1]/', 'loopback'],
    ['http://LOCALHOST./', 'loopback'],
    ['http://a.localhost/', 'loopback'],
    ['http://①⑦②.16.0.1/', 'private'],
    ['http://192.168.257/', 'private'],
    ['http://0xa9fea9fe/', 'metadata'],
    ['http://2852039166/', 'metadata'],
    ['http://[fd00:ec2::254]/', 'metadata'],
    ['http://metadata.google.internal./', 'metadata'],
    ['http://8.8.8.8/', 'public'],
    ['http://registry.example/', undefined],
    ['http://10.0.0.1.nip.example/', undefined],
    ['http://localhost.example/', undefined],
  ])('%s is %s', (url, space) => {
    expect(spaceOfHost(new URL(url).hostname)).toBe(space)
  })

  it('cannot be hidden by a zone, which URLs do not have', () => {
    expect(URL.canParse('http://[fe80::1%25eth0]/')).toBe(false)
    expect(URL.canParse('http://[::1%25lo]/')).toBe(false)
  })
})
