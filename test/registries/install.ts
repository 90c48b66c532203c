import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { accessSync, constants, existsSync } from 'node:fs'
import { copyFile, mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import type { Registry, Source } from './registries.ts'

/** A registry's program, ready to be started. */
export interface Installed {
  binary: string
  /** As exactly as its source tells. */
  version: string
  /** Seconds that installing took; absent where it was there already. */
  seconds?: number
}

/** This machine cannot have the registry, and the message says why and what to do about it. */
export class NotInstallable extends Error {}

/**
 * Installs the program of a registry, or a tool, unless it is there already: Debian's through apt, Go's
 * built into `.cache/registries` of the project. Throws `NotInstallable`.
 */
export async function install({ name, source }: Pick<Registry, 'name' | 'source'>): Promise<Installed> {
  if (source.kind === 'provided') return provided(name, source)
  const started = performance.now()
  const binary =
    source.kind === 'debian'
      ? source.binary
      : join(projectRoot(), '.cache', 'registries', `${name}-${source.version}`)
  const fresh = !isExecutable(binary)
  if (fresh) await (source.kind === 'debian' ? installPackage(source) : build(source, binary))
  const version = source.kind === 'debian' ? await packageVersion(source) : source.version
  return { binary, version, ...(fresh ? { seconds: (performance.now() - started) / 1000 } : {}) }
}

/** One line on what was installed. */
export function describeInstalled(name: string, { version, seconds }: Installed): string {
  return `${name} ${version}: ${seconds === undefined ? 'there already' : `installed in ${seconds.toFixed(0)} s`}`
}

async function provided(name: string, source: Extract<Source, { kind: 'provided' }>): Promise<Installed> {
  const named = process.env[source.variable]
  const candidates =
    named === undefined
      ? (process.env['PATH'] ?? '').split(delimiter).map((directory) => join(directory, source.command))
      : [named]
  const binary = candidates.find(isExecutable)
  if (binary !== undefined) return { binary, version: await toldBy(binary, source) }
  throw new NotInstallable(
    named === undefined
      ? `${name} is not on the PATH: install ${source.version}, or name its binary in ${source.variable}`
      : `${source.variable} names ${named}, which is no program that can be run`,
  )
}

async function installPackage(source: Extract<Source, { kind: 'debian' }>): Promise<void> {
  const hint = `install the Debian package ${source.package} by hand`
  if (process.getuid?.() !== 0) throw new NotInstallable(`apt wants root: ${hint}`)
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  await run('apt-get', ['update', '-qq'], { env, hint })
  await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', source.package], { env, hint })
  if (!isExecutable(source.binary))
    throw new NotInstallable(`${source.package} is installed but has no ${source.binary}`)
}

/**
 * Built in a module of its own: `go install` at a version also asks which other versions there are,
 * and that list is more than some module proxies give.
 */
async function build(source: Extract<Source, { kind: 'go' }>, binary: string): Promise<void> {
  const hint = `building ${source.module} needs Go on the PATH and a module proxy that can be reached`
  const scratch = await mkdtemp(join(tmpdir(), 'oci-assay-build-'))
  try {
    const options = { cwd: scratch, env: { CGO_ENABLED: '0', GOWORK: 'off' }, hint }
    await run('go', ['mod', 'init', 'scratch'], options)
    await run('go', ['mod', 'edit', `-require=${source.module}@${source.version}`], options)
    const target = 'package' in source ? `${source.module}/${source.package}` : '.'
    if ('main' in source) await copyFile(join(import.meta.dirname, source.main), join(scratch, 'main.go'))
    const flags = ['-mod=mod', '-p', '2', '-trimpath', '-buildvcs=false', '-ldflags=-s -w']
    await run('go', ['build', ...flags, '-o', 'binary', target], options)
    // Into its place by a rename on the same disk, so that half a program is never taken for one.
    await mkdir(dirname(binary), { recursive: true })
    await run('cp', [join(scratch, 'binary'), `${binary}.new`], options)
    await rename(`${binary}.new`, binary)
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

interface RunOptions {
  cwd?: string
  env?: Readonly<Record<string, string>>
  hint: string
}

async function run(command: string, args: readonly string[], { cwd, env, hint }: RunOptions): Promise<void> {
  const child = spawn(command, args, {
    ...(cwd === undefined ? {} : { cwd }),
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  const hear = (chunk: Buffer): void => {
    said = (said + chunk.toString()).slice(-4000)
  }
  child.stdout.on('data', hear)
  child.stderr.on('data', hear)
  const code = await once(child, 'close').then(
    ([exit]) => exit as number | null,
    (cause: unknown) => {
      throw new NotInstallable(`${command} cannot be run: ${hint}`, { cause })
    },
  )
  if (code !== 0)
    throw new NotInstallable(
      `${command} ${args[0]} ended with ${code}: ${hint}\n${said.trim().split('\n').slice(-6).join('\n')}`,
    )
}

/** What is installed in truth; the version that was asked for where dpkg cannot tell. */
async function packageVersion(source: Extract<Source, { kind: 'debian' }>): Promise<string> {
  const said = await saying('dpkg-query', ['-W', '-f', '${Version}', source.package])
  return said.trim() || source.version
}

/** A release says exactly which one it is; of another build only the line of versions is known. */
async function toldBy(
  binary: string,
  { tells, version }: Extract<Source, { kind: 'provided' }>,
): Promise<string> {
  if (!tells) return version
  return tells.exec(await saying(binary, ['--version']))?.groups?.['version'] ?? version
}

/** What a program says, on either stream; nothing where it cannot be run. */
async function saying(command: string, args: readonly string[]): Promise<string> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString()
  })
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString()
  })
  await once(child, 'close').catch(() => {})
  return said
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** The folder that holds package.json: this file is run from its source and from `dist/`. */
export function projectRoot(): string {
  let folder = import.meta.dirname
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder)
    if (parent === folder) throw new Error(`no package.json above ${import.meta.dirname}`)
    folder = parent
  }
  return folder
}
