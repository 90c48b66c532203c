import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const root = join(import.meta.dirname, '../..')

export interface Built {
  folder: string
  remove: () => Promise<void>
}

/** Builds the program into a folder of its own, for tests that start it as users do. */
export async function build(name: string): Promise<Built> {
  await mkdir(join(root, '.cache'), { recursive: true })
  const folder = await mkdtemp(join(root, '.cache', `${name}-`))
  const compiler = join(root, 'node_modules/typescript/bin/tsc')
  const project = join(root, 'tsconfig.build.json')
  await promisify(execFile)(process.execPath, [compiler, '-p', project, '--outDir', join(folder, 'dist')])
  for (const beside of ['package.json', 'schemas', 'src'])
    await symlink(join(root, beside), join(folder, beside))
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) }
}

/** The same, and bundled as it is published: the command is dist/bin/oci-assay.js. */
export async function buildBundle(name: string): Promise<Built> {
  const built = await build(name)
  await symlink(join(root, 'node_modules'), join(built.folder, 'node_modules'))
  await promisify(execFile)(process.execPath, ['dist/scripts/bundle.js'], { cwd: built.folder })
  return built
}
