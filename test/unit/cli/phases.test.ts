import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createReferenceRegistry } from '../../../src/reference/index.ts'
import { ledgerFileOf } from '../../../src/registry/ledger/write-file.ts'
import { readResults } from '../../../src/results/file/read.ts'
import { attack } from '../../attack.ts'
import { built } from '../built.ts'
import {
  drip,
  end,
  endByEach,
  expectReports,
  gate,
  most,
  remove,
  serving,
  silence,
  type Phase,
} from './phases.ts'

const part = 'Limits and signals'
const early = 'interrupted before anything was evaluated'

const until = async (met: () => boolean): Promise<void> => {
  for (const end = Date.now() + 50_000; !met() && Date.now() < end;) {
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

type Tail<List extends readonly unknown[]> = List extends [unknown, ...infer Rest] ? Rest : never

/** A registry that is honest up to a request, and drips from there. Clean-up still works. */
async function drippingAfter(
  requests: number,
  isExempt: (method: string, url: string) => boolean = () => false,
): Promise<Required<Pick<Phase, 'reached' | 'close'>> & { host: string }> {
  const registry = createReferenceRegistry()
  const { passed, pass } = gate()
  let seen = 0
  const { host, close } = await serving((request, response) => {
    const { method = '', url = '' } = request
    seen += 1
    if (seen <= requests || method === 'DELETE' || url.includes('/tags/list') || isExempt(method, url)) {
      void registry.handler(request, response)
      return
    }
    pass()
    drip(response)
  })
  return { host, reached: passed, close }
}

const challenge = (host = '') =>
  `Bearer realm="http://${host}/token",service="registry",scope="repository:oci-assay/one:pull,push"`

/** Phases before anything is evaluated: of each the exit code is all that is left. */
const beginnings: Readonly<Record<string, () => Promise<Phase>>> = {
  'waiting (--wait) for a server that accepts connections and is silent': async () => {
    const { host, reached, close } = await silence()
    return { args: ['run', `http://${host}`, '--wait', '600'], reached, close }
  },
  'a first response that drips': async () => {
    const { host, reached, close } = await drippingAfter(0)
    return { args: ['run', `http://${host}`], reached, close }
  },
  'a TLS handshake that is never answered': async () => {
    const { host, reached, close } = await silence()
    return { args: ['run', `https://${host}`], reached, close }
  },
  'a proxy that never answers CONNECT': async () => {
    const { host, reached, close } = await silence()
    const args = ['run', 'https://registry.example', '--proxy', `http://${host}`]
    return { args, reached, close }
  },
  'a token server that drips': async () => {
    const { passed, pass } = gate()
    const { host, close } = await serving(({ url = '', headers }, response) => {
      if (!url.startsWith('/token')) {
        return response.writeHead(401, { 'WWW-Authenticate': challenge(headers.host) }).end('{}')
      }
      pass()
      return drip(response)
    })
    return { args: ['run', `http://${host}`], reached: passed, close }
  },
  'a Retry-After of 25 seconds': async () => {
    const { passed, pass } = gate()
    const { host, close } = await serving((_, response) => {
      response.writeHead(429, { 'Retry-After': '25' }).end(pass)
    })
    return { args: ['run', `http://${host}`], reached: passed, close }
  },
}

/** Signals are for processes: the command line is built and started as users start it. */
describe.skipIf(process.platform === 'win32')('a limit ends', () => {
  let main = ''
  let folder = ''

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'oci-assay-phases-'))
    main = (await built()).main
  }, 60_000)
  afterAll(() => rm(folder, { recursive: true, force: true }))

  const endedByEach = (...options: Tail<Parameters<typeof endByEach>>) => endByEach(main, ...options)

  // They wait, most of the time.
  describe.concurrent('the phases before a run', () => {
    for (const [what, make] of Object.entries(beginnings)) {
      attack(
        {
          part,
          what: `${what}, and a signal or --run-timeout`,
          result: 'ends in seconds: exit code 130, or 3',
        },
        () =>
          endedByEach(
            make,
            ({ stderr }, how) =>
              expect(stderr).toContain(
                how === 'signal'
                  ? early
                  : 'the time for the whole run, 4 s, was over before anything was evaluated',
              ),
            { runTimeout: 4 },
          ),
      )
    }

    it('a credential helper that waits for a person', async () => {
      const { host, close } = await drippingAfter(0)
      await mkdir(join(folder, 'bin'))
      const helper = join(folder, 'bin/docker-credential-slow')
      await writeFile(helper, '#!/bin/sh\n: > "$STARTED"\nexec sleep 100\n')
      await chmod(helper, 0o755)
      await writeFile(join(folder, 'config.json'), '{"credsStore":"slow"}')
      const path = `${join(folder, 'bin')}${delimiter}${process.env['PATH']}`
      let number = 0
      await endedByEach(
        () => {
          number += 1
          const started = join(folder, `helper-${number}`)
          return Promise.resolve({
            args: ['run', `http://${host}`],
            env: { DOCKER_CONFIG: folder, PATH: path, STARTED: started },
            reached: until(() => existsSync(started)),
          })
        },
        ({ stderr }, how) => expect(stderr).toContain(how === 'signal' ? early : 'was over'),
        { runTimeout: 4 },
      )
      await close()
    })
  })

  describe('a run with its reports', () => {
    const tests: Readonly<Record<string, () => Promise<Phase>>> = {
      'tests whose responses drip': async () => {
        const { host, reached, close } = await drippingAfter(40)
        return { args: ['run', `http://${host}`], reached, close }
      },
      'uploads whose responses drip': async () => {
        const { host, reached, close } = await drippingAfter(0, (method) => method !== 'PUT')
        return { args: ['run', `http://${host}`], reached, close }
      },
      'a token server that drips from its fourth response on': async () => {
        const registry = createReferenceRegistry()
        const { passed, pass } = gate()
        let tokens = 0
        const { host, close } = await serving((request, response) => {
          const { url = '', headers } = request
          if (url.startsWith('/token')) {
            tokens += 1
            // What clean-up needs is there at once, so that only the tests are held up.
            if (tokens <= 3 || url.includes('delete')) {
              return response.end(JSON.stringify({ token: `t${tokens}`, expires_in: 300 }))
            }
            pass()
            return drip(response)
          }
          if (headers.authorization !== undefined) return void registry.handler(request, response)
          return response.writeHead(401, { 'WWW-Authenticate': challenge(headers.host) }).end('{}')
        })
        return { args: ['run', `http://${host}`], reached: passed, close }
      },
    }
    for (const [what, make] of Object.entries(tests)) {
      attack(
        {
          part,
          what: `${what}, and a signal or --run-timeout`,
          result: 'ends in seconds, cleans up and writes its reports: interrupted, or incomplete',
        },
        () =>
          endedByEach(
            make,
            (ended, how) => expectReports(ended, how, { seconds: 5, conclusion: 'incomplete' }),
            { runTimeout: 5 },
          ),
      )
    }
  })

  attack(
    {
      part,
      what: 'a clean-up whose responses drip, and two signals',
      result: 'the second one ends it at once, and the ledger is left for cleanup',
    },
    async () => {
      const registry = createReferenceRegistry()
      const { passed, pass } = gate()
      const { host, close } = await serving((request, response) => {
        if (request.method !== 'DELETE') return void registry.handler(request, response)
        pass()
        return drip(response)
      })
      const args = ['run', `http://${host}`, '--only', 'push.manifest.*']
      const ended = await end(main, { args, reached: passed, close }, { signals: ['SIGTERM', 'SIGTERM'] })
      expect(ended.exitCode).toBe(130)
      expect(ended.seconds).toBeLessThan(most)
      expect(existsSync(join(ended.reports, 'results.ledger.jsonl'))).toBe(true)
      await remove(ended.reports)
    },
  )

  // util-linux has a command that runs another one on a terminal of its own.
  describe.skipIf(!existsSync('/usr/bin/script'))('on a terminal', () => {
    attack(
      {
        part,
        what: 'a terminal that is closed in the middle of a run',
        result: 'the run cleans up and writes its reports: exit code 130, no abort of Node.js',
      },
      async () => {
        const { host, reached, close } = await drippingAfter(40)
        const reports = join(folder, 'terminal')
        const code = join(folder, 'exit-code')
        // As a shell does, this one passes the signal on; it outlives the terminal to write down how the run ended.
        const run = `${process.execPath} ${main} run http://${host} --reports ${reports}`
        const line = `${run} & run=$!; trap 'kill -HUP $run' HUP; wait $run; wait $run; echo $? > ${code}`
        const terminal = spawn('/usr/bin/script', ['-qec', line, '/dev/null'], {
          stdio: ['pipe', 'ignore', 'ignore'],
          env: { ...process.env, SHELL: '/bin/sh' },
        })
        try {
          await reached
          terminal.kill('SIGKILL')
          await until(() => existsSync(code) && readFileSync(code, 'utf8') !== '')
          expect(readFileSync(code, 'utf8').trim()).toBe('130')
          const result = await readResults(join(reports, 'results.json'))
          expect(result).toMatchObject({ complete: true, interrupted: true, leftovers: [] })
        } finally {
          terminal.kill('SIGKILL')
          await close()
        }
      },
    )
  })

  describe('other commands', () => {
    it('doctor', () =>
      endedByEach(
        async () => {
          const { host, reached, close } = await drippingAfter(0)
          return { args: ['doctor', `http://${host}`], reached, close }
        },
        ({ stderr }) => expect(stderr).toContain(early),
      ))

    it('doctor while it probes, whose uploads it deletes', () =>
      endedByEach(
        async () => {
          const { host, reached, close } = await drippingAfter(8)
          return { args: ['doctor', `http://${host}`], reached, close }
        },
        ({ stderr }) => expect(stderr).toContain('interrupted; cleaning up'),
      ))

    it('cleanup', async () => {
      const { host, reached, close } = await drippingAfter(30)
      const { reports } = await end(
        main,
        { args: ['run', `http://${host}`], reached },
        { signals: ['SIGTERM', 'SIGTERM'] },
      )
      await close()
      await endedByEach(
        async () => {
          const slow = await drippingAfter(0)
          // As if the run had been of this server.
          const moved = join(reports, `moved-${slow.host.split(':')[1]}.json`)
          for (const [from, to] of [
            [join(reports, 'results.json'), moved],
            [ledgerFileOf(join(reports, 'results.json')), ledgerFileOf(moved)],
          ] as const) {
            await writeFile(to, (await readFile(from, 'utf8')).replaceAll(host, slow.host))
          }
          return { args: ['cleanup', moved, `http://${slow.host}`], ...slow }
        },
        ({ stderr }) => expect(stderr).toContain(early),
      )
      await remove(reports)
    })
  })
})
