import { describe as descriptorOf } from '../../../../../src/content/content.ts'
import { describe, expect, it } from 'vitest'
import { elsewhere, head, index, judged, manifest, put, remove, violatedBy } from './exchanges.ts'
import { vectors } from './vectors.ts'

const a = manifest('a')
const b = manifest('b')
const { digest } = a
const off = {
  referrers: true,
  deleteTag: false,
  deleteManifest: false,
  deleteBlob: true,
  sha512Manifest: true,
}

vectors('DELETE of a manifest', [
  ['that is there', [put(a), remove(digest)], []],
  ['with 200', [put(a), remove(digest, { status: 200 })], ['management.manifest.accepted']],
  [
    'with 404 though it is there',
    [put(a), remove(digest, { status: 404 })],
    ['management.manifest.accepted'],
  ],
  ['that is not there', [remove(digest, { status: 404 })], []],
  ['that is not there, with 202', [remove(digest)], ['management.manifest.unknown']],
  ['that is not there, with 500', [remove(digest, { status: 500 })], ['management.manifest.unknown']],
  [
    'of another repository',
    [put(a, digest, { repository: elsewhere }), remove(digest)],
    ['management.manifest.unknown'],
  ],
  ['twice', [put(a), remove(digest), remove(digest, { status: 404 })], []],
  ['twice with 202', [put(a), remove(digest), remove(digest)], ['management.manifest.unknown']],
  [
    'twice beside each other',
    [put(a), { ...remove(digest), at: [20, 40] }, { ...remove(digest), at: [30, 50] }],
    [],
  ],
  [
    'twice beside each other, once with 404',
    [put(a), { ...remove(digest), at: [20, 40] }, { ...remove(digest, { status: 404 }), at: [30, 50] }],
    [],
  ],
  [
    'beside its push',
    [
      { ...put(a), at: [0, 20] },
      { ...remove(digest, { status: 404 }), at: [10, 30] },
    ],
    [],
  ],
  ['again after it was pushed again', [put(a), remove(digest), put(a), remove(digest)], []],
  ['that has a tag, declined', [put(a, 'v1'), remove(digest, { status: 409 })], []],
  ['that has no tag, declined', [put(a), remove(digest, { status: 409 })], ['management.manifest.accepted']],
  [
    'whose tag was deleted, declined',
    [put(a, 'v1'), remove('v1'), remove(digest, { status: 409 })],
    ['management.manifest.accepted'],
  ],
  [
    'that an index has, declined',
    [put(a), put(index('i', [descriptorOf(a)])), remove(digest, { status: 409 })],
    [],
  ],
  [
    'that is a subject, declined',
    [put(a), put(manifest('r', { subject: descriptorOf(a) })), remove(digest, { status: 403 })],
    [],
  ],
  ['for lack of an account', [put(a), remove(digest, { status: 401 })], []],
  [
    'where deletion should be on',
    [put(b), remove(b.digest, { status: 405 })],
    ['management.manifest.accepted'],
  ],
])

vectors('DELETE of a tag', [
  ['that is there', [put(a, 'v1'), remove('v1')], []],
  ['with 204', [put(a, 'v1'), remove('v1', { status: 204 })], ['management.tag.accepted']],
  ['with 404 though it is there', [put(a, 'v1'), remove('v1', { status: 404 })], ['management.tag.accepted']],
  ['that is not there', [remove('v1', { status: 404 })], []],
  ['that is not there, with 202', [remove('v1')], ['management.tag.unknown']],
  ['twice with 202', [put(a, 'v1'), remove('v1'), remove('v1')], ['management.tag.unknown']],
  ['whose manifest was deleted', [put(a, 'v1'), remove(digest), remove('v1', { status: 404 })], []],
  [
    'whose manifest was deleted, with 202',
    [put(a, 'v1'), remove(digest), remove('v1')],
    ['management.tag.unknown'],
  ],
  ['declined', [put(a, 'v1'), remove('v1', { status: 409 })], []],
  [
    'whose push failed',
    [
      put(a, 'v1', { error: { code: 'timeout', message: 'none' } }),
      remove('v1'),
      remove('v1', { status: 404 }),
    ],
    [],
  ],
  [
    'whose push failed, with 500',
    [put(a, 'v1', { error: { code: 'timeout', message: 'none' } }), remove('v1', { status: 500 })],
    ['management.tag.accepted'],
  ],
])

vectors(
  'where deletion is off',
  [
    ['of a manifest, 405', [put(a), remove(digest, { status: 405 })], []],
    ['of a tag, 400', [put(a, 'v1'), remove('v1', { status: 400 })], []],
    ['of what is not there', [remove('v1', { status: 405 })], []],
    ['with 500', [put(a), remove(digest, { status: 500 })], ['management.manifest.accepted']],
  ],
  { features: off },
)

vectors(
  'DELETE of what others may have',
  [
    ['with 202', [remove(digest), remove('latest')], []],
    ['with 404', [remove(digest, { status: 404 })], []],
  ],
  { isOwn: () => false },
)

// 1.0 does not say what a deletion leaves behind; later versions do.
it.each([
  ['200', remove(digest, { status: 200 }), undefined],
  ['405', remove(digest, { status: 405 }), undefined],
  ['404', remove(digest, { status: 404 }), true],
] as const)(
  'a DELETE that is answered %s may be one that came too early or not',
  (_, deletion, maySettle) => {
    expect(judged([put(a), deletion]).map((each) => each.maySettle)).toEqual([maySettle])
  },
)

describe('a HEAD after the deletion of a manifest', () => {
  const byTag = [put(a, 'latest'), remove(digest), head(a, 'latest')]
  const byDigest = [put(a), remove(digest), head(a)]
  const failing = [put(a), remove(digest), head(a, digest, { status: 500 })]
  it.each([
    ['1.0', byTag, []],
    ['1.0', byDigest, []],
    ['1.0', failing, []],
    ['1.1', byTag, ['pull.manifest.head.unknown-tag']],
    ['1.1', byDigest, ['pull.manifest.head.unknown-digest']],
    ['1.1', failing, ['pull.manifest.head.unknown-digest']],
  ] as const)('%s', (spec, sent, requirements) => {
    expect(violatedBy(sent, { spec })).toEqual(requirements)
  })
})
