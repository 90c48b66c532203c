import { describe, expect, it } from 'vitest'
import { linksToNext, nextLink, parseLinks } from '../../../../../suites/distribution/judges/link.ts'
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
import { broken, noted } from './words.ts'

const sent = (name: string, ...values: string[]) =>
  exchangeOf({ headers: values.map((value) => [name, value] as const) })
const ofNothing = (value: string) => noted(`sends Range: ${value} for an empty session`)

describe('the words about a Range', () => {
  const judge = claimsUploaded(42)
  const expected = ['Range: 0-41']

  it('tell absence, another form and another end apart', () => {
    expect(judge(exchangeOf())).toEqual(broken('sends no Range', expected, 'no Range header'))
    expect(judge(sent('Range', 'bytes=0-41'))).toEqual(
      broken('sends a malformed Range', expected, 'Range: bytes=0-41'),
    )
    expect(judge(sent('Range', '0-9'))).toEqual(
      broken('claims 10 bytes in Range after 42 were uploaded', expected, 'Range: 0-9'),
    )
  })

  it('are of the form where something stands behind the end', () => {
    expect(rangeEnd(sent('Range', '0-41x'))).toBeUndefined()
  })

  it('note what an empty session may claim, and name what it may not', () => {
    expect(claimsNothing(exchangeOf())).toEqual({ holds: true })
    expect(claimsNothing(sent('Range', '0-0'))).toEqual({ holds: true })
    expect(claimsNothing(sent('Range', '0-'))).toEqual(ofNothing('0-'))
    expect(claimsNothing(sent('Range', '0-00'))).toEqual(ofNothing('0-00'))
    expect(claimsNothing(sent('Range', '0-1'))).toEqual(
      broken('claims bytes of an empty session', ['Range: 0-0', 'no Range'], 'Range: 0-1'),
    )
  })
})

describe('the words about a Warning', () => {
  const expected = ['Warning: 299 - "<text>"']

  it('show the one that cannot be read', () => {
    expect(hasWarningForm(sent('Warning', '299 - "old"', 'slow'))).toEqual(
      broken('sends a malformed Warning', expected, 'Warning: slow'),
    )
  })

  it('name the part that is another one', () => {
    const dated = '110 proxy "old" "today"'
    const answer = sent('Warning', '299 - "old"', dated)
    const words = (title: string) => broken(title, expected, `Warning: ${dated}`)
    expect(warnsWith('code')(answer)).toEqual(words('sends a Warning with another code'))
    expect(warnsWith('agent')(answer)).toEqual(words('sends a Warning with another agent'))
    expect(warnsWith('date')(answer)).toEqual(words('sends a Warning with a date'))
  })

  // A character of a header field is one byte, though two in UTF-8.
  it('count bytes as they cross the wire', () => {
    expect(warnsBriefly(sent('Warning', 'é'.repeat(4096)))).toEqual({ holds: true })
    expect(warnsBriefly(sent('Warning', 'é'.repeat(4096), 'x'))).toEqual(
      broken('sends too many bytes of warnings', ['at most 4096 bytes'], '4097 bytes'),
    )
  })

  it('a date that was not sent is not there, and blanks may stand before a comma', () => {
    expect(parseWarnings('299 - "a" , 299 - "b"')).toStrictEqual([
      { code: '299', agent: '-', text: '"a"' },
      { code: '299', agent: '-', text: '"b"' },
    ])
  })
})

describe('the words about a Link', () => {
  const expected = ['<url>; rel="next"']

  it('show all that were sent', () => {
    expect(linksToNext(sent('Link', '</a>; rel=prev', '</b>'))).toEqual(
      broken('sends a Link without rel="next"', expected, '</a>; rel=prev, </b>'),
    )
    expect(linksToNext(sent('Link', '</a>; rel=next', '/b'))).toEqual(
      broken('sends a malformed Link', expected, '</a>; rel=next, /b'),
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
