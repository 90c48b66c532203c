import { describe, expect, it } from 'vitest'
import {
  escapedQuery,
  isQueried,
  reversedQuery,
  withQueries,
} from '../../../../../suites/distribution/sequences/queries.ts'
import type { Sequence, Step } from '../../../../../suites/distribution/sequences/sequence.ts'

describe('a query with escapes', () => {
  it.each([
    [
      '/v2/a/b/blobs/uploads/?mount=sha256:ab&from=a/b',
      '/v2/a/b/blobs/uploads/?mount=sha256%3Aab&from=a%2Fb',
    ],
    [
      'http://localhost:5000/up?_state=x:y/z&digest=sha512:ab',
      'http://localhost:5000/up?_state=x:y/z&digest=sha512%3Aab',
    ],
    // The registry has made it, or all but what closes an upload.
    ['http://localhost:5000/next?artifactType=a/b', 'http://localhost:5000/next?artifactType=a/b'],
    [
      'http://localhost:5000/up?digest=sha256:ab&from=a/b&digest=sha256:cd',
      'http://localhost:5000/up?digest=sha256:ab&from=a/b&digest=sha256%3Acd',
    ],
    ['/v2/a/referrers/sha256:ab?artifactType=a/b+json', '/v2/a/referrers/sha256:ab?artifactType=a%2Fb+json'],
    ['/v2/a/tags/list?n=3&last=x', '/v2/a/tags/list?n=3&last=x'],
    ['/v2/a/manifests/sha256:ab', '/v2/a/manifests/sha256:ab'],
  ])('of %s is %s', (url, expected) => {
    expect(escapedQuery(url)).toBe(expected)
    expect(escapedQuery(expected)).toBe(expected)
  })
})

describe('a query in reverse order', () => {
  it.each([
    ['/v2/a/blobs/uploads/?mount=sha256:ab&from=b', '/v2/a/blobs/uploads/?from=b&mount=sha256:ab'],
    ['/v2/a/tags/list?n=3&last=x', '/v2/a/tags/list?last=x&n=3'],
    ['/v2/a/tags/list?n=3', '/v2/a/tags/list?n=3'],
    ['/v2/a/tags/list', '/v2/a/tags/list'],
    // The registry has made it.
    ['http://localhost:5000/next?n=3&last=x', 'http://localhost:5000/next?n=3&last=x'],
  ])('of %s is %s', (path, expected) => {
    expect(reversedQuery(path)).toBe(expected)
  })
})

const push = (blob: string): Step => ({ do: 'push-blob', blob, at: 'home', way: 'post-put' })
const remove = (blob: string): Step => ({ do: 'delete-blob', blob, at: 'home' })
const sequence = (id: string, ...steps: Step[]): Sequence => ({
  id,
  blobs: {},
  manifests: {},
  tags: {},
  steps,
})
const page = (more: { by: 'link' | 'last'; after?: string }): Step => ({
  do: 'list-tags',
  at: 'home',
  pages: { n: 1, ...more },
})
const escapes = (made: readonly Sequence[]) =>
  made.map(({ steps }) =>
    steps.flatMap((step) => (step.do === 'at-once' ? step.steps : [step])).map((step) => 'query' in step),
  )

describe('sequences', () => {
  it('write every other query with escapes, of first pushes and of repetitions each', () => {
    const made = withQueries([
      sequence('1', push('a'), push('a'), remove('a'), push('b'), push('b')),
      sequence('2', { do: 'at-once', steps: [push('c'), push('d')] }),
    ])
    expect(escapes(made)).toEqual([
      [true, false, false, false, true],
      [true, false],
    ])
  })

  it('reverse the parameters of every other mount and page of tags', () => {
    const mount: Step = { do: 'mount', blob: 'a', from: 'home', at: 'other' }
    const [made] = withQueries([
      sequence(
        '1',
        mount,
        mount,
        page({ by: 'last' }),
        page({ by: 'last' }),
        page({ by: 'link', after: 't' }),
      ),
    ])
    const orders = made?.steps.map((step) => ('order' in step ? step.order : 'usual'))
    expect(orders).toEqual(['reversed', 'usual', 'usual', 'reversed', 'reversed'])
    // Only one parameter, or none.
    const [other] = withQueries([sequence('2', page({ by: 'link' }), { do: 'list-tags', at: 'home' })])
    expect(other?.steps.some((step) => 'order' in step)).toBe(false)
  })

  it('leave requests alone that put nothing into their query', () => {
    const steps: Step[] = [
      { do: 'list-referrers', at: 'home', subject: 'missing' },
      { do: 'start', upload: 'u', blob: 'a', at: 'home' },
      remove('a'),
    ]
    expect(steps.some(isQueried)).toBe(false)
    expect(withQueries([sequence('1', ...steps)])[0]?.steps).toEqual(steps)
  })
})
