import { existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { usualSpec } from '../../src/engine/requirement.ts'
import { readResults } from '../../src/results/file/read.ts'
import { startJob, type Job, type Step } from '../package/runner.ts'
import { install, NotInstallable, projectRoot } from '../../fixtures/registries/install.ts'
import { registryNamed } from '../../fixtures/registries/registries.ts'
import { withRegistry } from '../../fixtures/registries/start.ts'
import { recorded } from '../../fixtures/registries/verdicts.ts'

/** The job of a registry's own repository that runs the reference suite, as it stood on the day in question. */
interface Moved {
  registry: 'zot' | 'distribution' | 'olareg'
  /** Inputs of the step of the reference suite's action; `host` is that of the registry. */
  env: (host: string) => Record<string, string>
  /** What later steps of the job do with what it wrote. */
  after: Step[]
  spec: string
  /** Part of the log on what a variable became. */
  logged: readonly string[]
}

const jobs: Record<string, Moved> = {
  // .github/workflows/oci-conformance-action.yaml of August 2026, at 6d19b445.
  'zot, with the variables of today’s suite': {
    registry: 'zot',
    env: (host) => ({
      OCI_REGISTRY: host,
      OCI_TLS: 'disabled',
      OCI_REPO1: 'oci-conformance/distribution-test',
      OCI_REPO2: 'oci-conformance/crossmount-test',
      OCI_VERSION: '1.1',
      OCI_RESULTS_DIR: '.',
    }),
    after: [{ run: 'test -s junit.xml && test -s report.html' }],
    spec: '1.1',
    logged: [
      'OCI_REGISTRY and OCI_TLS',
      '--repository oci-conformance/distribution-test',
      '--spec 1.1',
      '--reports .',
    ],
  },
  // .github/workflows/conformance.yml of August 2026, at 0d6b721d.
  'distribution, with the variables of the suite of 2021': {
    registry: 'distribution',
    env: (host) => ({
      OCI_ROOT_URL: `http://${host}`,
      OCI_NAMESPACE: 'oci-conformance/distribution-test',
      OCI_TEST_PULL: '1',
      OCI_TEST_PUSH: '1',
      OCI_TEST_CONTENT_DISCOVERY: '1',
      OCI_TEST_CONTENT_MANAGEMENT: '1',
      OCI_HIDE_SKIPPED_WORKFLOWS: '1',
    }),
    after: [{ run: 'mkdir -p out/ && mv {report.html,junit.xml} out/' }],
    spec: '1.1',
    logged: [
      'OCI_ROOT_URL: the target http://',
      '--repository oci-conformance/distribution-test',
      '--suite pull push content-discovery content-management',
      'OCI_HIDE_SKIPPED_WORKFLOWS: not needed',
    ],
  },
  // .github/workflows/ci-conformance.yml of July 2026, at 79de6b44: a matrix of stable and dev.
  ...Object.fromEntries(
    ['stable', 'dev'].map((version) => [
      `olareg, with version ${version}`,
      {
        registry: 'olareg' as const,
        env: (host: string) => ({
          OCI_VERSION: version,
          OCI_REGISTRY: host,
          OCI_TLS: 'disabled',
          OCI_REPO1: 'myorg/myrepo',
          OCI_REPO2: 'myorg/myrepo2',
        }),
        after: [],
        spec: version === 'dev' ? 'dev' : '1.1',
        logged: [
          'OCI_REGISTRY and OCI_TLS: the target http://',
          '--second-repository myorg/myrepo2',
          '--spec',
        ],
      },
    ]),
  ),
}

let job: Job
let workspace = ''

beforeEach(() => {
  workspace = mkdtempSync(join(tmpdir(), 'oci-assay-moved-'))
  for (const name of ['action.yml', 'dist', 'package.json', 'schemas']) {
    symlinkSync(join(projectRoot(), name), join(workspace, name))
  }
  job = startJob(workspace, { PATH: process.env['PATH'] ?? '', HOME: workspace, DOCKER_CONFIG: workspace })
})
afterEach(() => {
  job.end()
  rmSync(workspace, { recursive: true, force: true })
})

describe('a job moves over by its one line `uses:`', () => {
  it.each(Object.entries(jobs))(
    '%s',
    { timeout: 300_000 },
    async (_, { registry, env, after, spec, logged }) => {
      try {
        await install(registryNamed(registry))
      } catch (error) {
        if (error instanceof NotInstallable) return
        throw error
      }
      await withRegistry(registry, async ({ url }) => {
        const { host } = new URL(url)
        const moved: Step = {
          id: 'conformance',
          uses: './',
          // What is recorded of other versions is what depth quick finds.
          ...(spec === usualSpec ? {} : { with: { depth: 'quick' } }),
          env: env(host),
          'continue-on-error': true,
        }
        const [step, ...later] = await job.run([moved, ...after])
        expect(later.map(({ outcome }) => outcome)).toEqual(after.map(() => 'success'))
        for (const words of logged) expect(step!.log).toContain(words)
        const { outputs } = step!
        expect(outputs['reports']).toBe('.')
        const result = await readResults(join(workspace, outputs['results']!))
        expect(result.profile.spec).toBe(spec)
        // distribution answers 416 to cancelling some uploads.
        expect(result.leftovers.filter(({ kind }) => kind !== 'upload')).toEqual([])
        expect(Number(outputs['passed'])).toBeGreaterThan(100)
        // The failures are those that were verified by hand, and no others.
        const known = Object.keys(recorded(registry)?.[spec as '1.1' | 'dev'].fail ?? {})
        const failed = result.requirements.filter(({ verdict }) => verdict === 'fail').map(({ id }) => id)
        expect(failed.filter((id) => !known.includes(id) && !id.startsWith('categories.'))).toEqual([])
        expect(outputs['conclusion']).toBe(failed.length > 0 ? 'nonconformant' : 'conformant')
        expect(step!.outcome).toBe(failed.length > 0 ? 'failure' : 'success')
        expect(existsSync(join(workspace, 'results.json'))).toBe(true)
      })
    },
  )
})
