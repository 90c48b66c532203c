import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Runtime } from '../../src/container/testcontainers.ts'
import { readResults } from '../../src/results/file/read.ts'
import { isExchange } from '../../src/results/record.ts'
import { recorded } from '../../fixtures/registries/verdicts.ts'
import { registryNamed } from '../../fixtures/registries/registries.ts'
import { withFolder } from '../unit/cli/command.ts'
import { engine, left } from './engine.ts'
import { imageOf, makeImage, place } from './images.ts'
import { program, type Program } from './program.ts'

const runtime = await engine()
const minutes = 60_000

const words = (...lines: readonly string[]): string[] => lines.flatMap((line) => line.split(' '))

describe.skipIf(!runtime)('a registry in a container', () => {
  const { container } = runtime ?? ({} as Runtime)
  let tool: Program
  let before: Awaited<ReturnType<typeof left>>

  beforeAll(async () => {
    for (const name of ['distribution', 'olareg']) await makeImage(runtime!, name)
    tool = await program()
    before = await left(runtime!)
  }, 15 * minutes)
  // Whatever came of a run: nothing of it is left.
  afterEach(async () => expect(await left(runtime!)).toEqual(before))

  const run = (folder: string, argv: readonly string[], environment?: Record<string, string>) =>
    tool.start(['run', '--depth', 'quick', '--reports', folder, ...argv], environment)

  it.each(['distribution', 'olareg'])(
    '%s: violations that are known, with its log beside them',
    async (name) => {
      await withFolder(async (folder) => {
        const { exitCode, stdout, stderr } = await run(folder, ['--container', imageOf(name), '--verbose'])
          .ended
        expect(stderr).toBe('')
        expect(exitCode).toBe(1)
        const { requirements, evidence, target, log, leftovers } = await readResults(
          join(folder, 'results.json'),
        )
        const failed = requirements.filter(({ verdict }) => verdict === 'fail').map(({ id }) => id)
        // Those of depth standard, which are recorded, are among the tests of registries.
        expect(failed).not.toEqual([])
        expect(Object.keys(recorded(name)!['1.1'].fail)).toEqual(expect.arrayContaining(failed))
        expect(target.name).toBe(imageOf(name))
        expect(leftovers).toEqual([])
        expect(log?.ended).toBeUndefined()
        if (name === 'olareg') return
        // What distribution answers with 500 it explains in its log, by the very digest that was requested.
        const about = requirements.find(({ id }) => id === 'pull.manifest.malformed-digest')
        expect(about?.verdict).toBe('fail')
        expect(stdout).toMatch(/^ {2}log +time=/m)
        // Other tests send malformed digests too: this one is that of the exchange which the finding shows.
        const [shown] = about?.findings[0]?.evidence ?? []
        const exchange = evidence
          .filter(isExchange)
          .find(({ id }) => shown?.kind === 'exchange' && id === shown.exchange)
        const digest = /sha256:[0-9a-f]{63}$/.exec(exchange?.request.url ?? '')?.[0] ?? 'none'
        expect(log?.lines.filter(({ text }) => text.includes(digest))).not.toEqual([])
        for (const report of ['junit.xml', 'report.html']) {
          const text = readFileSync(join(folder, report), 'utf8')
          expect(text).toMatch(new RegExp(`response completed with error.{0,600}${digest}`))
        }
      })
    },
  )

  it('receives its configuration, its port and its secrets, which no report contains', async () => {
    await withFolder((home) =>
      withFolder(async (folder) => {
        const { config = '' } = registryNamed('distribution').launch({ ...place, port: 7000 }, '')
        const htpasswd = 'assay:$2y$05$abcdefghijklmnopqrstuuFyGSLnoxifLZORPHVxpIbknB0ieZY9G\n'
        writeFileSync(join(home, 'config.json'), config)
        writeFileSync(join(home, 'htpasswd'), htpasswd)
        const argv = words(
          `--container ${imageOf('distribution')} --port 7000 --suite pull push`,
          `--volume ${home}:/home:ro --env REGISTRY_AUTH_HTPASSWD_REALM=ours`,
          '--env REGISTRY_AUTH_HTPASSWD_PATH=/home/htpasswd REGISTRY_HTTP_SECRET REGISTRY_LOG_LEVEL=debug',
          '--username assay --container-command',
        )
        const { exitCode, stderr } = await run(folder, [...argv, 'serve /home/config.json'], {
          OCI_PASSWORD: 'assay-password',
          REGISTRY_HTTP_SECRET: 'a-secret-of-http',
        }).ended
        expect(stderr).toBe('')
        expect(exitCode).toBe(1)
        const { totals, target } = await readResults(join(folder, 'results.json'))
        expect(totals.requirements.pass).toBeGreaterThan(100)
        expect(target.details['credentials']).toBe('options')
        const pair = Buffer.from('assay:assay-password').toString('base64')
        for (const name of readdirSync(folder)) {
          const text = readFileSync(join(folder, name), 'utf8')
          for (const secret of ['assay-password', pair, 'a-secret-of-http'])
            expect(text).not.toContain(secret)
        }
      }),
    )
  })

  it('is reached by https where a CA is specified', async () => {
    await withFolder((home) =>
      withFolder(async (folder) => {
        const [key, cert] = [join(home, 'key.pem'), join(home, 'cert.pem')]
        const openssl = words(
          `req -x509 -newkey rsa:2048 -nodes -keyout ${key} -out ${cert} -days 2 -subj /CN=assay`,
          '-addext subjectAltName=IP:127.0.0.1,DNS:localhost',
        )
        execFileSync('openssl', openssl, { stdio: 'ignore' })
        const argv = words(
          `--container ${imageOf('distribution')} --ca-file ${cert} --only pull.blob --volume ${home}:/tls:ro`,
          '--env REGISTRY_HTTP_TLS_CERTIFICATE=/tls/cert.pem REGISTRY_HTTP_TLS_KEY=/tls/key.pem',
        )
        const { exitCode, stderr } = await run(folder, argv).ended
        expect(stderr).toBe('')
        expect(exitCode).toBe(0)
      }),
    )
  })

  it.each([
    [
      'no such image',
      ['--container', 'oci-assay.invalid/none:1'],
      /^oci-assay: pulling .*\noci-assay: the image oci-assay\.invalid\/none:1 cannot be had: .*\n {2}check its name/,
      3,
    ],
    [
      'a port where nothing listens',
      ['--port', '6000', '--wait', '1'],
      /port 6000 of .* did not respond to GET \/v2\/ as a registry within 1 s: .*\n( {2}.*\n)* {2}the image exposes 5000, and not 6000: try --port 5000/,
      3,
    ],
    [
      'a program that ends at once',
      ['--container-command', 'serve --nonsense'],
      /the container of .* ended before it responded: exit code \d+\n {2}its log ends with:\n {2}\| unknown flag: --nonsense/,
      3,
    ],
    ['a path that is not there', ['--volume', '/no/such/place:/data'], /\/no\/such\/place does not exist/, 2],
    [
      'a volume in the place of its program',
      ['--volume', `${import.meta.dirname}:/registry:ro`],
      /cannot be started: .*\/registry.*\n {2}try it with docker run/,
      3,
    ],
  ])('%s: a message, and nothing is left', async (_, argv, message, code) => {
    await withFolder(async (folder) => {
      const image = argv.includes('--container') ? [] : ['--container', imageOf('olareg')]
      const { exitCode, stderr, stdout } = await run(folder, [...image, ...argv]).ended
      expect(stderr).toMatch(message)
      expect(stderr).not.toMatch(/^\s+at /m)
      expect(stdout).toBe('')
      expect(exitCode).toBe(code)
    })
  })

  /** A run in the middle of its tests. */
  async function underWay(folder: string) {
    const started = run(folder, ['--container', imageOf('distribution'), '--concurrency', '1', '--verbose'])
    for (let attempt = 0; !started.output.stdout.includes(', seed '); attempt += 1) {
      if (attempt > 400) throw new Error(`it came to nothing: ${started.output.stderr}`)
      await sleep(50)
    }
    return started
  }

  it('is removed where the run is interrupted', async () => {
    await withFolder(async (folder) => {
      const { child, ended } = await underWay(folder)
      child.kill('SIGINT')
      expect((await ended).exitCode).toBe(130)
      expect((await readResults(join(folder, 'results.json'))).interrupted).toBe(true)
    })
  })

  it('is removed where the run is interrupted before it answers', async () => {
    await withFolder(async (folder) => {
      const { child, ended } = run(folder, ['--container', imageOf('olareg'), '--port', '6000'])
      for (
        let attempt = 0;
        (await left(runtime!)).containers.length === before.containers.length;
        attempt += 1
      ) {
        expect(attempt).toBeLessThan(400)
        await sleep(50)
      }
      child.kill('SIGTERM')
      const { exitCode, stderr } = await ended
      expect(stderr).toContain('interrupted before the registry')
      expect(exitCode).toBe(130)
    })
  })

  it('is found and removed after a run that was killed', async () => {
    await withFolder(async (folder) => {
      const { child, ended } = await underWay(folder)
      const alive = await tool.start(['cleanup', '--containers']).ended
      expect(alive.stdout).toMatch(/^Still there: container .* its run \(.*\) may still be running/)
      child.kill('SIGKILL')
      await ended
      expect((await left(runtime!)).containers).toEqual([...before.containers, imageOf('distribution')])
      const { stdout, exitCode } = await tool.start(['cleanup', '--containers']).ended
      expect(stdout).toMatch(/^Removed container [0-9a-f]{12} of oci-assay\.invalid\/distribution:test\.\n$/)
      expect(exitCode).toBe(0)
    })
  })

  it('may end during the run, which is reported with its last output', async () => {
    await withFolder(async (folder) => {
      const { ended } = await underWay(folder)
      const [running] = await container.dockerode.listContainers({
        filters: { ancestor: [imageOf('distribution')] },
      })
      await container.getById(running!.Id).kill()
      const { exitCode, stdout } = await ended
      expect(stdout).toContain('The container exited during the run: exit code 137')
      expect(stdout).toMatch(/Log of the container\n\n(.*\n)+? +time=/)
      expect(stdout).toMatch(/was\s+unreachable\s+for\s+\d+\s+s/)
      expect(exitCode).toBe(3)
      expect((await readResults(join(folder, 'results.json'))).log?.ended).toBe('exit code 137')
    })
  })
})
