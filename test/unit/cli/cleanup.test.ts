import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createReferenceRegistry } from '../../../src/reference/index.ts'
import { readResults } from '../../../src/results/file/read.ts'
import { command, quick, withFolder, withServer } from './command.ts'

/** A registry that refuses deletions until it is unlocked. */
async function withRegistry(
  work: (registry: { url: string; path: string; unlock: () => void; folder: string }) => Promise<void>,
): Promise<void> {
  const registry = createReferenceRegistry({ spec: '1.1' })
  let locked = true
  await withServer(
    async (request, response) => {
      if (locked && request.method === 'DELETE') return void response.writeHead(405).end()
      return registry.handler(request, response)
    },
    (url) =>
      withFolder(async (folder) => {
        const path = join(folder, 'results.json')
        await command('run', url, ...quick, '--suite', 'pull', '--reports', folder)
        await work({ url, path, folder, unlock: () => (locked = false) })
      }),
  )
}

describe('oci-assay cleanup', () => {
  it('removes what a run left, and finds nothing the second time', async () => {
    await withRegistry(async ({ url, path, unlock }) => {
      const { leftovers } = await readResults(path)
      expect(leftovers.length).toBeGreaterThan(5)
      const still = async () => {
        const list = await fetch(`${url}/v2/oci-assay/one/tags/list`)
        return ((await list.json()) as { tags?: string[] }).tags ?? []
      }
      expect((await still()).length).toBeGreaterThan(0)
      unlock()
      const { exitCode, stdout } = await command('cleanup', path, url)
      expect(stdout).toMatch(/^Removed (\d+) of \1 objects from http:\/\/127\.0\.0\.1:\d+\.\n$/)
      expect(exitCode).toBe(0)
      expect(await still()).toEqual([])
    })
  })

  it('reports what it could not remove', async () => {
    await withRegistry(async ({ path, url }) => {
      const { exitCode, stdout } = await command('cleanup', path, url)
      expect(stdout).toMatch(/^Removed 0 of \d+ objects/)
      expect(stdout).toMatch(/Could not be removed:\n( {2}.*returned 405.*\n)+$/)
      expect(exitCode).toBe(1)
    })
  })

  it('reports that a registry is gone', async () => {
    await withRegistry(async ({ path, folder }) => {
      const result = await readResults(path)
      const gone = { ...result, target: { ...result.target, name: 'http://127.0.0.1:1' } }
      const other = join(folder, 'gone.json')
      await writeFile(other, JSON.stringify(gone))
      const { exitCode, stderr } = await command('cleanup', other, 'http://127.0.0.1:1')
      expect(stderr).toMatch(/nothing listens/)
      expect(exitCode).toBe(3)
    })
  })

  it.each([
    ['/nowhere.json', /does not exist/],
    [join(import.meta.dirname, 'cleanup.test.ts'), /is not valid JSON/],
  ])('refuses %s', async (path, message) => {
    const { exitCode, stderr } = await command('cleanup', path)
    expect(stderr).toMatch(message)
    expect(exitCode).toBe(2)
  })
})
