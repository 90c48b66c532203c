import { digestOf } from '../../../../../src/content/digest.ts'
import { isGoneForHead } from '../../../../../suites/distribution/content-management/deletion.ts'
import { resolvesTo } from '../../../../../suites/distribution/pull/tests/manifests.ts'
import { cases } from './verdict.ts'

const digest = (text: string): string => digestOf(new TextEncoder().encode(text))

cases('resolvesTo', resolvesTo(digest('index'), [digest('one'), digest('other')]), [
  [{ body: 'index' }, 'holds'],
  [{ body: 'one' }, 'notes'],
  [{ body: 'other' }, 'notes'],
  [{ body: 'another' }, 'broken'],
  [{ body: '' }, 'broken'],
  [{ status: 404 }, 'holds'],
  [{ status: 406 }, 'holds'],
  [{ status: 500 }, 'broken'],
  [{ status: 503 }, 'broken'],
])

cases('isGoneForHead', isGoneForHead('a deleted tag'), [
  [{ status: 404, method: 'HEAD' }, 'holds'],
  [{ status: 405, method: 'HEAD' }, 'holds'],
  [{ status: 200, method: 'HEAD' }, 'broken'],
  [{ status: 204, method: 'HEAD' }, 'broken'],
])
