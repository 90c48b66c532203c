import { describe, expect, it } from 'vitest'
import { conclusionOf } from '../../../src/results/conclusion/conclusion.ts'
import type { ReferenceOptions } from '../../../src/reference/index.ts'
import type { RunResult } from '../../../src/results/result.ts'
import { assayReference, troubles, verdictsOf } from './fixture.ts'
import { effectsOf } from '../../../suites/distribution/faults.ts'

const account = { username: 'assay', password: 'assay-password' }

/** Why requirements were not evaluated, each reason once. */
const reasons = ({ requirements }: RunResult): string[] => [
  ...new Set(requirements.flatMap(({ verdict, reason }) => (verdict === 'error' ? [reason ?? ''] : []))),
]

const limitedTo = (
  auth: 'basic' | 'bearer',
  grants: NonNullable<ReferenceOptions['accounts'][number]['grants']>,
): Partial<ReferenceOptions> => ({ auth, accounts: [{ ...account, grants }] })

const pullOnly = [{ repository: '*', actions: ['pull'] as const }]
const withoutSecond = [{ repository: 'oci-assay/one', actions: ['pull', 'push', 'delete'] as const }]

describe('nothing can be pushed', () => {
  it.each<[string, Partial<ReferenceOptions>, string]>([
    [
      'with basic credentials that may pull',
      limitedTo('basic', pullOnly),
      'these credentials cannot push to oci-assay/one: 403 DENIED; select another repository with --repository',
    ],
    [
      'with a token that may pull',
      limitedTo('bearer', pullOnly),
      'these credentials cannot push to oci-assay/one: 401 UNAUTHORIZED; select another repository with --repository',
    ],
    [
      'to a repository that must be created first',
      { effects: effectsOf('repositories-created-first') },
      'anonymous users cannot push to oci-assay/one: 404 NAME_UNKNOWN; create the repository first, or select another repository with --repository',
    ],
    [
      'by anybody',
      { effects: effectsOf('pushes-denied') },
      'anonymous users cannot push to oci-assay/one: 403 DENIED; provide credentials, or select another repository with --repository',
    ],
  ])('%s: the run is incomplete, for one reason', async (_, registry, reason) => {
    const credentials = registry.auth === undefined ? {} : { credentials: account }
    const result = await assayReference({ spec: '1.1', ...registry }, credentials)
    expect(reasons(result)).toEqual([reason])
    expect(troubles(result).filter((each) => !each.startsWith('error'))).toEqual([])
    expect(conclusionOf(result)).toMatchObject({ name: 'incomplete', exitCode: 3 })
    const verdicts = verdictsOf(result)
    expect(verdicts['push.session.start']).toBe('error')
    expect(verdicts['categories.push']).toBe('error')
    expect(verdicts['pull.manifest.by-tag']).toBe('error')
    // What needs no content is tested all the same.
    expect(verdicts['pull.manifest.unknown-tag']).toBe('pass')
  })

  it('where the registry has no category Push: that is allowed, and not a lack of access', async () => {
    const result = await assayReference({ spec: '1.1', readOnly: true })
    expect(verdictsOf(result)['push.session.start']).toBe('unsupported')
    expect(reasons(result)).toEqual([])
  })

  it('where the name is malformed to the registry: that is not a lack of access', async () => {
    const result = await assayReference({ spec: '1.1' }, { repository: 'Not/a-Name' })
    expect(verdictsOf(result)['push.session.start']).not.toBe('error')
  })
})

describe('the second repository is denied', () => {
  it.each<[string, Partial<ReferenceOptions>]>([
    ['by basic credentials', limitedTo('basic', withoutSecond)],
    ['by a token', limitedTo('bearer', withoutSecond)],
    ['by the registry, with 403 to a mount as well', { effects: effectsOf('second-repository-denied') }],
    [
      'by the token server',
      { ...limitedTo('bearer', withoutSecond), effects: effectsOf('token-all-or-nothing') },
    ],
  ])('%s: only what needs it is not evaluated, for one reason', async (_, registry) => {
    const credentials = registry.auth === undefined ? {} : { credentials: account }
    const result = await assayReference({ spec: '1.1', ...registry }, credentials)
    const own = reasons(result).filter((reason) => reason.includes('oci-assay/one-more'))
    expect(own).toHaveLength(1)
    expect(own[0]).toMatch(
      /^(?:these credentials|anonymous users) cannot push to oci-assay\/one-more: .*; (?:provide credentials, or )?select another repository with --second-repository$/,
    )
    const verdicts = verdictsOf(result)
    expect(verdicts['push.mount.created']).toBe('error')
    expect(['pass', 'error']).toContain(verdicts['push.mount.fallback'])
    expect(verdicts['pull.manifest.by-tag']).toBe('pass')
    expect(verdicts['management.manifest.gone']).toBe('pass')
    expect(conclusionOf(result)).toMatchObject({ name: 'incomplete', exitCode: 3 })
    expect(troubles(result).filter((each) => !each.startsWith('error'))).toEqual([])
  })
})

describe('a repository that is closed altogether', () => {
  it.each(['basic', 'bearer'] as const)('ends the run before it starts: %s', async (auth) => {
    const elsewhere = [{ repository: 'elsewhere', actions: ['pull', 'push', 'delete'] as const }]
    const run = assayReference(limitedTo(auth, elsewhere), { credentials: account })
    await expect(run).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringMatching(
        /^these credentials can neither pull from nor push to oci-assay\/one: 40[13]/,
      ),
      advice: expect.stringMatching(/may access, or select another repository with --repository$/),
    })
  })
})

it('deletions that are not authorised are not evaluated', async () => {
  const grants = [{ repository: '*', actions: ['pull', 'push'] as const }]
  const result = await assayReference(
    { spec: '1.1', ...limitedTo('bearer', grants) },
    { credentials: account },
  )
  expect(troubles(result).filter((each) => !each.startsWith('error'))).toEqual([])
  expect(reasons(result)).toEqual(['these credentials cannot delete in oci-assay/one: 401 UNAUTHORIZED'])
  const verdicts = verdictsOf(result)
  expect(verdicts['management.blob.supported']).toBe('error')
  expect(verdicts['management.tag.gone']).toBe('error')
  expect(verdicts['push.manifest.by-tag']).toBe('pass')
})
