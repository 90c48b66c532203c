import { expect, it } from 'vitest'
import { contentOf } from '../../../../../src/content/content.ts'
import {
  accepts,
  pullableAt,
  refusesAnyhow,
  serves,
  servesNothing,
} from '../../../../../suites/distribution/judges/stored.ts'
import { exchangeOf } from '../exchange.ts'
import { cases } from './verdict.ts'

const blob = contentOf(new TextEncoder().encode('what was pushed'), 'text/plain')
const other = contentOf(blob.bytes, 'text/plain', 'sha512')
const body = 'what was pushed'

cases('accepts', accepts('a push'), [
  [{ status: 201 }, 'holds'],
  [{ status: 202 }, 'holds'],
  [{ status: 307 }, 'violated'],
  [{ status: 400 }, 'violated'],
  [{ status: 500 }, 'violated'],
])

cases('serves', serves('a blob', blob.digest), [
  [{ body }, 'holds'],
  [{ body: `${body}\n` }, 'violated'],
  [{ body, status: 206 }, 'violated'],
  [{ body, status: 404 }, 'violated'],
])

cases('serves by sha512', serves('a blob', other.digest), [
  [{ body }, 'holds'],
  [{ body: '' }, 'violated'],
])

cases('servesNothing', servesNothing('a refused blob'), [
  [{ status: 404 }, 'holds'],
  [{ status: 400 }, 'notes'],
  [{ status: 500 }, 'notes'],
  [{ status: 200 }, 'violated'],
])

cases('refusesAnyhow', refusesAnyhow('nonsense'), [
  [{ status: 400 }, 'holds'],
  [{ status: 415 }, 'holds'],
  [{ status: 201 }, 'violated'],
  [{ status: 500 }, 'violated'],
])

cases('pullableAt', pullableAt('a blob', blob.digest), [
  [{ body }, 'holds'],
  [{ body: 'something else' }, 'violated'],
  [{ status: 404 }, 'violated'],
  [{ error: { code: 'unknown-host', message: 'nobody knows storage.internal' } }, 'violated'],
])

// The reader of the finding has to see where the Location led.
it.each(['timeout', 'local', 'aborted', 'not-allowed', 'other'])('holds no %s against a Location', (code) => {
  const late = exchangeOf({ error: { code, message: 'no answer in 5 s' } })
  expect(() => pullableAt('a blob', blob.digest)(late)).toThrow('no answer in 5 s')
})

it('names where an unreachable Location led', () => {
  const judgement = pullableAt(
    'a blob',
    blob.digest,
  )(exchangeOf({ path: '/elsewhere', error: { code: 'refused', message: 'nothing listens there' } }))
  expect(judgement).toMatchObject({
    holds: false,
    received: 'http://registry.example/elsewhere: nothing listens there',
  })
})
