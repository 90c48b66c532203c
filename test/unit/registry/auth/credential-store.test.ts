import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { lookUp, type LookupOptions } from '../../../../src/registry/auth/credential-store/index.ts'

const encoded = (username: string, password: string) =>
  Buffer.from(`${username}:${password}`).toString('base64')
const entry = (username: string, password = 'pass:word') => ({ auth: encoded(username, password) })
const auths = (name: string) => ({ auths: { 'registry.example': entry(name) } })

/** A helper that has these logins, by their key. */
const answering = (cases: Record<string, unknown>) => `
  let key = ''
  process.stdin.on('data', (chunk) => (key += chunk)).on('end', () => {
    const found = ${JSON.stringify(cases)}[key.trim()]
    if (process.argv[2] === 'get' && found) return console.log(JSON.stringify(found))
    console.log('credentials not found in native keychain')
    process.exit(1)
  })`

describe('credentials of docker and podman', () => {
  let root = ''
  let home = ''

  const write = (path: string, content: unknown) => {
    const file = join(home, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
    return file
  }
  const find = (host: string, environment: Record<string, string> = {}, options: LookupOptions = {}) =>
    lookUp(host, { home, environment: { PATH: join(root, 'bin'), ...environment }, ...options })
  const user = async (...lookup: Parameters<typeof find>) => {
    const { credentials } = await find(...lookup)
    return credentials && 'username' in credentials ? credentials.username : credentials
  }

  /** A helper that answers by the key, as a real one does. */
  const helper = (name: string, body: string) => {
    const path = join(root, 'bin', `docker-credential-${name}`)
    writeFileSync(path, `#!${process.execPath}\n${body}`)
    chmodSync(path, 0o755)
  }

  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'assay-store-'))
    mkdirSync(join(root, 'bin'))
    helper(
      'fake',
      answering({
        'registry.example': { ServerURL: 'registry.example', Username: 'helped', Secret: 'by-helper' },
        'https://index.docker.io/v1/': { Username: 'hub', Secret: 'of-hub' },
        'token.example': { Username: '<token>', Secret: 'identity' },
        'empty.example': { Username: '', Secret: '' },
      }),
    )
    helper('garbage', 'console.log("s3cret but no JSON")')
    helper('failing', 'console.log("s3cret"); console.error("s3cret"); process.exit(7)')
    helper('sleeping', 'setTimeout(() => {}, 60_000)')
    helper(
      'endless',
      'const write = () => { while (process.stdout.write("x".repeat(65_536))); process.stdout.once("drain", write) }; write()',
    )
  })
  afterAll(() => rmSync(root, { recursive: true, force: true }))
  beforeEach(() => {
    home = mkdtempSync(join(root, 'home-'))
  })

  it('finds none where there is nothing', async () => {
    expect(await find('registry.example')).toEqual({ problems: [] })
  })

  it('reads docker’s file, with a colon in the password', async () => {
    write('.docker/config.json', { auths: { 'registry.example': entry('me') } })
    expect(await find('registry.example')).toEqual({
      credentials: { username: 'me', password: 'pass:word' },
      from: '~/.docker/config.json',
      problems: [],
    })
  })

  // Hosts are compared with their ports, and old clients wrote whole addresses.
  it.each([
    ['registry.example', 'registry.example', true],
    ['registry.example:5000', 'registry.example:5000', true],
    ['registry.example', 'registry.example:5000', false],
    ['registry.example:5000', 'registry.example', false],
    ['https://registry.example', 'registry.example', true],
    ['https://registry.example/v2/', 'registry.example', true],
    ['https://index.docker.io/v1/', 'registry-1.docker.io', true],
    ['https://index.docker.io/v1/', 'docker.io', true],
    ['docker.io', 'registry-1.docker.io', true],
    ['https://index.docker.io/v1/', 'registry.example', false],
    ['evil-registry.example', 'registry.example', false],
    ['registry.example.evil', 'registry.example', false],
  ])('a login under %s for %s: %s', async (key, host, found) => {
    write('.docker/config.json', { auths: { [key]: entry('me') } })
    expect(await user(host)).toBe(found ? 'me' : undefined)
  })

  it.each([
    [{ identitytoken: 'refresh' }, { identityToken: 'refresh' }],
    [{ registrytoken: 'ready' }, { bearer: 'ready' }],
    [
      { username: 'me', password: 'secret' },
      { username: 'me', password: 'secret' },
    ],
    [{ auth: encoded('<token>', 'refresh') }, { identityToken: 'refresh' }],
    [{ auth: encoded('me', 'secret\0\0') }, { username: 'me', password: 'secret' }],
    [{ auth: encoded('me', 'pässwörd') }, { username: 'me', password: 'pässwörd' }],
    [{}, undefined],
    [{ auth: '' }, undefined],
    [{ auth: 'nothing' }, undefined],
    [{ auth: 17 }, undefined],
    ['text', undefined],
  ])('the entry %j', async (value, credentials) => {
    write('.docker/config.json', { auths: { 'registry.example': value } })
    expect((await find('registry.example')).credentials).toEqual(credentials)
  })

  it('prefers what a variable names to what is found by custom', async () => {
    write('.config/containers/auth.json', auths('podman'))
    expect(await user('registry.example')).toBe('podman')
    write('run/containers/auth.json', auths('runtime'))
    const XDG_RUNTIME_DIR = join(home, 'run')
    expect(await user('registry.example', { XDG_RUNTIME_DIR })).toBe('runtime')
    write('.docker/config.json', auths('docker'))
    expect(await user('registry.example', { XDG_RUNTIME_DIR })).toBe('docker')
    write('elsewhere/config.json', auths('named'))
    const DOCKER_CONFIG = join(home, 'elsewhere')
    expect(await user('registry.example', { XDG_RUNTIME_DIR, DOCKER_CONFIG })).toBe('named')
    const REGISTRY_AUTH_FILE = write('auth.json', auths('podman file'))
    expect(await user('registry.example', { DOCKER_CONFIG, REGISTRY_AUTH_FILE })).toBe('podman file')
    const DOCKER_AUTH_CONFIG = JSON.stringify(auths('inline'))
    expect(await user('registry.example', { DOCKER_AUTH_CONFIG, REGISTRY_AUTH_FILE })).toBe('inline')
  })

  it('continues where a store has no entry for the registry', async () => {
    write('.docker/config.json', { auths: { 'other.example': entry('other') } })
    write('.config/containers/auth.json', { auths: { 'registry.example': entry('podman') } })
    expect(await user('registry.example')).toBe('podman')
  })

  it('takes the most specific namespace', async () => {
    write('.docker/config.json', {
      auths: {
        'registry.example': entry('all'),
        'registry.example/team': entry('team'),
        'registry.example/team/app': entry('app'),
      },
    })
    expect(await user('registry.example', {}, { repository: 'team/app' })).toBe('app')
    expect(await user('registry.example', {}, { repository: 'team/other' })).toBe('team')
    expect(await user('registry.example', {}, { repository: 'teams/app' })).toBe('all')
  })

  describe('helpers', () => {
    it.each([
      ['registry.example', { username: 'helped', password: 'by-helper' }],
      ['registry-1.docker.io', { username: 'hub', password: 'of-hub' }],
      ['token.example', { identityToken: 'identity' }],
      ['empty.example', undefined],
      ['unknown.example', undefined],
    ])('are started for %s', async (host, credentials) => {
      write('.docker/config.json', { credsStore: 'fake', auths: { [host]: {} } })
      const found = await find(host)
      expect(found.credentials).toEqual(credentials)
      expect(found.problems).toEqual([])
    })

    it('of one registry come before the one of all', async () => {
      write('.docker/config.json', {
        credHelpers: { 'registry.example': 'fake', 'https://index.docker.io/v1/': 'fake' },
        credsStore: 'failing',
      })
      expect(await user('registry.example')).toBe('helped')
      expect(await user('docker.io')).toBe('hub')
      expect((await find('other.example')).problems).toEqual([
        'docker-credential-failing failed with exit code 7',
      ])
    })

    it.each([
      ['missing', 'docker-credential-missing is not in the PATH'],
      ['garbage', 'docker-credential-garbage returned something that is not a JSON object'],
      ['failing', 'docker-credential-failing failed with exit code 7'],
      ['sleeping', 'docker-credential-sleeping did not answer within 300 ms'],
      ['endless', 'docker-credential-endless wrote without end'],
      ['../../bin/sh', 'the configuration names a credential helper that is not a plain name'],
      ['x; touch y', 'the configuration names a credential helper that is not a plain name'],
    ])('that fail are reported, without what they wrote: %s', async (credsStore, problem) => {
      write('.docker/config.json', { credsStore, auths: { 'registry.example': entry('fallback') } })
      const helperTimeout = credsStore === 'sleeping' ? 300 : 10_000
      const { credentials, problems } = await find('registry.example', {}, { helperTimeout })
      expect(problems).toEqual([problem])
      expect(credentials).toEqual({ username: 'fallback', password: 'pass:word' })
    })

    it('find their own programs', async () => {
      write('.docker/config.json', { credsStore: 'fake' })
      const PATH = ['/nowhere', join(root, 'bin')].join(delimiter)
      expect(await user('registry.example', { PATH })).toBe('helped')
    })
  })

  it.each([
    ['{"auths": "s3cret', 'is not a JSON object'],
    ['"s3cret"', 'is not a JSON object'],
    ['[]', 'is not a JSON object'],
  ])('a file that contains %s is reported without its content', async (content, problem) => {
    write('.docker/config.json', content)
    expect(await find('registry.example')).toEqual({ problems: [`~/.docker/config.json ${problem}`] })
  })

  it('reports a file that was named and is missing', async () => {
    const REGISTRY_AUTH_FILE = join(home, 'nowhere.json')
    expect((await find('registry.example', { REGISTRY_AUTH_FILE })).problems).toEqual([
      '~/nowhere.json does not exist',
    ])
  })
})
