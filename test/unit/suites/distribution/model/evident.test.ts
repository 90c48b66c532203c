import { expect, it } from 'vitest'
import { describe as descriptorOf } from '../../../../../src/content/content.ts'
import { isEvident } from '../../../../../suites/distribution/model/evident.ts'
import { judgeHistory } from '../../../../../suites/distribution/model/judge.ts'
import { close, named, start } from './blob-exchanges.ts'
import { get, historyOf, manifest, missing, put, referrerList, tagList, type Sent } from './exchanges.ts'

const a = manifest('a')
const b = manifest('b')
const referrer = manifest('referrer', { subject: descriptorOf(a) })

/** Whether what contradicts a history is evident, in the order of its requests. */
function evidentIn(sent: readonly Sent[]): boolean[] {
  const history = historyOf(sent)
  return judgeHistory(history).map((each) => isEvident(each, history, history.sessions))
}

it.each<[string, Sent[]]>([
  ['a push without Location', [put(a, 'v1', { headers: { 'Docker-Content-Digest': a.digest } })]],
  ['other bytes under a digest', [put(a), get(b, a.digest)]],
  [
    'a wrong digest in a header field',
    [
      put(a, 'v1'),
      get(a, 'v1', { headers: { 'Content-Type': a.mediaType, 'Docker-Content-Digest': b.digest } }),
    ],
  ],
  ['a tag list that is none', [put(a, 'v1'), tagList([null, 'v1'])]],
  ['a tag listed twice', [put(a, 'v1'), tagList(['v1', 'v1'])]],
  ['tags in no order', [put(a, 'v1'), tagList(['v1', 'b', 'a', 'c', 'B'])]],
  [
    'a list of referrers of another type',
    [referrerList(a.digest, [], { headers: { 'Content-Type': 'text/html' } })],
  ],
  ['a closing that is answered 200', [start(1), close(1, named('abc'), { body: 'abc', status: 200 })]],
])('%s is evident', (_, sent) => {
  expect(evidentIn(sent)).toContain(true)
})

it.each<[string, Sent[]]>([
  ['a manifest that is lost', [put(a), missing(a.digest)]],
  ['a tag that leads to another manifest', [put(a, 'v1'), put(b, 'v1'), get(a, 'v1')]],
  ['a tag that is not listed', [put(a, 'v1'), tagList([])]],
  ['a referrer that is not listed', [put(a), put(referrer), referrerList(a.digest, [])]],
  ['a push that is refused once more', [put(a), put(a, a.digest, { status: 409, headers: {} })]],
])('%s takes a history', (_, sent) => {
  expect(evidentIn(sent)).toEqual([false])
})
