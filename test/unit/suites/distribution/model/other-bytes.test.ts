import { expect, it } from 'vitest'
import { anyOf, contentIs, onExchange, statusIs } from '../../../../../src/registry/reproduce/condition.ts'
import { deleteBlob, getBlob, named, pushed } from './blob-exchanges.ts'
import { get, judged, manifest, put, type Sent } from './exchanges.ts'

const conditionsOf = (...history: Sent[]) =>
  judged(history).map(({ judgement }) => (judgement.holds ? [] : judgement.conditions))

const other = { body: 'abd' }
const orMissing = (digest: string, id: number) => [
  anyOf([contentIs(digest)], [onExchange(id, statusIs(404))]),
]

it('of other bytes has the right ones alone where they have to be there', () => {
  expect(conditionsOf(...pushed(1, 'abc'), getBlob('abc', other))).toEqual([[contentIs(named('abc'))]])
  const { digest } = manifest('one')
  expect(conditionsOf(put(manifest('one')), get(manifest('two'), digest))).toEqual([[contentIs(digest)]])
})

it('of other bytes has 404 as well where they need not be there', () => {
  const deleted = [...pushed(1, 'abc'), deleteBlob('abc'), getBlob('abc', other)]
  expect(conditionsOf(...deleted)).toEqual([orMissing(named('abc'), deleted.length)])
  const { digest } = manifest('one')
  const refused: Sent = { ...put(manifest('two'), digest), status: 400 }
  expect(conditionsOf(refused, get(manifest('two'), digest))).toContainEqual(orMissing(digest, 2))
})
