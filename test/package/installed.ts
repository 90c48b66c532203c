import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'

export const root = join(import.meta.dirname, '../..')

export interface Ran {
  status: number
  stdout: string
  stderr: string
}

/** Runs a program without a shell and keeps what it writes; a failure is not an error here. */
export const ran = (
  file: string,
  argv: readonly string[],
  options: { cwd: string; env?: NodeJS.ProcessEnv },
): Promise<Ran> =>
  new Promise((resolve) => {
    const limits = { maxBuffer: 64 * 1024 * 1024 }
    execFile(file, argv, { ...options, ...limits }, (error, stdout, stderr) => {
      const status = error ? (typeof error.code === 'number' ? error.code : 1) : 0
      resolve({ status, stdout, stderr })
    })
  })

async function must(file: string, argv: readonly string[], cwd: string): Promise<string> {
  const { status, stdout, stderr } = await ran(file, argv, { cwd })
  if (status !== 0) throw new Error(`${file} ${argv.join(' ')} ended with ${status}: ${stderr}${stdout}`)
  return stdout
}

/** npm as it is installed beside this Node: a script, which needs no shell on any platform. */
const npm = (argv: readonly string[], cwd: string): Promise<string> => {
  const { npm_execpath: script } = process.env
  return script === undefined ? must('npm', argv, cwd) : must(process.execPath, [script, ...argv], cwd)
}

/** An empty folder with nothing but the package that would be published. */
export async function installed(): Promise<{ folder: string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'oci-assay-package-'))
  await npm(['pack', '--silent', '--pack-destination', folder], root)
  const tarball = (
    await must(process.execPath, ['-p', 'require("fs").readdirSync(".").join()'], folder)
  ).trim()
  await writeFile(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'user', private: true, type: 'module' }),
  )
  await npm(['install', '--no-audit', '--no-fund', '--offline', join(folder, tarball)], folder)
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) }
}

/** Lends a package of this project to a user of ours who would have it himself. */
export async function lend(folder: string, name: string): Promise<void> {
  const place = join(folder, 'node_modules', name)
  if (existsSync(place)) return
  await mkdir(dirname(place), { recursive: true })
  await symlink(join(root, 'node_modules', name), place, 'junction')
}

/** The Nodes that are supported, oldest first; they come as packages. */
const versions = ['20.19.0', '22.23.3', '24.21.0']

export interface Runtime {
  version: string
  node: string
}

/** Each supported Node, where packages can be had; else the one that runs this, with a word about it. */
export async function runtimes(): Promise<Runtime[]> {
  const cache = join(root, '.cache/nodes')
  const found: Runtime[] = []
  for (const version of versions) {
    const folder = join(cache, version)
    const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`
    const node = join(folder, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
    if (!existsSync(node)) {
      await mkdir(folder, { recursive: true })
      await writeFile(join(folder, 'package.json'), '{"private":true}')
      await npm(['install', '--no-save', '--no-audit', '--no-fund', `${name}@${version}`], folder).catch(
        (error: Error) => process.stderr.write(`no Node ${version} here: ${error.message.slice(0, 200)}\n`),
      )
    }
    if (existsSync(node)) found.push({ version, node })
  }
  return found.length > 0 ? found : [{ version: process.versions.node, node: process.execPath }]
}

/** The environment in which `node` is this one, also for what a script begins with. */
export const environmentOf = ({ node }: Runtime): NodeJS.ProcessEnv => ({
  ...process.env,
  PATH: `${dirname(node)}${delimiter}${process.env['PATH'] ?? ''}`,
  NODE_OPTIONS: '',
  NO_COLOR: '1',
})
