import { digestOf } from '../../../../../src/content/digest.ts'
import { isGoneForHead } from '../../../../../suites/distribution/content-management/deletion.ts'
import { resolvesTo } from '../../../../../suites/distribution/pull/tests/manifests.ts'
import { cases } from './verdict.ts'

const digest = (text: string): string => digestOf(new TextEncoder().encode(text))

cases('resolvesTo', resolvesTo(digest('index'), [digest('one'), digest('other')]), [
  [{ body: 'index' }, 'holds'],
  [{ body: 'one' }, 'notes'],
  [{ body: 'other' }, 'notes'],
  [{ body: 'another' }, 'violated'],
  [{ body: '' }, 'violated'],
  [{ status: 404 }, 'holds'],
  [{ status: 406 }, 'holds'],
  [{ status: 500 }, 'violated'],
  [{ status: 503 }, 'violated'],
])

cases('isGoneForHead', isGoneForHead('a deleted tag'), [
  [{ status: 404, method: 'HEAD' }, 'holds'],
  [{ status: 405, method: 'HEAD' }, 'holds'],
  [{ status: 200, method: 'HEAD' }, 'violated'],
  [{ status: 204, method: 'HEAD' }, 'violated'],
])
