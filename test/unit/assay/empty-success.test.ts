import type { AssayOptions } from '../../../src/assay/options.ts'
import { describe, expect, it } from 'vitest'
import { assay } from '../../../src/assay/assay.ts'
import { conclusionOf } from '../../../src/results/conclusion/conclusion.ts'
import { Failure } from '../../../src/results/conclusion/failure.ts'
import { headlineOf } from '../../../src/results/conclusion/headline.ts'
import { mergeResults } from '../../../src/results/shards/merge-results.ts'
import type { RunResult } from '../../../src/results/result.ts'
import { attack } from '../../attack.ts'
import { sample } from '../../sample.ts'
import { emptyServers, withEmptyServer, type EmptyServer } from './empty-servers.ts'
import { assayReference } from './fixture.ts'

const digest = `sha256:${'a'.repeat(64)}`
const nothing = { tags: [], manifests: [], blobs: [] }
const shards = [1, 2, 3].map((index) => ({ index, count: 3 }))

/** Modes, versions and selections, each of which leaves something else to be evaluated. */
const runs: Readonly<Record<string, Partial<AssayOptions>>> = {
  default: {},
  'version 1.0': { spec: '1.0' },
  'version dev': { spec: 'dev' },
  'read-only': { readOnly: nothing },
  'read-only from a tag': { readOnly: { ...nothing, tags: ['latest'] } },
  'read-only from digests': { readOnly: { ...nothing, manifests: [digest], blobs: [digest] } },
  'suite pull': { suites: ['pull'] },
  'suite push': { suites: ['push'] },
  'suite content-discovery': { suites: ['content-discovery'] },
  'suite content-management': { suites: ['content-management'] },
  'suite errors': { suites: ['errors'] },
  'only pull': { only: ['pull*'] },
  'only mounts': { only: ['push.mount*'] },
  'only management': { only: ['management*'] },
  'only referrers': { only: ['discovery.referrers*'] },
  'skip categories': { skip: ['categories*'] },
  'skip errors': { skip: ['errors*', 'http*', 'warnings*'] },
  ...Object.fromEntries(shards.map((shard) => [`shard ${shard.index}/3`, { shard }])),
  'shard 60/60': { shard: { index: 60, count: 60 } },
}

/** Some of them: one of each kind, others with each server. The shards of one run are merged, and so are there together. */
const kinds = [
  Object.keys(runs).filter((run) => run.startsWith('version')),
  Object.keys(runs).filter((run) => run.startsWith('read-only')),
  Object.keys(runs).filter((run) => run.startsWith('suite')),
  Object.keys(runs).filter((run) => /^(?:only|skip) /.test(run)),
]
const inTurn = (turn: number): string[] => [
  'default',
  ...kinds.flatMap((kind) => kind[turn % kind.length] ?? []),
  ...Object.keys(runs).filter((run) => run.startsWith('shard ') && turn % 3 === 0),
]

const quick = { depth: 'quick', seed: '00', patience: 0.01, retries: 0 } as const

interface End {
  /** The conclusion, or `not tested` where the run did not begin. */
  name: string
  exitCode: number
  result?: RunResult
}

async function endOf(target: string, options: Partial<AssayOptions>): Promise<End> {
  try {
    const { result } = await assay({ target, ...quick, ...options })
    const { name, exitCode } = conclusionOf(result)
    return { name, exitCode, result }
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    return { name: 'not tested', exitCode: error.exitCode }
  }
}

const others = 'no success with any mode, suite, version or shard'
const resultText: Readonly<Record<NonNullable<EmptyServer['ends']> | 'else', string>> = {
  incomplete: `incomplete (exit code 3); ${others}`,
  nonconformant: `nonconformant (exit code 1); ${others}`,
  'not tested': `the run does not begin (exit code 3); ${others}`,
  else: others,
}

describe('an empty success is impossible', () => {
  for (const [turn, server] of emptyServers.entries()) {
    attack({ part: 'Registries', what: server.what, result: resultText[server.ends ?? 'else'] }, async () => {
      await withEmptyServer(server, async (url) => {
        const ends = await Promise.all(
          sample(Object.keys(runs), inTurn(turn)).map(async (run) => ({
            run,
            ...(await endOf(url, runs[run] ?? {})),
          })),
        )
        expect(ends.filter(({ exitCode }) => exitCode === 0).map(({ run }) => run)).toEqual([])
        const { name } = ends.find(({ run }) => run === 'default') ?? {}
        if (server.ends !== undefined) expect(name).toBe(server.ends)
        const parts = ends.flatMap(({ run, result }) =>
          /^shard ./.test(run) && result?.profile.shard?.endsWith('/3') ? [{ name: run, result }] : [],
        )
        if (parts.length === 3) expect(conclusionOf(mergeResults(parts)).exitCode).not.toBe(0)
      })
    })
  }
})

const conclude = (result: RunResult) => [conclusionOf(result).name, headlineOf(result)]

describe('where nothing was pulled', () => {
  it('the run is incomplete, and the headline has the reason', async () => {
    const [name, headline] = conclude(await assayReference({ spec: '1.1', readOnly: true }, quick))
    expect(name).toBe('incomplete')
    expect(headline).toContain(
      'no requirement that applies to every implementation could be evaluated (use --read-only where nothing can be pushed): POST /v2/',
    )
  })

  it('it is so in read-only mode without content', async () => {
    const empty = emptyServers.find(({ what }) => what.startsWith('an empty registry'))
    const end = await withEmptyServer(empty!, (url) => endOf(url, { readOnly: nothing }))
    expect(end.name).toBe('incomplete')
    expect(headlineOf(end.result!)).toContain('nothing to pull was named')
  })

  it('it is not so where only other requirements were selected', async () => {
    const only = ['http.support-check', 'discovery.tags.*']
    const result = await assayReference({ spec: '1.1', readOnly: true }, { ...quick, only })
    expect(conclusionOf(result).name).toBe('conformant')
  })
})
