import { describe, expect, it } from 'vitest'
import { suites } from '../../../../suites/distribution/index.ts'
import { resolveSettings } from '../../../../src/cli/configuration/resolve.ts'
import { skippedWithout, workflows } from '../../../../src/cli/configuration/reference-suite/switches.ts'
import { matchingNothing } from '../../../../src/engine/select.ts'
import { withFile } from './file.ts'

const resolve = (environment: Record<string, string>, folder = '/nowhere') =>
  resolveSettings({ flags: {}, environment, folder })

const digest = `sha256:${'a'.repeat(64)}`

describe('the variables of the reference suite', () => {
  it('point at requirements and suites that exist', () => {
    const ids = suites.flatMap(({ requirements }) => requirements.map(({ id }) => id))
    const skips = [
      ...Object.values(skippedWithout).flat(),
      ...Object.values(workflows).map(({ skip }) => skip),
    ]
    expect(matchingNothing(skips, ids)).toEqual([])
    const names = suites.map(({ name }) => name)
    expect(names).toEqual(expect.arrayContaining(Object.values(workflows).map(({ suite }) => suite)))
  })

  it.each<[string, Record<string, string>, object, string[]]>([
    [
      'the address with TLS',
      { OCI_REGISTRY: 'registry.example', OCI_REPO1: 'a/b', OCI_REPO2: 'c/d' },
      { target: 'https://registry.example', repository: 'a/b', secondRepository: 'c/d' },
      [
        'OCI_REGISTRY: the target https://registry.example',
        'OCI_REPO1: --repository a/b',
        'OCI_REPO2: --second-repository c/d',
      ],
    ],
    [
      'the address without TLS, and the usual repositories',
      { OCI_REGISTRY: 'localhost:5000', OCI_TLS: 'Disabled' },
      {
        target: 'http://localhost:5000',
        repository: 'conformance/repo1',
        secondRepository: 'conformance/repo2',
      },
      [
        'OCI_REGISTRY and OCI_TLS: the target http://localhost:5000',
        'OCI_REGISTRY: --repository conformance/repo1, since OCI_REPO1 is not set',
        'OCI_REGISTRY: --second-repository conformance/repo2, since OCI_REPO2 is not set',
      ],
    ],
    [
      'a self-signed certificate',
      { OCI_REGISTRY: 'r', OCI_TLS: 'insecure', OCI_REPO1: 'a', OCI_REPO2: 'b' },
      { target: 'https://r', insecureSkipVerify: true, repository: 'a', secondRepository: 'b' },
      [
        'OCI_REGISTRY and OCI_TLS: the target https://r',
        'OCI_TLS: --insecure-skip-verify',
        'OCI_REPO1: --repository a',
        'OCI_REPO2: --second-repository b',
      ],
    ],
    [
      'the older names',
      {
        OCI_ROOT_URL: 'http://localhost:5000',
        OCI_NAMESPACE: 'My/Repo/',
        OCI_CROSSMOUNT_NAMESPACE: 'other',
        OCI_REPORT_DIR: 'out',
      },
      {
        target: 'http://localhost:5000',
        repository: 'my/repo',
        secondRepository: 'other',
        reports: 'out',
      },
      [
        'OCI_ROOT_URL: the target http://localhost:5000',
        'OCI_NAMESPACE: --repository my/repo',
        'OCI_CROSSMOUNT_NAMESPACE: --second-repository other',
        'OCI_REPORT_DIR: --reports out',
      ],
    ],
    [
      'the older address without a scheme',
      { OCI_ROOT_URL: 'r.example' },
      { target: 'https://r.example' },
      [
        'OCI_ROOT_URL: the target https://r.example (certificates are verified without --insecure-skip-verify)',
      ],
    ],
    [
      'the newer names before the older',
      {
        OCI_REGISTRY: 'new',
        OCI_REPO1: 'new',
        OCI_REPO2: 'two',
        OCI_ROOT_URL: 'http://old',
        OCI_NAMESPACE: 'old',
      },
      { target: 'https://new', repository: 'new', secondRepository: 'two' },
      [
        'OCI_REGISTRY: the target https://new',
        'OCI_REPO1: --repository new',
        'OCI_REPO2: --second-repository two',
      ],
    ],
    ['the version', { OCI_VERSION: 'stable' }, { spec: '1.1' }, ['OCI_VERSION: --spec 1.1']],
    ['the version in development', { OCI_VERSION: '1.1+dev' }, { spec: 'dev' }, ['OCI_VERSION: --spec dev']],
    [
      'workflows',
      {
        OCI_TEST_PULL: '1',
        OCI_TEST_PUSH: 'true',
        OCI_TEST_CONTENT_DISCOVERY: 'F',
        OCI_TEST_CONTENT_MANAGEMENT: '0',
      },
      { suite: ['pull', 'push'] },
      [
        'OCI_TEST_PULL and OCI_TEST_PUSH and OCI_TEST_CONTENT_DISCOVERY and OCI_TEST_CONTENT_MANAGEMENT: --suite pull push',
      ],
    ],
    [
      'workflows that are only switched off',
      { OCI_TEST_CONTENT_MANAGEMENT: '0' },
      { skip: ['management'] },
      ['OCI_TEST_CONTENT_MANAGEMENT: --skip management'],
    ],
    [
      'switches',
      { OCI_API_TAGS_DELETE: 'false', OCI_DATA_SHA512: '0', OCI_API_PULL: 'true', OCI_DATA_INDEX: '1' },
      { skip: ['management.tag', 'push.sha512', 'push.digest-algorithm'] },
      [
        'OCI_API_TAGS_DELETE: --skip management.tag',
        'OCI_DATA_SHA512: --skip push.sha512 push.digest-algorithm',
        'OCI_API_PULL, OCI_DATA_INDEX: not needed: what the registry supports is tested',
      ],
    ],
    [
      'a registry to read from',
      { OCI_API_PUSH: 'false', OCI_RO_DATA_TAGS: 'one two', OCI_RO_DATA_MANIFESTS: digest },
      { readOnly: true, tag: ['one', 'two'], manifest: [digest] },
      [
        'OCI_API_PUSH: --read-only',
        'OCI_RO_DATA_TAGS: --read-only --tag one two',
        `OCI_RO_DATA_MANIFESTS: --read-only --manifest ${digest}`,
      ],
    ],
    [
      'a registry to read from, by the older names',
      { OCI_TEST_PULL: '1', OCI_TAG_NAME: 'one', OCI_TAG_LIST: 'one,two', OCI_BLOB_DIGEST: digest },
      { suite: ['pull'], readOnly: true, tag: ['one', 'two'], blob: [digest] },
      [
        'OCI_TEST_PULL: --suite pull',
        'OCI_TAG_NAME and OCI_TAG_LIST: --read-only --tag one two',
        `OCI_BLOB_DIGEST: --read-only --blob ${digest}`,
      ],
    ],
    [
      'content that is named, but not needed',
      { OCI_TEST_PUSH: '1', OCI_TAG_NAME: 'one' },
      { suite: ['push'] },
      [
        'OCI_TEST_PUSH: --suite push',
        'OCI_TAG_NAME: not used, since the run pushes what it pulls (--read-only)',
      ],
    ],
    [
      'what means nothing here',
      {
        OCI_FILTER_TEST: 'x',
        OCI_HIDE_SKIPPED_WORKFLOWS: '1',
        OCI_REPORT_DIR: 'none',
        OCI_AUTOMATIC_CROSSMOUNT: '0',
      },
      {},
      [
        'OCI_REPORT_DIR: cannot be mapped: reports are always written (--reports)',
        'OCI_FILTER_TEST: cannot be mapped: choose with --only and ids of requirements (oci-assay list requirements)',
        'OCI_HIDE_SKIPPED_WORKFLOWS: not needed: reports put what was skipped last',
        'OCI_AUTOMATIC_CROSSMOUNT: not needed: whether blobs are mounted without a source is detected',
      ],
    ],
    ['what is ours too', { OCI_USERNAME: 'me', OCI_PASSWORD: 'secret' }, { username: 'me' }, []],
    ['what is empty', { OCI_USERNAME: '', OCI_REGISTRY: '', OCI_API_PULL: '' }, {}, []],
    ['what belongs to somebody else', { OCI_CLI_REGION: 'x', OCI_TENANCY: 'y' }, {}, []],
  ])('%s', async (_, environment, settings, notes) => {
    const resolved = await resolve(environment)
    expect(resolved.settings).toEqual(settings)
    expect(resolved.notes).toEqual(notes)
  })

  it('keep the password apart', async () => {
    const { password, merged } = await resolve({ OCI_USERNAME: 'me', OCI_PASSWORD: 's3cret' })
    expect(password).toBe('s3cret')
    expect(JSON.stringify([...merged])).not.toContain('s3cret')
  })

  it.each([
    [{ OCI_API_PULL: 'perhaps' }, 'OCI_API_PULL is neither true nor false'],
    [{ OCI_VERSION: '2.0' }, 'OCI_VERSION is 2.0: choose among stable, 1.1, 1.0, dev, 1.1+dev'],
  ])('%j is refused', async (environment, message) => {
    await expect(resolve(environment)).rejects.toThrow(message)
  })
})

describe('the file of the reference suite', () => {
  const yaml = `resultsDir: ./out
version: 1.0
registry: localhost:5000
tls: disabled
repo1: a/one
repo2: a/two
username: me
password: s3cret
logging: debug
commit: abc
apis:
  pull: true
  push: false
  blobs:
    uploadCancel: false
data:
  sha512: false
roData:
  tags: [one, two]
`

  it('is read in place', () =>
    withFile('oci-conformance.yaml', yaml, async (_, folder) => {
      const { settings, password, notes } = await resolve({}, folder)
      expect(settings).toEqual({
        target: 'http://localhost:5000',
        repository: 'a/one',
        secondRepository: 'a/two',
        spec: '1.0',
        username: 'me',
        reports: './out',
        skip: ['push.cancel', 'push.sha512', 'push.digest-algorithm'],
        readOnly: true,
        tag: ['one', 'two'],
      })
      expect(password).toBe('s3cret')
      expect(notes[0]).toBe('read oci-conformance.yaml, a file of the reference suite')
      expect(notes.some((note) => note.startsWith('apis.blobs.uploadCancel in '))).toBe(true)
      expect(notes.some((note) => note.startsWith('logging in '))).toBe(true)
      expect(notes.join()).not.toContain('s3cret')
    }))

  it.each([
    ['registry: x\nregistrie: y', 'registrie in .*:2'],
    ['registry:\n  host: x', 'registry.host in .*:2'],
    ['apis: 5', 'apis in .*:1'],
    ['data:\n  sha513: false', 'data.sha513 in .*:2'],
  ])('reports %j as unknown', (text, place) =>
    withFile('oci-conformance.yaml', text, async (_, folder) => {
      expect((await resolve({}, folder)).notes).toContainEqual(
        expect.stringMatching(`^${place}: unknown and ignored`),
      )
    }),
  )

  it('gives way to its variables', () =>
    withFile('oci-conformance.yaml', yaml, async (_, folder) => {
      expect((await resolve({ OCI_REPO1: 'b/one' }, folder)).settings.repository).toBe('b/one')
    }))

  it('is read from OCI_CONFIGURATION, and not beside a file of ours', () =>
    withFile('x.yaml', yaml, async (path, folder) => {
      expect((await resolve({ OCI_CONFIGURATION: path }, folder)).settings.spec).toBe('1.0')
      return withFile('oci-conformance.yaml', yaml, (_, other) =>
        withFile('oci-assay.yaml', 'target: ours', async (config) => {
          const sources = { flags: {}, environment: {}, config, folder: other }
          expect((await resolveSettings(sources)).settings).toEqual({ target: 'ours' })
        }),
      )
    }))

  it.each([
    ['apis: [', /:1:8: /],
    ['apis:\n  pull: perhaps', /apis\.pull in .* is neither true nor false/],
    ['text', /:1:1: write settings/],
    ['registry: x\ntls: perhaps', /tls in .*:2: choose among enabled, insecure, disabled/],
    ['registry: x\n\nversion: 9.9', /version in .*:3 is 9\.9: choose among stable/],
  ])('%j is refused with its place', (text, message) =>
    withFile('oci-conformance.yaml', text, async (_, folder) => {
      await expect(resolve({}, folder)).rejects.toThrow(message)
    }),
  )
})
