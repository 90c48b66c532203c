import { execFile } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Tool } from './tools.ts'

const execute = promisify(execFile)

/** A folder of its own in which tools make images. */
export interface Workshop {
  /** A path in the folder. */
  path: (name: string) => string
  /** Runs a tool in the folder and returns its output; throws with its error output. */
  run: (tool: Tool | 'tar' | 'gzip', ...args: readonly string[]) => Promise<string>
  /** `host:port` of a registry that is there as long as the workshop. */
  registry: string
  close: () => void
}

/** Opens a workshop with a root file system of a static busybox in `rootfs`, which is also in `layer.tar`. */
export async function openWorkshop(binaries: ReadonlyMap<Tool, string>, registry: string): Promise<Workshop> {
  const folder = mkdtempSync(join(tmpdir(), 'oci-assay-tools-'))
  const path = (name: string) => join(folder, name)
  // No file of the user who runs the tests is read or changed.
  mkdirSync(path('home'))
  const env = { PATH: process.env['PATH'], HOME: path('home'), XDG_RUNTIME_DIR: path('home') }
  const workshop: Workshop = {
    path,
    registry,
    async run(tool, ...args) {
      const program = tool === 'tar' || tool === 'gzip' ? tool : (binaries.get(tool) ?? tool)
      try {
        return (await execute(program, args, { cwd: folder, env })).stdout
      } catch (error) {
        const { stderr = '', message } = error as { stderr?: string; message: string }
        throw new Error(`${tool} ${args.join(' ')}\n${stderr.slice(-2000) || message}`, { cause: error })
      }
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  }
  mkdirSync(path('rootfs/bin'), { recursive: true })
  copyFileSync(binaries.get('busybox') ?? '/bin/busybox', path('rootfs/bin/busybox'))
  symlinkSync('busybox', path('rootfs/bin/sh'))
  writeFileSync(path('policy.json'), '{"default":[{"type":"insecureAcceptAnything"}]}')
  writeFileSync(path('sbom.json'), '{"packages":[]}')
  writeFileSync(path('note.txt'), 'a file of its own\n')
  await workshop.run('tar', '-C', 'rootfs', '-cf', 'layer.tar', '.')
  return workshop
}
