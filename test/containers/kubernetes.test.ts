import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, it } from 'vitest'
import { createReferenceRegistry } from '../../src/reference/index.ts'
import { readResults } from '../../src/results/file/read.ts'
import { built } from '../unit/built.ts'
import { withFolder } from '../unit/cli/command.ts'
import { effectsOf } from '../../suites/distribution/faults.ts'
import { manifestsIn } from './manifests.ts'

interface Container {
  command: readonly string[]
  envFrom: readonly { configMapRef: { name: string } }[]
  volumeMounts: readonly { name: string; mountPath: string }[]
}
interface Manifest {
  kind: string
  metadata: { name: string }
  data: Record<string, unknown>
  spec: {
    completionMode?: string
    completions?: number
    template: {
      spec: {
        containers: readonly [Container]
        volumes: readonly {
          name: string
          configMap?: { name: string }
          persistentVolumeClaim?: { claimName: string }
        }[]
      }
    }
  }
}

const { documents, named } = manifestsIn<Manifest>('kubernetes.yaml')
const matrix = named('ConfigMap', 'oci-assay-matrix').data as Record<string, string>
const jobs = ['oci-assay-shards', 'oci-assay-merge'].map((name) => named('Job', name))

describe('the manifests for Kubernetes', () => {
  it('are YAML, and name nothing that is not among them', () => {
    expect(documents.flatMap(({ errors, warnings }) => [...errors, ...warnings])).toEqual([])
    for (const { spec } of jobs) {
      const { containers, volumes } = spec.template.spec
      const [{ command, envFrom, volumeMounts }] = containers
      for (const { configMapRef } of envFrom) expect(named('ConfigMap', configMapRef.name)).toBeDefined()
      for (const { configMap, persistentVolumeClaim: claim } of volumes) {
        if (configMap) expect(named('ConfigMap', configMap.name)).toBeDefined()
        if (claim) expect(named('PersistentVolumeClaim', claim.claimName)).toBeDefined()
      }
      expect(volumeMounts.map(({ name }) => name)).toEqual(volumes.map(({ name }) => name))
      const script = command.at(-1)!.replace('/scripts/', '')
      expect(named('ConfigMap', 'oci-assay-scripts').data[script]).toContain('oci-assay')
      expect(volumeMounts.map(({ mountPath }) => mountPath)).toContain(matrix['RESULTS'])
    }
  })

  it('have as many pods as there are combinations, and only texts as variables', () => {
    for (const value of Object.values(matrix)) expect(typeof value).toBe('string')
    const [registries, versions] = [matrix['REGISTRIES']!, matrix['VERSIONS']!].map(
      (text) => text.split(' ').length,
    )
    const [{ spec }] = jobs as [Manifest]
    expect(spec.completionMode).toBe('Indexed')
    expect(spec.completions).toBe(registries! * versions! * Number(matrix['SHARDS']))
  })
})

// The scripts as pods run them, one for each index, against two registries of which one fails.
describe.skipIf(process.platform === 'win32')('the scripts of the manifests', () => {
  let main = ''
  beforeAll(async () => {
    main = (await built()).main
  }, 120_000)

  it('run each shard of each version on each registry, join them, and put them side by side', () =>
    withFolder(async (folder) => {
      const sound = await createReferenceRegistry({ spec: 'dev' }).listen()
      const faulty = await createReferenceRegistry({
        spec: 'dev',
        effects: effectsOf('blob-altered'),
      }).listen()
      const bin = join(folder, 'bin')
      await mkdir(bin)
      await writeFile(join(bin, 'oci-assay'), `#!/bin/sh\nexec '${process.execPath}' '${main}' "$@"\n`)
      await chmod(join(bin, 'oci-assay'), 0o755)
      const scripts = named('ConfigMap', 'oci-assay-scripts').data as Record<string, string>
      for (const [name, text] of Object.entries(scripts)) await writeFile(join(folder, name), text)
      const environment = {
        ...process.env,
        ...matrix,
        PATH: [bin, process.env['PATH']].join(delimiter),
        REGISTRIES: `sound=${sound.url} faulty=${faulty.url}`,
        VERSIONS: '1.0 1.1',
        SHARDS: '2',
        RESULTS: join(folder, 'results'),
        OCI_ASSAY_SUITE: 'pull',
        OCI_ASSAY_DEPTH: 'quick',
      }
      const run = (script: string, more: Record<string, string> = {}) =>
        promisify(execFile)('sh', [join(folder, script)], { env: { ...environment, ...more } }).then(
          () => 0,
          (error: { code: number }) => error.code,
        )
      try {
        const pod = (index: number) => run('shard.sh', { JOB_COMPLETION_INDEX: String(index) })
        for (let index = 0; index < 8; index += 2)
          expect(await Promise.all([pod(index), pod(index + 1)])).toEqual([0, 0])
        expect(await run('merge.sh')).toBe(1)
      } finally {
        await Promise.all([sound.close(), faulty.close()])
      }
      for (const spec of ['1.0', '1.1']) {
        const of = (name: string) => readResults(join(environment.RESULTS, name, spec, 'results.json'))
        const [one, other] = [await of('sound'), await of('faulty')]
        expect(one.profile).toMatchObject({ spec })
        expect(one.target.details['merged from']).toBe('2 shards')
        expect(one.totals.requirements).toMatchObject({ fail: 0, error: 0 })
        const failures = other.requirements.filter(({ verdict }) => verdict === 'fail').map(({ id }) => id)
        expect(failures).toEqual(['pull.blob.exact-bytes'])
        const compared = readFileSync(join(environment.RESULTS, 'compared', spec, 'comparison.html'), 'utf8')
        for (const name of ['sound', 'faulty']) expect(compared).toContain(name)
      }
      // A pod that is left out is reported, and nothing is joined without it.
      expect(await run('merge.sh', { SHARDS: '2', REGISTRIES: `none=${sound.url}` })).toBeGreaterThan(1)
    }))
})
