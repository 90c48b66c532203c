import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

const root = join(import.meta.dirname, '../..')
const read = (name: string) => readFile(join(root, name), 'utf8')

/** What the first stage copies from the sources. */
async function copied(): Promise<string[]> {
  const [, first = ''] = (await read('Dockerfile')).split(/^FROM .*$/m)
  return [...first.matchAll(/^COPY (?<sources>.+) \S+$/gm)].flatMap(({ groups }) =>
    groups!['sources']!.split(' '),
  )
}

// Its base images are not at hand everywhere; that something is copied which the build needs can be seen without them.
it(
  'what the Dockerfile copies is let through, and is all that the program is built from',
  { timeout: 180_000 },
  async () => {
    const sources = await copied()
    expect(sources).toContain('src')
    const passed = (await read('.dockerignore'))
      .split('\n')
      .flatMap((line) => (line.startsWith('!') ? [line.slice(1)] : []))
    const isPassed = (source: string) => passed.some((each) => `${source}/`.startsWith(`${each}/`))
    expect(sources.filter((source) => !isPassed(source))).toEqual([])

    await mkdir(join(root, '.cache'), { recursive: true })
    const folder = await mkdtemp(join(root, '.cache', 'dockerfile-'))
    try {
      for (const name of sources) await cp(join(root, name), join(folder, name), { recursive: true })
      await symlink(join(root, 'node_modules'), join(folder, 'node_modules'))
      await promisify(execFile)('npm', ['run', 'build'], { cwd: folder }).catch(
        (error: { stdout: string; stderr: string }) => {
          throw new Error(`${error.stdout}${error.stderr}`)
        },
      )
      const main = join(folder, 'dist/bin/oci-assay.js')
      const { stdout } = await promisify(execFile)(process.execPath, [main, 'explain', 'pull.blob.get'])
      expect(stdout).toContain('pull.blob.get')
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
)
