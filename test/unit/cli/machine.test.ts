import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import { chmod, mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { createReferenceRegistry } from '../../../src/reference/index.ts'
import { resultsText } from '../../../src/results/file/results-text.ts'
import { attack } from '../../attack.ts'
import { sample } from '../../sample.ts'
import { built } from '../built.ts'
import { fixtureResult } from '../reporters/fixture.ts'
import { withFolder } from './command.ts'

const part = 'The machine'

interface Ended {
  exitCode: number | null
  stdout: string
  stderr: string
}

let main = ''

/** Runs a line of a POSIX shell in which `$node` and `$main` are the program. */
async function shell(line: string, environment: Record<string, string> = {}): Promise<Ended> {
  const env = { ...process.env, node: process.execPath, main, ...environment }
  const child = spawn('sh', ['-c', line], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = { stdout: '', stderr: '' }
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream].setEncoding('utf8').on('data', (chunk: string) => (ended[stream] += chunk))
  const [exitCode] = (await once(child, 'close')) as [number | null]
  return { exitCode, ...ended }
}

/** A sentence for people, and neither a trace of the program nor a piece of its source. */
function expectSentence({ stdout, stderr }: Ended): void {
  expect(stderr).toMatch(/^oci-assay: |^error: /m)
  for (const text of [stdout, stderr]) {
    expect(text).not.toMatch(
      /^\s+at |node:internal|throw |^Node\.js v|file:\/\/|Native stack|undefined:undefined/m,
    )
  }
  expect(stderr.length).toBeLessThan(2000)
}

/** A registry outside of the process in trouble, and which tags it has after a run. */
async function withRegistry(
  work: (url: string, tags: () => Promise<unknown>) => Promise<void>,
): Promise<void> {
  const { url, close } = await createReferenceRegistry().listen()
  const tags = async () => {
    const list = await fetch(`${url}/v2/oci-assay/one/tags/list`)
    return ((await list.json()) as { tags?: unknown }).tags ?? []
  }
  try {
    await work(url, tags)
  } finally {
    await close()
  }
}

const files = ['results.json', 'junit.xml', 'report.html']
const names = (folder: string): string[] => readdirSync(folder).toSorted()

describe.skipIf(process.platform === 'win32')('on a machine in trouble', () => {
  beforeAll(async () => {
    main = (await built()).main
  }, 120_000)

  const hasFull = existsSync('/dev/full')

  describe.skipIf(!hasFull)('whose output is full', () => {
    attack(
      {
        part,
        what: 'standard output on a full disk',
        result: 'clean-up is done and the reports are written, a sentence on stderr, exit code 3',
      },
      () =>
        withRegistry((url, tags) =>
          withFolder(async (folder) => {
            const line =
              'exec "$node" "$main" run "$url" --anonymous --suite pull --depth quick --reports "$folder" >/dev/full'
            const ended = await shell(line, { url, folder })
            expectSentence(ended)
            expect(ended.stderr).toContain(
              'standard output cannot be written: no space is left on the device (ENOSPC)',
            )
            expect(ended.stderr).toContain(
              `these reports were written: ${files.map((name) => join(folder, name)).join(', ')}`,
            )
            expect(ended.exitCode).toBe(3)
            expect(names(folder)).toEqual(files.toSorted())
            expect(await tags()).toEqual([])
          }),
        ),
    )

    it.each([
      '--version',
      '--help',
      'list requirements',
      'explain pull.manifest.malformed-digest',
      'completion bash',
    ])('in %s', async (words) => {
      const ended = await shell(`exec "$node" "$main" ${words} >/dev/full`)
      expectSentence(ended)
      expect(ended.exitCode).toBe(3)
    })

    it('and standard error with it', async () => {
      const ended = await shell('exec "$node" "$main" list suites >/dev/full 2>/dev/full')
      expect(ended.exitCode).toBe(3)
    })
  })

  it('whose standard error is closed or full, ends with its usual exit code', async () => {
    await withFolder(async (folder) => {
      for (const redirection of ['2>&-', ...(hasFull ? ['2>/dev/full'] : [])]) {
        const ended = await shell(
          `exec "$node" "$main" run http://127.0.0.1:1 --reports "$folder" ${redirection}`,
          {
            folder,
          },
        )
        expect(ended).toEqual({ exitCode: 3, stdout: '', stderr: '' })
      }
    })
  })

  attack(
    {
      part,
      what: 'a disk that takes a few KiB of each file',
      result: 'clean-up is done, the reports that are missing are named, no half file is left, exit code 3',
    },
    () =>
      withRegistry((url, tags) =>
        withFolder(async (folder) => {
          const line =
            'ulimit -f 8; exec "$node" "$main" run "$url" --anonymous --suite pull --depth quick --reports "$folder"'
          const ended = await shell(line, { url, folder })
          expectSentence(ended)
          for (const name of files)
            expect(ended.stderr).toContain(`${join(folder, name)} cannot be written: `)
          expect(ended.stderr).toContain('no report was written')
          expect(ended.exitCode).toBe(3)
          // Of the beginning of the run, and as a whole.
          expect(names(folder)).toEqual(['results.json', 'results.ledger.jsonl'])
          expect(JSON.parse(await readFile(join(folder, 'results.json'), 'utf8'))).toMatchObject({
            complete: false,
          })
          expect(await tags()).toEqual([])
        }),
      ),
  )

  attack(
    {
      part,
      what: 'no more than 40 open files',
      result: 'the run is incomplete and names the limit, exit code 3',
    },
    () =>
      withFolder(async (folder) => {
        const ended = await shell(
          'ulimit -n 40; exec "$node" "$main" run --reference --depth quick --reports "$folder"',
          {
            folder,
          },
        )
        expect(ended.stdout.replaceAll(/\s+/g, ' ')).toContain('this process has too many open files')
        expect(ended.stdout).toContain('ulimit -n')
        expect(ended.exitCode).toBe(3)
        expect(names(folder)).toEqual(files.toSorted())
      }),
  )

  it.each(sample([20, 24, 28, 32], [24, 32]))(
    'with no more than %i open files ends in a sentence',
    async (most) => {
      const { url, close } = await createReferenceRegistry().listen()
      try {
        await withFolder(async (folder) => {
          const line = `ulimit -n ${most}; exec "$node" "$main" run "$url" --anonymous --reports "$folder"`
          const { stdout, stderr, exitCode } = await shell(line, { url, folder })
          expect(`${stdout}${stderr}`.replaceAll(/\s+/g, ' ')).toContain('too many open files')
          expect(stderr).not.toMatch(/^\s+at |node:internal|^Node\.js v/m)
          expect(exitCode).toBe(3)
        })
      } finally {
        await close()
      }
    },
  )

  attack(
    {
      part,
      what: 'a limit of memory that is too low for any run',
      result: 'nothing is sent, a sentence, exit code 3',
    },
    () =>
      withFolder(async (folder) => {
        for (const most of [20, 24, 28]) {
          const line = `exec "$node" --max-old-space-size=${most} "$main" run --reference --depth quick --reports "$folder"`
          const ended = await shell(line, { folder })
          expectSentence(ended)
          expect(ended.stderr).toContain(`Node.js may use ${most} MiB of memory`)
          expect(ended.stdout).toBe('')
          expect(ended.exitCode).toBe(3)
        }
      }),
  )

  attack(
    {
      part,
      what: 'a run that fills the memory',
      result: 'it ends before the limit of the heap, cleans up and writes its reports, exit code 3',
    },
    async () => {
      const { url, close } = await createReferenceRegistry().listen()
      try {
        await withFolder(async (folder) => {
          const path = join(folder, 'hoard.mjs')
          await writeFile(path, hoarding(join(main, '..', 'index.js')))
          const reports = join(folder, 'reports')
          const line =
            'exec "$node" --max-old-space-size=256 "$main" run "$url" --suite "$path" --only house --reports "$reports"'
          const ended = await shell(line, { url, path, reports })
          expectSentence(ended)
          expect(ended.stderr).toMatch(/memory is nearly used up/)
          expect(ended.exitCode).toBe(3)
          expect(names(reports)).toEqual(files.toSorted())
          const result = JSON.parse(await readFile(join(reports, 'results.json'), 'utf8')) as {
            leftovers: unknown
          }
          expect(result.leftovers).toEqual([])
          expect(
            ((await (await fetch(`${url}/v2/oci-assay/one/tags/list`)).json()) as { tags?: unknown }).tags ??
              [],
          ).toEqual([])
        })
      } finally {
        await close()
      }
    },
  )

  attack(
    {
      part,
      what: 'an error in code that nothing waits for, in the middle of a run',
      result: 'one sentence with a hint to report it, clean-up and reports, exit code 3',
    },
    async () => {
      const { url, close } = await createReferenceRegistry().listen()
      try {
        await withFolder(async (folder) => {
          const path = join(folder, 'crash.mjs')
          const crash =
            "setTimeout(() => { throw new TypeError('of nobody') }, 50); await new Promise(() => {})"
          await writeFile(path, suite(join(main, '..', 'index.js'), crash))
          const reports = join(folder, 'reports')
          const ended = await shell(
            'exec "$node" "$main" run "$url" --suite "$path" --only house --reports "$reports"',
            {
              url,
              path,
              reports,
            },
          )
          expectSentence(ended)
          expect(ended.stderr).toMatch(
            /^oci-assay: unexpected error: TypeError: of nobody \(crash\.mjs:\d+:\d+\)\n {2}this is a bug of oci-assay: please report it/,
          )
          expect(ended.exitCode).toBe(3)
          expect(names(reports)).toEqual(files.toSorted())
        })
      } finally {
        await close()
      }
    },
  )

  it('does not print a password in an unexpected error', async () => {
    const { url, close } = await createReferenceRegistry({ auth: 'basic' }).listen()
    try {
      await withFolder(async (folder) => {
        const path = join(folder, 'crash.mjs')
        const crash =
          "setTimeout(() => { throw new Error('sent YXNzYXk6YXNzYXktcGFzc3dvcmQ= and assay-password') }, 50); await new Promise(() => {})"
        await writeFile(path, suite(join(main, '..', 'index.js'), crash))
        const line =
          'exec "$node" "$main" run "$url" --username assay --suite "$path" --only house --reports "$folder"'
        const ended = await shell(line, { url, path, folder, OCI_PASSWORD: 'assay-password' })
        expectSentence(ended)
        expect(ended.stderr).toContain('unexpected error: Error: sent ')
        expect(ended.stderr).not.toMatch(/assay-password|YXNzYXk6YXNzYXktcGFzc3dvcmQ/)
      })
    } finally {
      await close()
    }
  })

  it('does not end in silence where nothing goes on', async () => {
    await withFolder(async (folder) => {
      const path = join(folder, 'never.mjs')
      await writeFile(path, 'await new Promise(() => {})\n')
      const ended = await shell(
        'exec "$node" "$main" run --reference --depth quick --suite "$path" --reports "$folder"',
        {
          path,
          folder,
        },
      )
      expectSentence(ended)
      expect(ended.exitCode).toBe(3)
    })
  })

  /** Without the powers of root, which may read and write anything. */
  const plainly =
    process.getuid?.() === 0
      ? 'setpriv --bounding-set=-dac_override,-dac_read_search --inh-caps=-dac_override,-dac_read_search'
      : ''
  const mayDrop = plainly === '' || ['/usr/bin/setpriv', '/bin/setpriv'].some((path) => existsSync(path))

  describe.skipIf(!mayDrop)('that refuses access (skipped for root without setpriv)', () => {
    attack(
      {
        part,
        what: 'a folder of reports that may not be written',
        result: 'nothing is sent, a sentence, exit code 3',
      },
      () =>
        withFolder(async (folder) => {
          await chmod(folder, 0o555)
          for (const reports of [folder, join(folder, 'new')]) {
            const ended = await shell(
              `exec ${plainly} "$node" "$main" run --reference --depth quick --reports "$reports"`,
              { reports },
            )
            expectSentence(ended)
            expect(ended.stderr).toContain('permission denied (EACCES)')
            expect(ended.stderr).toContain('choose another folder with --reports')
            expect(ended.stdout).toBe('')
            expect(ended.exitCode).toBe(3)
          }
          await chmod(folder, 0o755)
        }),
    )

    it.each(['--expectations', '--config', '--ca-file', '--client-cert', '--suite'])(
      'to the file of %s',
      async (option) => {
        await withFolder(async (folder) => {
          const path = join(folder, 'file.mjs')
          await writeFile(path, '{}', { mode: 0o000 })
          const reports = join(folder, 'reports')
          const ended = await shell(
            `exec ${plainly} "$node" "$main" run http://127.0.0.1:1 ${option} "$path" --reports "$reports"`,
            { path, reports },
          )
          expectSentence(ended)
          expect(ended.stderr).toContain('permission denied')
          expect(ended.exitCode).toBe(3)
        })
      },
    )
  })

  attack(
    { part, what: 'a working folder that was deleted', result: 'a sentence that states it, exit code 3' },
    () =>
      withFolder(async (folder) => {
        const gone = join(folder, 'gone')
        await mkdir(gone)
        const ended = await shell('cd "$gone" && rmdir "$gone" && exec "$node" "$main" run --reference', {
          gone,
        })
        expectSentence(ended)
        expect(ended.stderr).toContain('the working folder was deleted')
        expect(ended.exitCode).toBe(3)
      }),
  )

  attack(
    {
      part,
      what: 'a FIFO, a folder, an endless device or a file of 3 GB instead of a configuration, of expectations or of a suite',
      result: 'a sentence at once, exit code 2',
    },
    () =>
      withFolder(async (folder) => {
        await shell('cd "$folder"; mkfifo fifo; mkdir folder; truncate -s 3G huge', { folder })
        const reports = join(folder, 'reports')
        const paths = ['./fifo', './folder', '/dev/zero', './huge']
        for (const [at, option] of ['--expectations', '--config', '--suite'].entries())
          for (const path of sample(paths, [paths[at] ?? '', paths[at + 1] ?? ''])) {
            const ended = await shell(
              `cd "$folder"; exec "$node" "$main" run --reference ${option} ${path} --reports "$reports"`,
              { folder, reports },
            )
            expectSentence(ended)
            expect(ended.stderr, `${option} ${path}`).toContain(path)
            expect(ended.exitCode, `${option} ${path}`).toBe(2)
          }
      }),
  )

  it('that refuses access to a stored result, ends with exit code 3 (skipped for root without setpriv)', async ({
    skip,
  }) => {
    skip(!mayDrop)
    await withFolder(async (folder) => {
      const path = join(folder, 'results.json')
      await writeFile(path, '{}', { mode: 0o000 })
      const reports = join(folder, 'reports')
      for (const words of ['report "$path"', 'run --reference --depth quick --compare-with "$path"']) {
        const ended = await shell(`exec ${plainly} "$node" "$main" ${words} --reports "$reports"`, {
          path,
          reports,
        })
        expectSentence(ended)
        expect(ended.stderr).toContain(`${path} cannot be read: permission denied (EACCES)`)
        expect(ended.exitCode).toBe(3)
      }
    })
  })

  it.each([
    ['a chunk of the program', 'rm "$folder"/dist/bin/doctor-*.js', 'doctor http://127.0.0.1:1'],
    ['package.json', 'rm "$folder/package.json"', '--version'],
    ['a schema', 'rm "$folder/schemas/results.schema.json"', 'report "$folder/results.json"'],
  ])('where %s is missing, advises to reinstall', async (_, remove, words) => {
    await withFolder(async (folder) => {
      const from = join(main, '../../..')
      await shell(
        'mkdir "$folder/dist"; cp -r "$from/dist/bin" "$folder/dist/"; cp -rL "$from/package.json" "$from/schemas" "$folder/"',
        { from, folder },
      )
      await writeFile(join(folder, 'results.json'), resultsText(fixtureResult()))
      const ended = await shell(`${remove}; exec "$node" "$folder/dist/bin/oci-assay.js" ${words}`, {
        folder,
      })
      expect(ended.stderr).toMatch(/^oci-assay: [^\n]* is missing[^\n]*\n {2}reinstall oci-assay\n$/)
      expect(ended.stdout).toBe('')
      expect(ended.exitCode).toBe(3)
    })
  })

  it('where an address cannot be listened on', async () => {
    for (const host of ['203.0.113.1', 'no-such-host.invalid']) {
      const ended = await shell(`exec "$node" "$main" serve --host ${host} --port 0`)
      expectSentence(ended)
      expect(ended.stderr).toContain('choose another address with --host and --port')
      expect(ended.exitCode).toBe(2)
    }
  })

  attack(
    { part, what: 'a password from an endless standard input', result: 'a sentence, exit code 2' },
    async () => {
      const ended = await shell(
        'exec "$node" "$main" run http://127.0.0.1:1 --username u --password-stdin </dev/zero',
      )
      expectSentence(ended)
      expect(ended.exitCode).toBe(2)
    },
  )

  it.each(['FIFO', 'folder', 'garbage'])(
    'where the login file of docker is a %s, goes on without it',
    async (kind) => {
      await withFolder(async (folder) => {
        const make = { FIFO: 'mkfifo', folder: 'mkdir', garbage: 'echo }{ >' }[kind]
        const line = `${make} "$DOCKER_CONFIG/config.json"; exec "$node" "$main" run http://127.0.0.1:1 --reports "$DOCKER_CONFIG/reports"`
        const ended = await shell(line, { DOCKER_CONFIG: folder })
        expectSentence(ended)
        expect(ended.stderr).toContain('nothing listens')
        expect(ended.exitCode).toBe(3)
      })
    },
  )

  attack(
    {
      part,
      what: 'two runs into one folder of reports',
      result: 'the second ends before it sends anything and names the first, exit code 3',
    },
    () =>
      withFolder(async (folder) => {
        const path = join(folder, 'slow.mjs')
        await writeFile(
          path,
          suite(join(main, '..', 'index.js'), 'await new Promise((resolve) => setTimeout(resolve, 60_000))'),
        )
        const { url, close } = await createReferenceRegistry().listen()
        const reports = join(folder, 'reports')
        const first = spawn(process.execPath, [main, 'run', url, '--suite', path, '--reports', reports], {
          stdio: 'ignore',
        })
        try {
          const lock = join(reports, '.oci-assay.lock')
          for (let waited = 0; !existsSync(lock) && waited < 600; waited += 1)
            await new Promise((resolve) => setTimeout(resolve, 50))
          const ended = await shell('exec "$node" "$main" run "$url" --reports "$reports"', { url, reports })
          expectSentence(ended)
          expect(ended.stderr).toContain(`another oci-assay writes to ${reports} (process ${first.pid} on `)
          expect(ended.stderr).toContain(`if it has ended, remove ${lock}`)
          expect(ended.exitCode).toBe(3)
          first.kill('SIGKILL')
          await once(first, 'close')
          expect(existsSync(lock)).toBe(true)
          const next = await shell(
            'exec "$node" "$main" run --reference --depth quick --suite pull --reports "$reports"',
            {
              reports,
            },
          )
          expect(next.exitCode).toBe(0)
          expect(existsSync(lock)).toBe(false)
        } finally {
          first.kill('SIGKILL')
          await close()
        }
      }),
  )

  attack(
    {
      part,
      what: 'symbolic links in the folder of reports',
      result: 'they are replaced, and what they lead to stays as it was',
    },
    () =>
      withFolder(async (folder) => {
        const reports = join(folder, 'reports')
        await mkdir(reports)
        const victim = join(folder, 'victim')
        await writeFile(victim, 'precious')
        const formats = ['html', 'junit', 'markdown', 'badge', 'ctrf', 'har', 'expectations', 'github']
        const targets = [
          ...files,
          'report.md',
          'badge.json',
          'ctrf.json',
          'exchanges.har',
          'expectations.yaml',
          'summary.md',
          'results.ledger.jsonl',
        ]
        for (const name of targets) await symlink(victim, join(reports, name))
        const line = `exec "$node" "$main" run --reference --depth quick --suite pull --reports "$reports" --format ${formats.join(' ')}`
        const ended = await shell(line, { reports, GITHUB_STEP_SUMMARY: '' })
        expect(ended.stderr).toBe('')
        expect(ended.exitCode).toBe(0)
        expect(await readFile(victim, 'utf8')).toBe('precious')
        const written = targets.filter((name) => name !== 'results.ledger.jsonl')
        expect(names(reports)).toEqual(written.toSorted())
        for (const entry of readdirSync(reports, { withFileTypes: true }))
          expect(entry.isFile(), entry.name).toBe(true)
      }),
  )

  attack(
    {
      part,
      what: 'a symbolic link instead of the folder of a format',
      result: 'nothing is written where it leads, a sentence, exit code 3',
    },
    () =>
      withFolder(async (folder) => {
        const reports = join(folder, 'reports')
        const victim = join(folder, 'victim')
        await mkdir(reports)
        await mkdir(victim)
        await symlink(victim, join(reports, 'reference-suite'))
        const ended = await shell(
          'exec "$node" "$main" run --reference --depth quick --suite pull --reports "$reports" --format reference-suite',
          { reports },
        )
        expectSentence(ended)
        expect(ended.stderr).toContain(`${join(reports, 'reference-suite')} is a symbolic link`)
        expect(ended.exitCode).toBe(3)
        expect(names(victim)).toEqual([])
      }),
  )

  it('writes into a folder of reports that is a link, as its user named it', async () => {
    await withFolder(async (folder) => {
      await mkdir(join(folder, 'real'))
      await symlink(join(folder, 'real'), join(folder, 'link'))
      const ended = await shell(
        'exec "$node" "$main" run --reference --depth quick --suite pull --reports "$reports"',
        {
          reports: join(folder, 'link'),
        },
      )
      expect(ended.exitCode).toBe(0)
      expect(names(join(folder, 'real'))).toEqual(files.toSorted())
    })
  })

  const garbage = [
    'TERM=garbage COLUMNS=-1 LINES=x',
    'HOME=/dev/null XDG_CONFIG_HOME=/dev/null',
    'SSL_CERT_FILE=/nowhere NODE_EXTRA_CA_CERTS=/nowhere',
    'TZ=garbage LANG=garbage LC_ALL=garbage',
    'DOCKER_AUTH_CONFIG=}{',
    'NODE_OPTIONS=--unhandled-rejections=warn',
  ]
  const more = [
    'HTTP_PROXY=%%% HTTPS_PROXY=garbage NO_PROXY=%%%',
    'HTTP_PROXY=http://a%zz',
    'HOME= TMPDIR=/nowhere',
    'REGISTRY_AUTH_FILE=/dev/zero',
    'OCI_ASSAY_LIMIT=%%%',
    'OCI_ASSAY_REPORTS=/dev/null',
    'OCI_ASSAY_CONFIG=/dev/zero',
    'OCI_ASSAY_SHARD=% OCI_ASSAY_SEED=%00',
    'GITHUB_STEP_SUMMARY=/dev/full OCI_ASSAY_FORMAT=github',
  ]
  // What ends no run can be there at once.
  it.each([...sample(garbage, [garbage.join(' ')]), ...more])(
    'with the environment %s ends in sentences',
    async (variables) => {
      await withFolder(async (folder) => {
        const ended = await shell(`cd "$folder"; ${variables} "$node" "$main" run http://127.0.0.1:1`, {
          folder,
        })
        expectSentence(ended)
        expect([2, 3]).toContain(ended.exitCode)
      })
    },
  )
})

/** A suite of one's own whose only test runs this code, after it has pushed something. */
function suite(library: string, code: string): string {
  return `
    import { defineSuite, defineTest, must } from ${JSON.stringify(library)}
    const version = { label: '1', revision: '1', url: 'https://rules.example' }
    export default defineSuite({
      name: 'house',
      title: 'House rules',
      specification: { name: 'house', title: 'House rules', file: 'rules.md', versions: { '1.0': version, '1.1': version, dev: version } },
      requirements: [{ id: 'house.rule', title: 'keeps the rule', section: 'all', at: { '1.1': must(7) } }],
      tests: [defineTest({
        id: 'house.test', title: 'test', evaluates: ['house.rule'],
        async run(t) {
          await t.send({ method: 'POST', path: '/v2/oci-assay/one/blobs/uploads/' })
          ${code}
        },
      })],
    })
  `
}

const hoarding = (library: string): string =>
  suite(
    library,
    `
    const hoard = globalThis.hoard = []
    for (;;) {
      for (let at = 0; at < 10_000; at += 1) hoard.push({ at, text: 'x' + at })
      await new Promise((resolve) => setTimeout(resolve, 20))
      if (t.signal.aborted) { globalThis.hoard = undefined; return }
    }
  `,
  )
