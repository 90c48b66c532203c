import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { assay } from '../../../src/assay/assay.ts'
import { createReferenceRegistry } from '../../../src/reference/index.ts'
import { withServer } from '../cli/command.ts'
import { troubles } from './fixture.ts'

/** Content that every run pushes alike. */
const common = ['{}', ''].map((text) => `sha256:${createHash('sha256').update(text).digest('hex')}`)

/** A registry in which another run ends at the worst of times: common content is removed once, just after it came. */
async function withHastyNeighbour(
  work: (url: string, removed: () => string[]) => Promise<void>,
): Promise<void> {
  const registry = createReferenceRegistry({ spec: 'dev' })
  const { url: behind, close } = await registry.listen()
  const removed: string[] = []
  await withServer(
    (request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? '/', behind)
      const digest = searchParams.get('digest') ?? ''
      const pushes = request.method === 'PUT' && common.includes(digest) && !removed.includes(digest)
      if (pushes) {
        removed.push(digest)
        const end = response.end.bind(response)
        const blob = `${behind}${pathname.replace(/\/uploads\/.*$/, '')}/${digest}`
        response.end = () => {
          void fetch(blob, { method: 'DELETE' }).then(() => end())
          return response
        }
      }
      void registry.handler(request, response)
    },
    (url) => work(url, () => removed),
  )
  await close()
}

describe('runs that share a repository', () => {
  it('bear that another one removes what is the same for all', async () => {
    await withHastyNeighbour(async (url, removed) => {
      const { result } = await assay({ target: url, spec: 'dev', depth: 'quick' })
      expect(removed().toSorted()).toEqual(common.toSorted())
      expect(troubles(result)).toEqual([])
      expect(result.leftovers).toEqual([])
    })
  })

  it('may be the shards of one run', async () => {
    const { url, close } = await createReferenceRegistry({ spec: 'dev' }).listen()
    const options = {
      target: url,
      spec: 'dev',
      depth: 'quick',
      repository: 'team/one',
      secondRepository: 'team/two',
    } as const
    const shards = [1, 2, 3, 4].map((index) => assay({ ...options, shard: { index, count: 4 } }))
    for (const { result } of await Promise.all(shards)) {
      expect(troubles(result)).toEqual([])
      // What is the same for all stays where others are still at work, and is reported.
      const { leftovers } = result
      expect(leftovers.filter(({ reference }) => !common.includes(reference))).toEqual([])
      for (const { reason } of leftovers) expect(reason).toMatch(/many images share this blob/)
    }
    await close()
  })
})
