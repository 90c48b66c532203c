import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { effectsOf } from '../../../suites/distribution/faults.ts'
import { createReferenceRegistry } from '../../../src/reference/index.ts'
import { createLayout } from '../../../suites/image/layouts/build/layout.ts'
import { write } from '../../../suites/image/layouts/build/write.ts'
import { command, withFolder } from '../cli/command.ts'

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json }
type Fields = { [key: string]: Json }

/** The text of a results.json, of a run that found failures and warnings, with everything that a result can have. */
export async function registryResult(): Promise<Json> {
  const faults = ['tags-backwards', 'manifest-digest-header-false', 'referrers-annotations-lost']
  const registry = createReferenceRegistry({ spec: '1.1', effects: effectsOf(...faults) })
  const { url, close } = await registry.listen()
  try {
    return await withFolder(async (folder) => {
      const expectations = join(folder, 'expectations.yaml')
      await writeFile(
        expectations,
        'expectations:\n  - requirement: discovery.tags.order\n    reason: known\n    link: https://x.example/1\n',
      )
      const only = ['discovery.tags', 'discovery.referrers', 'push.accepts', 'pull.manifest']
      const before = join(folder, 'before')
      await command('run', url, '--depth', 'quick', '--only', ...only, '--reports', before)
      await command(
        'run',
        url,
        '--depth',
        'quick',
        '--only',
        ...only,
        '--reports',
        folder,
        '--expectations',
        expectations,
        '--compare-with',
        join(before, 'results.json'),
      )
      return withMore(JSON.parse(await readFile(join(folder, 'results.json'), 'utf8')) as Fields)
    })
  } finally {
    await close()
  }
}

/** The same of an image that has defects. */
export const imageResult = (): Promise<Json> =>
  withFolder(async (folder) => {
    const layout = createLayout()
    layout.image({
      name: 'v1',
      manifest: (manifest) => void (manifest['annotations'] = { x: 5 }),
      entry: (entry) => ({ ...entry, size: -1 }),
    })
    layout.image({ name: 'v2' })
    await command('run', write(layout, folder), '--reports', folder)
    return JSON.parse(await readFile(join(folder, 'results.json'), 'utf8')) as Json
  })

/** Parts that only rare runs have. */
function withMore(result: Fields): Json {
  const log = {
    source: 'registry.example/ours:1',
    lines: [
      { at: 1, stream: 'stderr', text: 'listening' },
      { at: 5, stream: 'stdout', text: 'GET /v2/' },
    ],
    omitted: 2,
    ended: 'exit code 1',
  }
  const leftovers = ['tag', 'manifest', 'blob', 'upload'].map((kind) => ({
    kind,
    repository: 'assay/a',
    reference: 'x',
    reason: 'DELETE returned 405',
  }))
  const requirements = (result['requirements'] as Fields[]).map((each, at) =>
    at < 3
      ? { ...each, verdict: 'error', reason: 'no response', reasoning: 'so', ruling: 'ruled', impact: 'seen' }
      : each,
  )
  const evidence = (result['evidence'] as Fields[]).map((each, at) =>
    at === 5 && each['kind'] === 'exchange'
      ? { ...each, error: { code: 'malformed', message: 'is malformed', cause: 'chunk', line: '"x"' } }
      : each,
  )
  return { ...result, log, leftovers, requirements, evidence, aborted: 'the registry stopped answering' }
}
