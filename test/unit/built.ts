import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const root = join(import.meta.dirname, '../..')

/** Builds the program into a folder of its own, for tests that start it as users do. */
export async function build(name: string): Promise<{ folder: string; remove: () => Promise<void> }> {
  await mkdir(join(root, '.cache'), { recursive: true })
  const folder = await mkdtemp(join(root, '.cache', `${name}-`))
  const compiler = join(root, 'node_modules/typescript/bin/tsc')
  const project = join(root, 'tsconfig.build.json')
  await promisify(execFile)(process.execPath, [compiler, '-p', project, '--outDir', join(folder, 'dist')])
  for (const beside of ['package.json', 'schemas']) await symlink(join(root, beside), join(folder, beside))
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) }
}
