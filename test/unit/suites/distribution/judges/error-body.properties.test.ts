import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  hasCodes,
  hasErrorFormat,
  hasListedCodes,
  hasReadableMessages,
  hasWellFormedCodes,
  isLabelledRightly,
  listedCodes,
} from '../../../../../suites/distribution/judges/error-body.ts'
import { spoiled } from '../../../grammars/texts.ts'
import { exchangeOf } from '../exchange.ts'
import { json, verdict } from './verdict.ts'

const judges = {
  hasErrorFormat,
  hasCodes,
  hasWellFormedCodes,
  hasListedCodes,
  hasReadableMessages,
  isLabelledRightly,
}

/** The judges that are not content with a body. */
const violatedBy = (document: unknown): string[] => {
  const exchange = exchangeOf(json(document, { status: 404 }))
  return Object.entries(judges).flatMap(([name, judge]) =>
    verdict(judge(exchange)) === 'holds' ? [] : [name],
  )
}

/** An error as the text has it: a code of the list, and any other fields. */
const anError = fc.record(
  { code: fc.constantFrom(...listedCodes), message: fc.string(), detail: fc.jsonValue() },
  { requiredKeys: ['code'] },
)
const errors = fc.array(anError, { minLength: 1, maxLength: 4 })
/** Nobody forbids members beside the errors. */
const more = fc.dictionary(
  fc.string().filter((name) => name !== 'errors' && name !== '__proto__'),
  fc.jsonValue(),
  { maxKeys: 3 },
)

/** The body with another first error. */
const changed = (body: { errors: readonly object[] }, change: object) => ({
  ...body,
  errors: body.errors.map((error, at) => (at === 0 ? { ...error, ...change } : error)),
})

const bodies = fc.tuple(errors, more).map(([list, rest]) => ({ ...rest, errors: list }))

describe('an error body', () => {
  it('of the format is right whatever it contains', () => {
    fc.assert(
      fc.property(bodies, (body) => {
        expect(violatedBy(body)).toEqual([])
      }),
    )
  })

  it('with one fault violates one requirement alone', () => {
    fc.assert(
      fc.property(bodies, spoiled('az09-. :/é'), (body, spoil) => {
        const [{ code } = { code: '' }] = body.errors
        expect(violatedBy(changed(body, { code: spoil(code) }))).toEqual(['hasWellFormedCodes'])
        expect(violatedBy(changed(body, { code: `${code}_OF_OURS` }))).toEqual(['hasListedCodes'])
        expect(violatedBy(changed(body, { code: undefined }))).toEqual(['hasCodes'])
        expect(violatedBy(changed(body, { message: [code] }))).toEqual(['hasReadableMessages'])
        expect(violatedBy({ ...body, errors: [] })).toEqual(['hasErrorFormat'])
        expect(violatedBy({ ...body, errors: code })).toEqual(['hasErrorFormat'])
      }),
    )
  })

  it('may be anything without a judge that breaks', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (document) => {
        expect(violatedBy(document).length).toBeLessThanOrEqual(Object.keys(judges).length)
        expect(violatedBy({ errors: document }).length).toBeLessThanOrEqual(Object.keys(judges).length)
        expect(violatedBy({ errors: [document] }).length).toBeLessThanOrEqual(Object.keys(judges).length)
      }),
    )
  })
})
