import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { inject } from 'vitest'

const root = join(import.meta.dirname, '../..')

/** Where the program is, as it is published. */
export interface Built {
  /** The command. */
  main: string
  /** The folder of the command and of the libraries: index.js, vitest.js, node-test.js. */
  bin: string
}

/**
 * The program for tests that start it as users do: built and bundled by whichever test file of a run needs it
 * first, into the folder of built-once.ts; the others wait for it.
 */
export async function built(): Promise<Built> {
  const folder = inject('built')
  const [ready, failed] = [join(folder, 'ready'), join(folder, 'failed')]
  const isFirst = await mkdir(join(folder, 'lock')).then(
    () => true,
    () => false,
  )
  if (isFirst) {
    const end = await build(folder).then(
      () => ({ file: ready, text: '' }),
      (error: unknown) => ({ file: failed, text: String(error) }),
    )
    await writeFile(end.file, end.text)
  }
  while (!existsSync(ready)) {
    if (existsSync(failed)) throw new Error(await readFile(failed, 'utf8'))
    await sleep(50)
  }
  const bin = join(folder, 'dist/bin')
  return { main: join(bin, 'oci-assay.js'), bin }
}

async function build(folder: string): Promise<void> {
  const run = promisify(execFile)
  const compiler = join(root, 'node_modules/typescript/bin/tsc')
  const project = join(root, 'tsconfig.build.json')
  await run(process.execPath, [compiler, '-p', project, '--outDir', join(folder, 'dist')])
  for (const beside of ['package.json', 'schemas', 'src', 'node_modules'])
    await symlink(join(root, beside), join(folder, beside))
  await run(process.execPath, ['dist/scripts/bundle.js'], { cwd: folder })
}
