import { describe, expect, it } from 'vitest'
import { ending, refusing } from '../../../../src/reference/effects/alter.ts'
import type { MakeEffects } from '../../../../src/reference/effects/effects.ts'
import { absent, account, run, scriptOf, type Auth, type Fault } from './real.ts'

/** Violations by what is judged: whether content is stored, a list, the status of a single request. */
const faults: readonly Fault[] = [
  ['put-wrong-digest-stored', 'push.post-put.wrong-digest-not-stored'],
  ['tags-backwards', 'discovery.tags.order'],
  ['single-post-malformed-digest-500', 'push.single-post.malformed-digest'],
  ['start-200', 'push.session.start'],
]

const credentials = { REGISTRY_USER: account.username, REGISTRY_PASSWORD: account.password }

describe.skipIf(absent).each(faults)('the script of %s', (...fault) => {
  it.each<[string, Auth, Auth, object, RegExp]>([
    [
      'no credentials, which the run did not need',
      'none',
      'basic',
      {},
      /returned 401.*; the run needed no credentials: run oci-assay again/,
    ],
    ['no password', 'basic', 'basic', {}, /: set REGISTRY_USER and REGISTRY_PASSWORD$/],
    [
      'a wrong password',
      'basic',
      'basic',
      { ...credentials, REGISTRY_PASSWORD: 'x' },
      /returned 401.*; check REGISTRY_USER and REGISTRY_PASSWORD$/,
    ],
    [
      'no account for tokens',
      'bearer',
      'bearer',
      {},
      /returned 401.*; set REGISTRY_USER and REGISTRY_PASSWORD, or TOKEN/,
    ],
    [
      'a wrong token',
      'bearer',
      'bearer',
      { TOKEN: 'x' },
      /returned 401.*; set REGISTRY_USER and REGISTRY_PASSWORD, or TOKEN/,
    ],
  ])('with %s exits 2 and states what to set', async (_, auth, asked, env, advice) => {
    const ended = await run(await scriptOf(fault, auth), { options: { auth: asked }, env })
    expect(ended).toEqual({ code: 2, lines: [expect.stringMatching(advice)] })
    expect(ended.lines[0]).toMatch(new RegExp(`^ERROR ${fault[1]}: the sequence cannot be run: `))
  })

  it.each(['basic', 'bearer'] as const)('exits 0 with the credentials of %s', async (auth) => {
    const ended = await run(await scriptOf(fault, auth), { options: { auth }, env: credentials })
    expect(ended).toEqual({ code: 0, lines: [expect.stringMatching(/^PASS /)] })
  })

  it.each<[string, MakeEffects, RegExp]>([
    [
      'access is denied',
      () => refusing({ method: ['POST', 'PUT'] }, 'denied'),
      /POST .* returned 403.*; set REPO and REPO2/,
    ],
    [
      'the repository is unknown',
      () => refusing({ method: ['POST', 'PUT'] }, 'name-unknown'),
      /returned 404.*NAME_UNKNOWN.*; set REPO/,
    ],
    ['it limits requests', () => ending({ method: ['POST', 'PUT'] }, 429), /returned 429; wait/],
    ['a proxy does not reach it', () => ending({}, 502), /returned 502; try again/],
    ['it is not available', () => ending({}, 503), /returned 503; try again/],
  ])('exits 2 where %s', async (_, effects, advice) => {
    const ended = await run(await scriptOf(fault), { options: { effects: [effects] } })
    expect(ended).toEqual({ code: 2, lines: [expect.stringMatching(advice)] })
  })
})
