import { expect, it } from 'vitest'
import {
  survives,
  takesForeignLayer,
} from '../../../../../../suites/distribution/push/tests/refused-manifests.ts'
import { refusesLargeManifest } from '../../../../../../suites/distribution/push/tests/size.ts'
import { exchangeOf, type Answer } from '../../exchange.ts'
import { cases } from '../../judges/verdict.ts'

const coded = (status: number, code: string): Answer => ({
  status,
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify({ errors: [{ code }] }),
})

// A registry may forbid foreign URLs by its own rules, so only its breaking down is a violation.
cases('takesForeignLayer', takesForeignLayer(['MANIFEST_BLOB_UNKNOWN']), [
  [{ status: 201 }, 'holds'],
  [coded(400, 'MANIFEST_BLOB_UNKNOWN'), 'holds'],
  [coded(404, 'MANIFEST_BLOB_UNKNOWN'), 'holds'],
  [coded(400, 'MANIFEST_INVALID'), 'warns'],
  [coded(500, 'MANIFEST_BLOB_UNKNOWN'), 'violated'],
  [{ status: 502 }, 'violated'],
])

cases('survives', survives('an image manifest without a config'), [
  [{ status: 201 }, 'notes'],
  [coded(400, 'MANIFEST_INVALID'), 'holds'],
  [{ status: 499 }, 'holds'],
  [{ status: 304 }, 'violated'],
  [{ status: 500 }, 'violated'],
])

cases('refusesLargeManifest', refusesLargeManifest, [
  [{ status: 413 }, 'holds'],
  [coded(400, 'MANIFEST_INVALID'), 'warns'],
  [{ status: 416 }, 'warns'],
  [{ status: 500 }, 'violated'],
  [{ error: { code: 'reset', message: 'the connection was reset' } }, 'violated'],
])

// 9 MiB take their time on a slow line: nobody knows what the answer would have been.
it('holds no time-out against a registry that is sent a large manifest', () => {
  const late = exchangeOf({ error: { code: 'timeout', message: 'no answer in 5 s' } })
  expect(() => refusesLargeManifest(late)).toThrow('no answer in 5 s')
})
