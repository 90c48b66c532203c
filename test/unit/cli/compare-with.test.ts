import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { effectsOf } from '../../../suites/distribution/faults.ts'
import { createReferenceRegistry } from '../../../src/reference/index.ts'
import { readResults } from '../../../src/results/file/read.ts'
import { resultsText } from '../../../src/results/file/results-text.ts'
import { command, quick, withFolder } from './command.ts'

const little = [...quick, '--only', 'discovery.tags', 'pull.manifest']

async function run(folder: string, faults: readonly string[], ...flags: string[]) {
  const { url, close } = await createReferenceRegistry({
    spec: '1.1',
    effects: effectsOf(...faults),
  }).listen()
  try {
    return await command('run', url, ...little, '--reports', folder, ...flags)
  } finally {
    await close()
  }
}

it('reports what changed since an earlier run, at the terminal, in the page, in Markdown and in the result', () =>
  withFolder(async (folder) => {
    const [before, after] = [join(folder, 'before'), join(folder, 'after')]
    await run(before, [])
    const earlier = join(before, 'results.json')
    const outcome = await run(
      after,
      ['tags-backwards'],
      '--compare-with',
      earlier,
      '--format',
      'html',
      'markdown',
      '--verbose',
    )
    expect(outcome.exitCode).toBe(1)
    expect(outcome.stdout).toMatch(/^Since the run of \d{4}-\d\d-\d\d \d\d:\d\d UTC$/m)
    expect(outcome.stdout).toMatch(
      /^newly fails {2}discovery\.tags\.order\nsince {8}1 newly failing \(the run of [-\d]+ [:\d]+ UTC\)$/m,
    )
    expect(outcome.stdout).toMatch(/^✗ discovery\.tags\.order {2}MUST \(stated\) {2}was passed$/m)
    const result = await readResults(join(after, 'results.json'))
    expect(result.changes?.failing.map(({ id }) => id)).toEqual(['discovery.tags.order'])
    for (const [file, words] of [
      ['report.html', '<summary>1 newly failing</summary>'],
      ['report.md', '**1 newly failing**'],
    ] as const)
      expect(await readFile(join(after, file), 'utf8')).toContain(words)
    // A stored result and a comparison made later contain the same changes.
    const again = await command('report', join(after, 'results.json'), '--format', 'terminal')
    expect(again.stdout).toContain('newly fails  discovery.tags.order')
    const anew = await command(
      'report',
      join(after, 'results.json'),
      '--compare-with',
      earlier,
      '--format',
      'terminal',
    )
    expect(anew.stdout).toBe(again.stdout)
  }))

it('reports that nothing changed', () =>
  withFolder(async (folder) => {
    await run(folder, [], '--label', 'embedded 1.0')
    const results = join(folder, 'results.json')
    const { exitCode, stdout } = await run(join(folder, 'again'), [], '--compare-with', results)
    expect(stdout).toMatch(/^since {8}nothing changed \(/m)
    expect(exitCode).toBe(0)
    expect((await readResults(results)).target.details['label']).toBe('embedded 1.0')
  }))

it('refuses before the work what cannot be compared', () =>
  withFolder(async (folder) => {
    await run(folder, [])
    const earlier = join(folder, 'results.json')
    const result = await readResults(earlier)
    const store = async (name: string, more: object) => {
      await writeFile(join(folder, name), resultsText({ ...result, ...more }))
      return join(folder, name)
    }
    const shard = {
      index: 1,
      count: 2,
      whole: [],
      everywhere: [],
      wanted: [],
      dependsOn: {},
      evaluations: [],
    }
    const cases: [string, string, ...string[]][] = [
      ['judged by distribution 1.1, and this run by distribution 1.0', earlier, '--spec', '1.0'],
      ['report --merge', earlier, '--shard', '1/2'],
      ['that is a shard', await store('shard.json', { shard })],
      ['was interrupted', await store('killed.json', { complete: false })],
      ['does not exist', join(folder, 'none.json')],
    ]
    for (const [message, file, ...flags] of cases) {
      const { exitCode, stdout, stderr } = await run(
        join(folder, 'out'),
        [],
        '--compare-with',
        file,
        ...flags,
      )
      expect(stderr).toContain(message)
      expect(stdout).toBe('')
      expect(exitCode).toBe(2)
    }
  }))
