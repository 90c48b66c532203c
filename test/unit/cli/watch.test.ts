import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import type { Verdict } from '../../../src/engine/verdict.ts'
import { resultsText } from '../../../src/results/file/results-text.ts'
import { built } from '../built.ts'
import { runOn } from '../results/history/sketch.ts'

/** The job that keeps results: of the workflow that users copy, and of this repository's own. */

const root = join(import.meta.dirname, '../../..')

interface Job {
  env: Record<string, string>
  steps: { name?: string; run?: string }[]
}

interface Workflow {
  jobs?: { test: { steps: { uses?: string; with?: object }[] } }
  inputs?: object
}

const jobIn = (path: string): Job =>
  (parse(readFileSync(join(root, path), 'utf8')) as { jobs: { history: Job } }).jobs.history

const job = jobIn('docs/examples/watch.yml')

const scriptsOf = ({ steps }: Job): string[] => steps.flatMap(({ name, run }) => (name && run ? [run] : []))

it('is the same in the example and in the workflow of this repository', () => {
  expect(scriptsOf(job)).toHaveLength(2)
  expect(scriptsOf(jobIn('.github/workflows/registries.yml'))).toEqual(scriptsOf(job))
})

const read = (path: string) => parse(readFileSync(join(root, path), 'utf8')) as Workflow

it('has only inputs that the action has', () => {
  const used = read('docs/examples/watch.yml').jobs?.test.steps.flatMap(({ uses = '', with: given = {} }) =>
    uses.startsWith('oci-assay/') ? Object.keys(given) : [],
  )
  expect(used).toContain('read-only')
  expect(Object.keys(read('action.yml').inputs ?? {})).toEqual(expect.arrayContaining(used ?? []))
})

/** Prints its arguments into a file, and lists the issues that are open. */
const fakeGh = `#!/bin/sh
echo "$@" >> "$GH_LOG"
case "$1 $2" in
  'issue list') [ -f "$GH_LOG.open" ] && echo 7 || true ;;
  'issue create') touch "$GH_LOG.open" ;;
esac
`

describe.skipIf(process.platform === 'win32')('on a runner', () => {
  let main = ''
  beforeAll(async () => {
    main = (await built()).main
  }, 180_000)

  it('keeps each result in the branch, and opens the issue once', () => {
    const folder = mkdtempSync(join(tmpdir(), 'oci-assay-watch-'))
    const remote = join(folder, 'remote')
    const log = join(folder, 'gh.log')
    const git = (...args: string[]) => execFileSync('git', args, { encoding: 'utf8', cwd: folder })
    try {
      git('init', '--quiet', '--bare', remote)
      mkdirSync(join(folder, 'bin'))
      writeFileSync(join(folder, 'bin/gh'), fakeGh)
      chmodSync(join(folder, 'bin/gh'), 0o755)
      const env = {
        ...process.env,
        ...job.env,
        PATH: `${join(folder, 'bin')}:${process.env['PATH'] ?? ''}`,
        OCI_ASSAY: `${process.execPath} ${main}`,
        REMOTE: remote,
        GH_LOG: log,
      }
      const night = (day: number, verdict: Verdict): string[] => {
        const workspace = join(folder, `night-${day}`)
        mkdirSync(join(workspace, 'results/results-read-only'), { recursive: true })
        writeFileSync(
          join(workspace, 'results/results-read-only/results.json'),
          resultsText(runOn(day, { 'pull.version': verdict, 'pull.blob.range': 'pass' })),
        )
        writeFileSync(log, '')
        for (const script of scriptsOf(job)) {
          const { status, stderr } = spawnSync('bash', ['-e', '-c', script], {
            cwd: workspace,
            env,
            encoding: 'utf8',
          })
          expect(status, stderr).toBe(0)
        }
        return readFileSync(log, 'utf8')
          .split('\n')
          .filter((line) => line.startsWith('issue') && !line.startsWith('issue list'))
          .map((line) => line.split(' ').slice(0, 2).join(' '))
      }
      expect(night(1, 'pass')).toEqual([])
      expect(night(2, 'fail')).toEqual(['issue create'])
      expect(night(3, 'fail')).toEqual([])
      expect(night(4, 'error')).toEqual(['issue edit', 'issue comment'])
      const body = readFileSync(join(folder, 'night-2/issue.md'), 'utf8')
      expect(body).toContain('does otherwise in pull.version')
      const branch = job.env['BRANCH'] ?? ''
      expect(git('-C', remote, 'log', '--format=%s', branch).trim().split('\n')).toHaveLength(4)
      const files = git('-C', remote, 'ls-tree', '-r', '--name-only', branch).trim().split('\n')
      expect(files.filter((file) => file.startsWith('results/'))).toHaveLength(4)
      expect(files.filter((file) => !file.startsWith('results/'))).toEqual([
        'badges/zot-distribution-1.1-quick.json',
        'badges/zot-distribution-1.1-quick.svg',
        'history.html',
        'history.json',
        'history.md',
        expect.stringMatching(/^requirements\/[0-9a-f]{16}\.json$/),
      ])
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
