import { describe, expect, it } from 'vitest'
import { nextLink, parseLinks } from '../../../../../src/registry/lists/link.ts'
import { linksToNext } from '../../../../../suites/distribution/judges/link.ts'
import {
  claimsNothing,
  claimsUploaded,
  rangeEnd,
} from '../../../../../suites/distribution/push/judges/range.ts'
import {
  hasWarningForm,
  parseWarnings,
  warnsBriefly,
  warnsWith,
} from '../../../../../suites/distribution/warnings/judges.ts'
import { exchangeOf } from '../exchange.ts'
import { noted, violation } from './findings.ts'

const sent = (name: string, ...values: string[]) =>
  exchangeOf({ headers: values.map((value) => [name, value] as const) })
const ofNothing = (value: string) => noted(`Range: ${value}`)

describe('a finding about a Range', () => {
  const judge = claimsUploaded(42)
  const expected = ['Range: 0-41']

  it('shows what was sent, in another form and with another end', () => {
    expect(judge(exchangeOf())).toEqual(violation({ expected }))
    expect(judge(sent('Range', 'bytes=0-41'))).toEqual(violation({ expected, received: 'Range: bytes=0-41' }))
    expect(judge(sent('Range', '0-9'))).toEqual(
      violation({ title: '10 bytes in Range after 42', expected, received: 'Range: 0-9' }),
    )
  })

  it('is undefined where something follows the end', () => {
    expect(rangeEnd(sent('Range', '0-41x'))).toBeUndefined()
  })

  it('notes what an empty session may claim, and shows what it may not', () => {
    expect(claimsNothing(exchangeOf())).toEqual({ holds: true })
    expect(claimsNothing(sent('Range', '0-0'))).toEqual({ holds: true })
    expect(claimsNothing(sent('Range', '0-'))).toEqual(ofNothing('0-'))
    expect(claimsNothing(sent('Range', '0-00'))).toEqual(ofNothing('0-00'))
    expect(claimsNothing(sent('Range', '0-1'))).toEqual(violation({ received: 'Range: 0-1' }))
  })
})

describe('a finding about a Warning', () => {
  const expected = ['Warning: 299 - "<text>"']

  it('shows the one that cannot be read', () => {
    expect(hasWarningForm(sent('Warning', '299 - "old"', 'slow'))).toEqual(
      violation({ expected, received: 'Warning: slow' }),
    )
  })

  it('names the part that differs', () => {
    const dated = '110 proxy "old" "today"'
    const answer = sent('Warning', '299 - "old"', dated)
    const withTitle = (title: string) => violation({ title, expected, received: `Warning: ${dated}` })
    expect(warnsWith('code')(answer)).toEqual(withTitle('code'))
    expect(warnsWith('agent')(answer)).toEqual(withTitle('agent'))
    expect(warnsWith('date')(answer)).toEqual(withTitle('date'))
  })

  // A character of a header field is one byte, though two in UTF-8.
  it('counts bytes as they cross the wire', () => {
    expect(warnsBriefly(sent('Warning', 'é'.repeat(4096)))).toEqual({ holds: true })
    expect(warnsBriefly(sent('Warning', 'é'.repeat(4096), 'x'))).toEqual(
      violation({ expected: ['at most 4096 bytes'], received: '4097 bytes' }),
    )
  })

  it('a date that was not sent is not there, and blanks may stand before a comma', () => {
    expect(parseWarnings('299 - "a" , 299 - "b"')).toStrictEqual([
      { code: '299', agent: '-', text: '"a"' },
      { code: '299', agent: '-', text: '"b"' },
    ])
  })
})

describe('a finding about a Link', () => {
  const expected = ['<url>; rel="next"']

  it('shows all that were sent', () => {
    expect(linksToNext(sent('Link', '</a>; rel=prev', '</b>'))).toEqual(
      violation({ expected, received: '</a>; rel=prev, </b>' }),
    )
    expect(linksToNext(sent('Link', '</a>; rel=next', '/b'))).toEqual(
      violation({ expected, received: '</a>; rel=next, /b' }),
    )
  })

  it('a parameter may be without a value', () => {
    const links = parseLinks(['</a> ; flag ; rel = "next" , </b>'])
    expect(links?.map(({ target, parameters }) => [target, ...parameters])).toEqual([
      ['/a', ['flag', ''], ['rel', 'next']],
      ['/b'],
    ])
  })

  it('a link without a relation is not the next one', () => {
    expect(nextLink(sent('Link', '</a>, </b>; rel="last  NEXT"'))?.target).toBe('/b')
  })
})
