import { expect, it } from 'vitest'
import { bodyOf } from '../../../../../src/registry/record/body.ts'
import { hasDigest, joined } from '../../../../../suites/distribution/model/blob.ts'

it('knows no digest of a body that was refused before all of it was sent', () => {
  const other = `sha256:${'0'.repeat(64)}`
  const sent = bodyOf(new Uint8Array(9))
  expect(hasDigest(joined([sent]), other)).toBe(false)
  const cut = joined([{ ...sent, partial: true }])
  expect(cut).toEqual({ size: 9 })
  expect(hasDigest(cut, other)).toBeUndefined()
})
