import { describe, expect, it } from 'vitest'
import { effectsOf } from '../../../../suites/distribution/faults.ts'
import { absent, run, scriptOf, type Fault } from './real.ts'

/** Tags and digests that a line states as expected. */
const names = (line: string): readonly string[] =>
  line.split('; received')[0]?.match(/assay-list-[0-9a-f]+|sha256:[0-9a-f]{64}/g) ?? []

/** The line that the script of a fault prints against a registry that has it. */
async function violationOf(fault: Fault): Promise<string> {
  const { code, lines } = await run(await scriptOf(fault), { options: { effects: effectsOf(fault[0]) } })
  expect(code).toBe(1)
  return lines.join('\n')
}

describe.skipIf(absent)('what a script received', () => {
  it.each<[string, string, RegExp]>([
    [
      'that is compared, and not the last one',
      'names-with-dashes-invalid-404 push.name.separators',
      /received 404 \{"errors":\[\{"code":"NAME_INVALID"/,
    ],
    [
      'of which a header field is compared, of a HEAD without its other fields',
      'manifest-head-digest-header-false pull.manifest.head.digest-header-value',
      /received 200, docker-content-digest: sha256:[0-9a-f]{64}$/,
    ],
    [
      'that lacks the field',
      'manifest-head-digest-header-missing pull.manifest.head.digest-header',
      /received 200, docker-content-digest:$/,
    ],
  ])('is the response %s', async (_, fault, received) => {
    expect(await violationOf(fault.split(' ') as [string, string])).toMatch(received)
  })

  it.each([
    'tags-of-capitals-unlisted discovery.tags.complete',
    'manifest-head-digest-header-false pull.manifest.head.digest-header-value',
  ])('is named as the script named it: %s', async (fault) => {
    const [one, other] = [
      await violationOf(fault.split(' ') as [string, string]),
      await violationOf(fault.split(' ') as [string, string]),
    ]
    expect(names(one)).not.toEqual(names(other))
  })
})
