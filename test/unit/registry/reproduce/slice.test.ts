import { describe, expect, it } from 'vitest'
import { namedInResponse } from '../../../../src/registry/reproduce/judged.ts'
import { sliceTo } from '../../../../src/registry/reproduce/slice.ts'
import { stepsOf } from '../../../../src/registry/reproduce/step.ts'
import { exchangesOf, sha256, type Sent } from './sent.ts'

/** The numbers of the requests that lead to those of `roots`. */
function slice(sent: readonly Sent[], roots: readonly number[], isWhole = false): number[] {
  const steps = stepsOf(exchangesOf(...sent))
  const found = roots.map((id) => steps.of(id)!)
  return sliceTo({ roots: found, named: found.flatMap(namedInResponse), isWhole }, steps).map(({ id }) => id)
}

const manifest = '{"schemaVersion":2}'
const read = (test: string, at: number, method = 'GET'): Sent => ({
  path: `manifests/${sha256(manifest)}`,
  at,
  method,
  status: 200,
  test,
})
const push = (text: string, test: string, at: number): Sent => ({
  path: `manifests/${sha256(text)}`,
  at,
  text,
  test,
})
const index = (name: string) =>
  JSON.stringify({ schemaVersion: 2, manifests: [{ digest: sha256(manifest), size: 19 }], name })
const referrer = JSON.stringify({ schemaVersion: 2, subject: { digest: sha256(manifest), size: 19 } })

describe('sliceTo, of content that several tests share', () => {
  it('has the last reads of others, a HEAD, and the last manifest and referrer that refer to it', () => {
    const sent = [
      push(manifest, 'maker', 0),
      read('one', 20, 'HEAD'),
      push(index('first'), 'one', 40),
      push(index('second'), 'one', 60),
      push(referrer, 'another', 80),
      ...[100, 105, 110].map((at) => read('further', at)),
      read('reader', 120),
      read('late', 140),
    ]
    expect(slice(sent, [9])).toEqual([1, 2, 4, 5, 7, 8, 9])
  })

  it('has the last read that was refused', () => {
    const refused: Sent = { ...read('one', 20), status: 416 }
    const missing: Sent = { ...read('one', 40), status: 404 }
    expect(slice([push(manifest, 'maker', 0), refused, missing, read('reader', 60)], [4])).toEqual([1, 2, 4])
  })

  it('has the reads alone where the test has pushed it itself', () => {
    const sent = [
      push(manifest, 'reader', 0),
      read('one', 20, 'HEAD'),
      push(index('first'), 'one', 40),
      read('reader', 60),
    ]
    expect(slice(sent, [4])).toEqual([1, 2, 4])
  })
})

const common = (at: number): Sent => ({
  path: `blobs/uploads/?digest=${sha256('{}')}`,
  at,
  method: 'POST',
  text: '{}',
})

const tag = (name: string, test: string, at: number): Sent => ({ path: `manifests/${name}`, at, test })
const list = (test: string, at: number): Sent => ({
  path: 'tags/list',
  at,
  method: 'GET',
  status: 200,
  test,
})

const deletion = (name: string, test: string, at: number): Sent => ({
  path: `manifests/${name}`,
  at,
  method: 'DELETE',
  status: 202,
  test,
})

const referrers = (at: number): Sent => ({ ...list('reader', at), path: `referrers/${sha256(manifest)}` })

describe('sliceTo, of a list', () => {
  it('has the reads of referrers before one of them was deleted', () => {
    const remove: Sent = { ...push(referrer, 'reader', 40), method: 'DELETE', status: 202 }
    // The list is looked at until it shows the deletion.
    const sent = [
      push(referrer, 'reader', 0),
      referrers(20),
      remove,
      referrers(60),
      referrers(80),
      referrers(100),
    ]
    expect(slice(sent, [6])).toEqual([1, 2, 3, 4, 5, 6])
  })

  it('has the deletion of a manifest, with which its tags go', () => {
    const sent = [tag('a', 'reader', 0), deletion(sha256('a'), 'reader', 20), list('reader', 40)]
    expect(slice(sent, [3])).toEqual([1, 2, 3])
  })

  it('has the last reads since anybody changed it', () => {
    const before = [tag('b', 'reader', 0), list('one', 20), tag('a', 'one', 40)]
    const reads = [60, 80, 100].map((at) => list('another', at))
    expect(slice([...before, ...reads, list('reader', 120)], [7])).toEqual([1, 5, 6, 7])
  })

  it('has no change of others that is like its own last one', () => {
    expect(slice([tag('b', 'reader', 0), tag('a', 'one', 20), list('reader', 40)], [3])).toEqual([1, 3])
  })

  it('has the last change of others where that was a deletion', () => {
    const sent = [tag('a', 'one', 0), tag('b', 'reader', 20), tag('c', 'one', 40), deletion('a', 'one', 60)]
    expect(slice([...sent, list('reader', 80)], [5])).toEqual([1, 2, 4, 5])
  })

  it('has the last change of others where that was a repetition or a move', () => {
    const first = { ...tag('a', 'one', 0), text: manifest }
    for (const text of [manifest, 'other'])
      expect(
        slice([first, tag('b', 'reader', 20), { ...first, at: 40, text }, list('reader', 60)], [4]),
      ).toEqual([1, 2, 3, 4])
  })
})

const late = (path: string): Sent => ({ path, at: 0, lasts: 100, text: manifest, test: 'another' })

describe('sliceTo, of content that everybody pushes', () => {
  it('pushes it once as others did, and as the sequence did', () => {
    expect(slice([common(0), common(20), common(40), common(60)], [4], true)).toEqual([3, 4])
  })

  it('has no push of others that had not ended when it was asked for, here or in another repository', () => {
    for (const path of [`manifests/${sha256(manifest)}`, `../two/manifests/${sha256(manifest)}`]) {
      expect(slice([late(path), read('reader', 50)], [2])).toEqual([2])
      expect(slice([late(path), read('reader', 150)], [2])).toEqual([1, 2])
    }
  })

  it('takes a response without a body for no content', () => {
    const [step] = stepsOf(exchangesOf({ path: 'manifests/a', at: 0, method: 'GET', status: 200 })).all
    expect(namedInResponse(step!)).toEqual([])
  })
})

const begin = (name: string, at: number): Sent => ({
  path: `blobs/uploads/${name}`,
  at,
  method: 'POST',
  status: 202,
})
const end = (name: string, at: number): Sent => ({
  path: `blobs/uploads/${name}?digest=${sha256(name)}`,
  at,
  text: name,
})

const post = (name: string, at: number): Sent => ({
  path: `blobs/uploads/?digest=${sha256(name)}`,
  at,
  method: 'POST',
  text: name,
})

describe('sliceTo, of an upload', () => {
  it('has another one that was open beside it', () => {
    expect(slice([begin('other', 0), begin('own', 20), end('own', 40)], [2, 3], true)).toEqual([1, 2, 3])
    expect(slice([begin('other', 0), post('own', 20)], [2], true)).toEqual([1, 2])
  })

  it('has one that another test has opened', () => {
    const other: Sent = { ...begin('other', 0), test: 'another' }
    expect(slice([other, begin('own', 20), end('own', 40)], [3])).toEqual([1, 2, 3])
  })

  it('has none that a mount began, where another one is open', () => {
    const mount: Sent = { ...begin('', 10), path: `blobs/uploads/?mount=${sha256('x')}` }
    expect(slice([begin('other', 0), mount, post('own', 20)], [3], true)).toEqual([1, 3])
  })

  it('has none that was ended before', () => {
    const sent = [begin('other', 0), end('other', 20), begin('own', 40), end('own', 60)]
    expect(slice(sent, [3, 4], true)).toEqual([3, 4])
  })
})
