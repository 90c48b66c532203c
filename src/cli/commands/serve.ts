import { withoutUndefined } from '../../engine/optional.ts'
import { Command, Option } from 'commander'
import { exitCodes, Failure } from '../../results/conclusion/failure.ts'
import { createReferenceRegistry, specVersions, type ReferenceOptions } from '../../reference/index.ts'
import { disturbances } from '../../../suites/distribution/disturbances/index.ts'
import { effectsOf, faults } from './known-faults.ts'
import { personas, optionsOfPersona } from '../../../suites/distribution/personas.ts'
import { integer } from '../input/options.ts'
import type { Interruption } from '../process/interruption.ts'
import type { Outcome } from '../outcome.ts'
import { effectsOfGenerated, isGenerated } from './generated-fault.ts'
import { unknownId } from './unknown-id.ts'

interface ServeFlags {
  host: string
  port: number
  spec: ReferenceOptions['spec']
  fault?: string[]
  as?: string
  auth: ReferenceOptions['auth']
  username: string
  password: string
  readOnly?: true
  minChunk?: number
  pageSize?: number
  pathPrefix?: string
  without?: string[]
  scenario?: string
  log?: true
}

/** The account where none is chosen. */
const account = { username: 'assay', password: 'assay-password' }

/** Features that can be switched off, by the words of the command line. */
const features: Record<string, Partial<ReferenceOptions>> = {
  sha512: { algorithms: ['sha256'] },
  mount: { mount: false },
  'single-post': { singlePost: false },
  referrers: { referrers: false },
  'referrers-filter': { referrersFilter: false },
  'tag-parameters': { tagParameters: false },
  ranges: { ranges: false },
  'delete-tags': { deleteTags: false },
  'delete-manifests': { deleteManifests: false },
  'delete-blobs': { deleteBlobs: false },
  extensions: { extensions: false },
}

/** `oci-assay serve`: the embedded registry by itself. */
export function serveCommand(outcome: Outcome): Command {
  return new Command('serve')
    .description('serve the embedded registry, in memory')
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--port <number>', 'port to listen on; 0 for a free one', integer(0, 65_535), 5000)
    .addOption(
      new Option('--spec <version>', 'version of the specification that it implements')
        .choices(specVersions)
        .default('dev'),
    )
    .option(
      '--fault <id...>',
      'violate requirements or disturb requests: an id of oci-assay list faults, or <effect>~<condition>~<state>',
    )
    .addOption(
      new Option('--as <persona>', 'behave like a real product (oci-assay list personas)').choices(
        personas.map(({ name }) => name),
      ),
    )
    .addOption(
      new Option('--auth <kind>', 'require authentication')
        .choices(['none', 'basic', 'bearer'])
        .default('none'),
    )
    .option('--username <name>', 'user name that --auth accepts', account.username)
    .option('--password <password>', 'password that --auth accepts', account.password)
    .option('--read-only', 'reject all writes')
    .option('--min-chunk <bytes>', 'minimum chunk size', integer(1))
    .option('--page-size <n>', 'maximum number of tags, or referrers, in one response', integer(1))
    .option('--path-prefix <path>', 'path prefix of /v2/, such as /registry')
    .addOption(new Option('--without <feature...>', 'disable features').choices(Object.keys(features)))
    .option('--scenario <id>', 'serve a scenario of oci-assay client (oci-assay list scenarios)')
    .option('--log', 'print each request, with --scenario')
    .action(async (flags: ServeFlags) => {
      outcome.exitCode =
        flags.scenario === undefined
          ? await serve(flags, outcome.interruption)
          : await scenario(flags.scenario, flags, outcome.interruption)
    })
}

async function serve(flags: ServeFlags, interruption: Interruption): Promise<number> {
  const known = [...faults, ...disturbances].map(({ id }) => id)
  const [generated = [], scripted = []] = [true, false].map((which) =>
    (flags.fault ?? []).filter((id) => isGenerated(id) === which),
  )
  for (const id of scripted) if (!known.includes(id)) throw unknownId('fault', id, known)
  const persona = flags.as === undefined ? {} : optionsOfPersona(flags.as)
  const options: Partial<ReferenceOptions> = {
    ...persona,
    spec: flags.spec,
    auth: flags.auth,
    accounts: [{ username: flags.username, password: flags.password }],
    effects: [
      ...(persona.effects ?? []),
      ...scripted.flatMap((id) => effectsOf(id) ?? []),
      ...(await Promise.all(generated.map(effectsOfGenerated))),
    ],
    ...(flags.readOnly === undefined ? {} : { readOnly: true }),
    ...withoutUndefined({ minChunkLength: flags.minChunk }),
    ...(flags.pageSize === undefined
      ? {}
      : { tagPageLimit: flags.pageSize, referrersPageLimit: flags.pageSize }),
    ...withoutUndefined({ pathPrefix: flags.pathPrefix }),
  }
  for (const name of flags.without ?? []) Object.assign(options, features[name])
  const listening = await listen(options, flags)
  const version = flags.as === undefined ? flags.spec : `${flags.spec}, as ${flags.as}`
  const login =
    flags.auth === 'none' ? '' : `user: ${flags.username}, password: ${flags.password} (${flags.auth})\n`
  process.stdout.write(
    `the embedded registry (${version}) listens on ${listening.url}; press Ctrl-C to stop it\n${login}`,
  )
  // This is how it is meant to end, so that the exit code is 0.
  interruption.handle({})
  await new Promise<void>((resolve) =>
    interruption.signal.addEventListener('abort', () => resolve(), { once: true }),
  )
  await listening.close()
  return 0
}

/** Serves a scenario of clients until it is interrupted. */
async function scenario(id: string, { port, log }: ServeFlags, interruption: Interruption): Promise<number> {
  const { serveByHand } = await import('../client/serve-scenario.ts')
  return serveByHand(id, { port, log: log === true, interruption })
}

/** Why the address that was typed is refused. */
const addresses: Readonly<Record<string, string>> = {
  EADDRNOTAVAIL: 'this machine does not have the address',
  ENOTFOUND: 'the host name is not known',
  EAI_AGAIN: 'the host name is not known',
  EACCES: 'this user may not use the port',
  EINVAL: 'the address is not valid',
}

const otherAddress = 'choose another address with --host and --port'

async function listen(options: Partial<ReferenceOptions>, { host, port }: ServeFlags) {
  try {
    return await createReferenceRegistry(options).listen({ host, port })
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    if (code === 'EADDRINUSE') {
      const advice = 'choose another one with --port, or --port 0 for a free one'
      throw new Failure(`port ${port} of ${host} is in use`, exitCodes.usage, advice)
    }
    const why = addresses[code]
    if (why === undefined) throw error
    throw new Failure(
      `cannot listen on ${host}, port ${port}: ${why} (${code})`,
      exitCodes.usage,
      otherAddress,
    )
  }
}
