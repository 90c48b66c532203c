import { describe, expect, it } from 'vitest'
import { attack } from '../../../attack.ts'
import { conformanceTests, outcomeOf, runConformance } from '../../../../src/assay/embedded.ts'
import { Failure } from '../../../../src/results/conclusion/failure.ts'
import { createReferenceRegistry } from '../../../../src/reference/index.ts'
import { effectsOf } from '../../../../suites/distribution/faults.ts'

async function run(fault: string, options = {}) {
  const { url, close } = await createReferenceRegistry({ spec: '1.1', effects: effectsOf(fault) }).listen()
  try {
    return await runConformance({ target: () => url, suites: ['pull'], ...options })
  } finally {
    await close()
  }
}

describe('requirements as tests in a test suite of the user', () => {
  it('are known before anything is sent, and named the same each time', () => {
    const tests = conformanceTests({
      target: 'http://nowhere.invalid',
      suites: ['pull'],
      skip: ['pull.name'],
    })
    expect(tests).toContainEqual({
      requirement: 'pull.blob.exact-bytes',
      suite: 'pull',
      name: expect.stringMatching(/^pull\.blob\.exact-bytes: \w/),
    })
    expect(tests.some(({ suite }) => suite === 'push')).toBe(false)
    expect(tests.some(({ requirement }) => requirement.startsWith('pull.name'))).toBe(false)
    expect(() => conformanceTests({ target: 'a', suites: ['pul'] })).toThrow(Failure)
  })

  it('fail with what was expected, received and sent, and without a stack', async () => {
    const result = await run('blob-altered')
    const outcome = outcomeOf(result, 'pull.blob.exact-bytes', {})
    expect(outcome.state).toBe('failed')
    const { message, stack } = (outcome as { error: Error }).error
    expect(message).toMatch(/expected +sha256:/)
    expect(message).toMatch(/curl/)
    expect(stack).not.toMatch(/^\s+at /m)
    expect(outcomeOf(result, 'pull.manifest.by-tag', {})).toEqual({ state: 'passed' })
    expect(outcomeOf(result, 'push.mount.created', {})).toMatchObject({ state: 'skipped' })
  })

  it('are skipped where they depend on a failure, or are known to fail', async () => {
    const expectations = [{ requirement: 'pull.blob.exact-bytes', reason: 'issue 7' }]
    const result = await run('blob-altered', { expectations, suites: ['pull', 'push'] })
    expect(outcomeOf(result, 'pull.blob.exact-bytes', {})).toEqual({
      state: 'skipped',
      reason: 'known failure: issue 7',
    })
    const blocked = result.requirements.find(({ verdict }) => verdict === 'blocked')
    expect(outcomeOf(result, blocked!.id, {})).toMatchObject({
      state: 'skipped',
      reason: expect.stringMatching(/^blocked by pull\.blob\.exact-bytes/),
    })
    expect(outcomeOf(undefined, 'pull.blob.get', {})).toMatchObject({ state: 'skipped' })
  })

  const empty =
    'an empty registry that refuses pushes, in custom tests (oci-assay/vitest, oci-assay/node-test)'
  attack({ part: 'Registries', what: empty, result: 'a test fails' }, async () => {
    const { url, close } = await createReferenceRegistry({ spec: '1.1', readOnly: true }).listen()
    try {
      const result = await runConformance({ target: url })
      expect(outcomeOf(result, 'categories.pull', {})).toMatchObject({ state: 'failed' })
      expect(outcomeOf(result, 'pull.manifest.unknown-tag', {})).toEqual({ state: 'passed' })
      expect(outcomeOf(result, 'push.mount.created', {})).toMatchObject({ state: 'skipped' })
      const alone = await runConformance({ target: url, only: ['push.mount*'] })
      const outcomes = alone.requirements
        .filter(({ id }) => id.startsWith('push.mount'))
        .map(({ id }) => outcomeOf(alone, id, {}))
      expect(new Set(outcomes.map(({ state }) => state))).toEqual(new Set(['failed']))
      expect(outcomeOf(alone, 'pull.blob.get', {})).toMatchObject({ state: 'skipped' })
    } finally {
      await close()
    }
  })
})
