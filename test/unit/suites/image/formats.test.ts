import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  isBase64,
  isDateTime,
  isImageReference,
  isLicenceExpression,
  isQualifiedReference,
} from '../../../../suites/image/schemas/formats.ts'

const table = (
  name: string,
  reads: (text: string) => boolean,
  right: readonly string[],
  wrong: readonly string[],
) =>
  it(name, () => {
    expect(right.filter((text) => !reads(text))).toEqual([])
    expect(wrong.filter((text) => reads(text))).toEqual([])
  })

table(
  'a date and time of RFC 3339',
  isDateTime,
  [
    '2024-02-29T23:59:59Z',
    '2000-02-29T00:00:00Z',
    '2023-02-28t00:00:00z',
    '1990-12-31T23:59:60Z',
    '2024-01-31T00:00:00.123456789+23:59',
    '2024-04-30T00:00:00-00:00',
    '2024-12-31T00:00:00Z',
  ],
  [
    '',
    '2023-02-29T00:00:00Z',
    '1900-02-29T00:00:00Z',
    '2024-04-31T00:00:00Z',
    '2024-06-31T00:00:00Z',
    '2024-09-31T00:00:00Z',
    '2024-11-31T00:00:00Z',
    '2024-01-32T00:00:00Z',
    '2024-01-00T00:00:00Z',
    '2024-00-01T00:00:00Z',
    '2024-13-01T00:00:00Z',
    '2024-01-01T24:00:00Z',
    '2024-01-01T00:60:00Z',
    '2024-01-01T00:00:61Z',
    '2024-01-01T00:00:00+24:00',
    '2024-01-01T00:00:00+00:60',
    '2024-01-01T00:00:00.Z',
    '2024-01-01T00:00:00',
    '2024-01-01 00:00:00Z',
    '2024-01-01',
    'x2024-01-01T00:00:00Z',
    '2024-01-01T00:00:00Zx',
    '24-01-01T00:00:00Z',
  ],
)

it('a date and time is whatever the calendar has', () => {
  const date = fc.date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T00:00:00Z') })
  fc.assert(fc.property(date, (when) => Number.isNaN(when.getTime()) || isDateTime(when.toISOString())))
})

table(
  'base 64 of RFC 4648',
  isBase64,
  ['', 'AA==', 'AAA=', 'AAAA', 'ab+/', 'Zm9v'],
  ['A', 'AA', 'AAA', 'A===', '====', 'AA=A', 'ab-_', 'AA\n==', ' AAAA', 'AAAA AAA'],
)

it('base 64 is whatever bytes become', () => {
  fc.assert(fc.property(fc.uint8Array(), (bytes) => isBase64(Buffer.from(bytes).toString('base64'))))
})

table(
  'a licence expression of SPDX',
  isLicenceExpression,
  [
    'MIT',
    'Apache-2.0',
    'GPL-2.0-or-later',
    'GPL-2.0+',
    'LicenseRef-Mine',
    'DocumentRef-spdx-tool-1.2:LicenseRef-MIT-Style-2',
    'MIT AND Apache-2.0',
    'MIT or Apache-2.0',
    'GPL-2.0-only WITH Classpath-exception-2.0',
    'GPL-2.0-only with Classpath-exception-2.0 and MIT',
    '(MIT)',
    '((MIT OR Apache-2.0) AND (BSD-3-Clause))',
    '(MIT AND Apache-2.0) OR GPL-2.0+ WITH Bison-exception-2.2',
  ],
  [
    '',
    ' ',
    'AND',
    'MIT AND',
    'AND MIT',
    'MIT Apache-2.0',
    'MIT, Apache-2.0',
    'MIT/Apache-2.0',
    '(MIT',
    'MIT)',
    ')MIT(',
    '()',
    'MIT (Apache-2.0)',
    '(MIT) Apache-2.0',
    'MIT WITH',
    'MIT WITH AND',
    'MIT WITH (x)',
    'MIT WITH x WITH y',
    '(MIT) WITH x',
    'MIT AND OR Apache-2.0',
    'MIT WITH x+',
    'GPL++',
    'MIT & X',
    'Ref-x:LicenseRef-y',
  ],
)

const long = (name: string, length: number) => `${name}/${'a'.repeat(length - name.length - 1)}`

table(
  'an image reference',
  isImageReference,
  [
    'busybox',
    'library/busybox',
    'busybox:1.36',
    'localhost/busybox',
    'registry.example:5000/a/b_c__d--e.f:T_a.g-1',
    '[2001:db8::1]:5000/a',
    `a@sha256:${'0'.repeat(64)}`,
    `a:b@sha256:${'F'.repeat(32)}`,
    `a@a1-b2_c3+d4.e5:${'0'.repeat(32)}`,
    `a:${'b'.repeat(128)}`,
    'Registry.Example/a',
    long('a', 1024),
  ],
  [
    '',
    'Busybox',
    'a:',
    'a@',
    'a/',
    '/a',
    'a//b',
    'a b',
    'a:b:c',
    'a:-b',
    `a:${'b'.repeat(129)}`,
    `a@sha256:${'0'.repeat(31)}`,
    `a@sha256:${'g'.repeat(64)}`,
    `a@1sha:${'0'.repeat(64)}`,
    `a@sha256:${'0'.repeat(64)}x!`,
    '-registry.example/a',
    'registry.example-/a',
    'registry.example:port/a',
    '[x]/a',
    'a/B',
    'a/b___c',
    'a/b..c',
    long('a', 1025),
  ],
)

table(
  'a reference that names its registry',
  isQualifiedReference,
  ['registry.example/a', 'localhost/a', 'localhost:5000/a', 'a:5000/b/c', 'registry.example/a:b'],
  [
    'a',
    'a/b',
    'library/busybox:1.36',
    'localhost',
    'registry.example',
    'registry.example/',
    'registry.example/A',
  ],
)
