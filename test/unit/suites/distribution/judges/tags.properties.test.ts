import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { specVersions } from '../../../../../src/engine/requirement.ts'
import {
  allowedOrders,
  inOrder,
  isTagList,
  keepsOrder,
  lists,
  listsNoneOf,
  listsNothingBefore,
  startsAfter,
  withoutRepetition,
} from '../../../../../suites/distribution/judges/tags.ts'
import { letters } from '../../../grammars/texts.ts'
import { exchangeOf } from '../exchange.ts'
import { json, verdict } from './verdict.ts'

const lower = 'abcdefghijklmnopqrstuvwxyz0123456789'

/** A tag of the grammar: a letter, digit or underscore, then dots and dashes as well. */
const tag = fc
  .tuple(letters(`${lower}ABCXYZ_`, 1, 1), letters(`${lower}ABCXYZ_.-`, 0, 10))
  .map(([first, rest]) => first + rest)
const tags = (of: fc.Arbitrary<string>, minLength = 0) => fc.uniqueArray(of, { minLength, maxLength: 12 })

/** The bytes, one after the other: not how the judge compares them. */
const byBytes = (all: readonly string[]) =>
  all.toSorted((one, other) => Buffer.from(one).compare(Buffer.from(other)))
const byLetters = (all: readonly string[]) =>
  all.toSorted((one, other) => Buffer.from(one.toLowerCase()).compare(Buffer.from(other.toLowerCase())))

describe('the order of tags', () => {
  it('is right without case, in each version', () => {
    fc.assert(
      fc.property(tags(tag), fc.constantFrom(...specVersions), (all, spec) => {
        expect(verdict(inOrder(byLetters(all), spec))).toBe('holds')
      }),
    )
  })

  it('of bytes is right in dev, and a warning at most before', () => {
    fc.assert(
      fc.property(tags(tag), (all) => {
        expect(verdict(inOrder(byBytes(all), 'dev'))).toBe('holds')
        expect(['holds', 'warns']).toContain(verdict(inOrder(byBytes(all), '1.1')))
      }),
    )
  })

  it('backwards is wrong in each version', () => {
    fc.assert(
      fc.property(tags(letters(lower, 1, 8), 2), fc.constantFrom(...specVersions), (all, spec) => {
        expect(verdict(inOrder(byBytes(all).toReversed(), spec))).toBe('violated')
      }),
    )
  })

  it('that is allowed leaves no tag out and adds none', () => {
    fc.assert(
      fc.property(tags(tag), (all) => {
        for (const order of allowedOrders(all)) expect(byBytes(order)).toEqual(byBytes(all))
      }),
    )
  })
})

describe('pages', () => {
  /** In which each order is the same: with capital letters and underscores what is before a tag depends on it. */
  const plain = fc.tuple(letters(lower, 1, 1), letters(`${lower}.-`, 0, 6)).map((parts) => parts.join(''))
  /** An ordered list, a place in it, and the length of a page. */
  const cut = fc.tuple(tags(plain, 2).map(byBytes), fc.nat(), fc.integer({ min: 1, max: 5 }))

  it('that go on behind a tag are right, and those that repeat it or leave one out are not', () => {
    fc.assert(
      fc.property(cut, ([all, place, length]) => {
        const at = place % (all.length - 1)
        const last = all[at]!
        const known = { known: all, together: true }
        const page = all.slice(at + 1, at + 1 + length)
        expect(verdict(startsAfter(page, last, known))).toBe('holds')
        expect(verdict(startsAfter([last, ...page], last, known))).toBe('violated')
        expect(verdict(keepsOrder([{ last, tags: page, exchange: 1 }], all, 9))).toBe('holds')
        if (page.length > 1)
          expect(verdict(keepsOrder([{ last, tags: page.toReversed(), exchange: 1 }], all, 9))).toBe(
            'violated',
          )
        expect(verdict(listsNothingBefore([last], all.at(-1)!, 9))).toBe('violated')
        expect(verdict(listsNothingBefore([], all.at(-1)!, 9))).toBe('holds')
      }),
    )
  })
})

describe('a list of tags', () => {
  it('is one whatever the tags are, and has each of them once', () => {
    fc.assert(
      fc.property(tags(tag, 1), fc.nat(), (all, place) => {
        const one = all[place % all.length]!
        expect(verdict(isTagList(exchangeOf(json({ name: 'a/b', tags: all }))))).toBe('holds')
        expect(verdict(withoutRepetition(all))).toBe('holds')
        expect(verdict(withoutRepetition([...all, one]))).toBe('violated')
        expect(verdict(lists(all, [one]))).toBe('holds')
        const others = all.filter((each) => each !== one)
        expect(verdict(lists(others, all))).toBe('violated')
        expect(verdict(listsNoneOf(others, [one], 'that were deleted'))).toBe('holds')
        expect(verdict(listsNoneOf(all, [one], 'that were deleted'))).toBe('violated')
      }),
    )
  })

  it('may be anything without a judge that breaks', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (document) => {
        expect(['holds', 'warns', 'violated']).toContain(verdict(isTagList(exchangeOf(json(document)))))
      }),
    )
  })
})
