import { execFile } from 'node:child_process'
import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, it } from 'vitest'
import { assay } from '../../src/assay/assay.ts'
import { lockName } from '../../src/files/lock.ts'
import { csvText } from '../../src/reporters/csv/csv.ts'
import { conclusionOf } from '../../src/results/conclusion/conclusion.ts'
import { readResults } from '../../src/results/file/read.ts'
import { imagesOf, served } from '../unit/assay/many-fixture.ts'
import { built } from '../unit/built.ts'
import { withFolder } from '../unit/cli/command.ts'
import { manifestsIn } from './manifests.ts'

interface Manifest {
  kind: string
  metadata: { name: string }
  data: Record<string, string>
  spec: { completionMode?: string; completions?: number }
}

const { documents, named } = manifestsIn<Manifest>('kubernetes-images.yaml')

describe('the manifests for images in Kubernetes', () => {
  it('are YAML, with as many pods as shards', () => {
    expect(documents.flatMap(({ errors, warnings }) => [...errors, ...warnings])).toEqual([])
    const { spec } = named('Job', 'oci-assay-images-shards')
    expect(spec.completionMode).toBe('Indexed')
    expect(String(spec.completions)).toBe(named('ConfigMap', 'oci-assay-images').data['SHARDS'])
  })
})

// The scripts as pods run them, one for each index.
describe.skipIf(process.platform === 'win32')('the scripts of the manifests', () => {
  let main = ''
  beforeAll(async () => {
    main = (await built()).main
  }, 120_000)

  it('validate each image in one of the shards, and join them', () =>
    withFolder(async (folder) => {
      const registry = await served({ app: imagesOf(10, (at) => at % 4 === 1) })
      const target = `${registry.host}/app`
      const bin = join(folder, 'bin')
      await mkdir(bin)
      await writeFile(join(bin, 'oci-assay'), `#!/bin/sh\nexec '${process.execPath}' '${main}' "$@"\n`)
      await chmod(join(bin, 'oci-assay'), 0o755)
      const scripts = named('ConfigMap', 'oci-assay-images-scripts').data
      for (const [name, text] of Object.entries(scripts)) await writeFile(join(folder, name), text)
      const environment = {
        ...process.env,
        ...named('ConfigMap', 'oci-assay-images').data,
        PATH: [bin, process.env['PATH']].join(delimiter),
        TARGET: target,
        RESULTS: join(folder, 'results'),
      }
      const run = (script: string, more: Record<string, string> = {}) =>
        promisify(execFile)('sh', [join(folder, script)], { env: { ...environment, ...more } }).then(
          () => 0,
          (error: { code: number }) => error.code,
        )
      // What a pod leaves that was killed just now.
      await mkdir(join(environment.RESULTS, '2'), { recursive: true })
      const holder = { pid: 1, host: 'oci-assay-images-shards-1 pid:[1]' }
      await writeFile(join(environment.RESULTS, '2', lockName), JSON.stringify(holder))
      const pods = [0, 1, 2, 3].map((index) => run('shard.sh', { JOB_COMPLETION_INDEX: String(index) }))
      expect(await Promise.all(pods)).toEqual([0, 0, 0, 0])
      expect(await run('merge.sh')).toBe(1)
      const nothing = {
        JOB_COMPLETION_INDEX: '0',
        TARGET: `${registry.host}/other`,
        RESULTS: join(folder, 'no'),
      }
      expect(await run('shard.sh', nothing)).not.toBe(0)
      const merged = await readResults(join(environment.RESULTS, 'results.json'))
      const { result: whole } = await assay({ target, allTags: true })
      expect(csvText(merged)).toBe(csvText(whole))
      expect(conclusionOf(merged)).toEqual(conclusionOf(whole))
    }))
})
