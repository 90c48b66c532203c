import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import { createReferenceRegistry } from '../../../src/reference/index.ts'
import { readResults } from '../../../src/results/file/read.ts'
import { command, withFolder } from './command.ts'

const library = pathToFileURL(join(import.meta.dirname, '../../../src/index.ts')).href

/** A house rule: every answer names the server. */
const suite = (changes = '') => `
  import { defineSuite, defineTest, holds, must, violated } from ${JSON.stringify(library)}
  const url = 'https://rules.example'
  const version = { label: '1', revision: '1', url }
  export default defineSuite({
    name: 'house',
    title: 'House rules',
    specification: { name: 'house', title: 'House rules', file: 'rules.md', versions: { '1.0': version, '1.1': version, dev: version } },
    requirements: [
      { id: 'house.version', title: 'names its version', section: 'version', at: { '1.1': must(7) } },
      { id: 'house.server', title: 'names itself', section: 'server', at: { '1.1': must(9) } },
    ],
    tests: [defineTest({
      id: 'house.answers',
      title: 'looks at an answer',
      evaluates: ['house.version', 'house.server'],
      ${changes}
      async run(t) {
        const got = await t.send({ method: 'GET', path: '/v2/' })
        const named = (name) => got.response.headers.some(([field]) => field.toLowerCase() === name)
        t.check('house.version', named('docker-distribution-api-version') || named('content-type') ? holds() : violated('names nothing', 'a field', 'none'))
        t.check('house.server', named('x-our-server') ? holds() : violated('does not name itself', 'X-Our-Server', 'no such field'))
      },
    })],
  })
`

const withSuite = <Value>(text: string, work: (path: string, folder: string) => Promise<Value>) =>
  withFolder(async (folder) => {
    const path = join(folder, 'house.mjs')
    await writeFile(path, text)
    return work(path, folder)
  })

describe('suites of one’s own', () => {
  it('are planned, run and reported like ours', async () => {
    const { url, close } = await createReferenceRegistry().listen()
    try {
      await withSuite(suite(), async (path, folder) => {
        const { exitCode } = await command('run', url, '--suite', path, '--reports', folder)
        const { requirements } = await readResults(join(folder, 'results.json'))
        const house = requirements.filter((each) => each.suite === 'house')
        expect(house.map(({ id, verdict }) => [id, verdict])).toEqual([
          ['house.version', 'pass'],
          ['house.server', 'fail'],
        ])
        expect(house[1]?.link).toBe('https://rules.example/rules.md?plain=1#L9')
        expect(requirements.find(({ id }) => id === 'pull.blob.get')?.verdict).toBe('skipped')
        expect(exitCode).toBe(1)
      })
    } finally {
      await close()
    }
  })

  it.each([
    ['export default 7', /has no suite as its default export/],
    ['export const a = 1', /has no suite as its default export/],
    ['not javascript', /cannot be loaded/],
    [suite().replace("name: 'house'", "name: 'pull'"), /two of the name suite pull/],
    [suite().replaceAll('house.version', 'pull.blob.get'), /two of the name requirement pull\.blob\.get/],
    [suite("needs: ['flying'],"), /unknown capability flying/],
  ])('that are wrong are refused: %#', (text, message) =>
    withSuite(text, async (path, folder) => {
      const { exitCode, stderr } = await command('run', 'localhost:1', '--suite', path, '--reports', folder)
      expect(stderr).toMatch(message)
      expect(stderr).not.toMatch(/^\s+at /m)
      expect(exitCode).toBe(2)
    }),
  )

  it('that are missing are reported', async () => {
    const { exitCode, stderr } = await command('run', 'localhost:1', '--suite', './nowhere.js')
    expect(stderr).toMatch(/\.\/nowhere\.js cannot be loaded/)
    expect(exitCode).toBe(2)
  })
})
