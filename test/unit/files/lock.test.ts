import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, utimesSync } from 'node:fs'
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { lockFolder, lockName } from '../../../src/files/lock.ts'
import { withFolder } from '../cli/command.ts'

/** The lock of this process, with some of its fields changed. */
async function lockWith(folder: string, change: object): Promise<string> {
  const path = join(folder, lockName)
  const unlock = lockFolder(folder)
  const own = JSON.parse(readFileSync(path, 'utf8')) as object
  unlock()
  await writeFile(path, JSON.stringify({ ...own, ...change }))
  return path
}

/** The id of a process that has ended. */
async function ended(): Promise<number> {
  const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' })
  await once(child, 'close')
  return child.pid ?? 0
}

const isTaken = (folder: string) => () => lockFolder(folder)()

describe('the lock of a folder', () => {
  it('keeps others out until it is released, and makes the folder', async () => {
    await withFolder((parent) => {
      const folder = join(parent, 'reports')
      const unlock = lockFolder(folder)
      expect(isTaken(folder)).toThrow(`another oci-assay writes to ${folder} (process ${process.pid} on `)
      unlock()
      expect(readdirSync(folder)).toEqual([])
      expect(isTaken(folder)).not.toThrow()
      return Promise.resolve()
    })
  })

  it('of a process that has ended is taken over', async () => {
    await withFolder(async (folder) => {
      await lockWith(folder, { pid: await ended() })
      expect(isTaken(folder)).not.toThrow()
    })
  })

  it.skipIf(!existsSync('/proc/self/stat'))(
    'of an earlier process with the same id is taken over',
    async () => {
      await withFolder(async (folder) => {
        await lockWith(folder, { started: '1' })
        expect(isTaken(folder)).not.toThrow()
      })
    },
  )

  it('of another machine is respected while it is touched, and taken over after a minute of silence', async () => {
    await withFolder(async (folder) => {
      // Of a process that is not here: its id means nothing.
      const path = await lockWith(folder, { host: 'elsewhere', pid: await ended() })
      expect(isTaken(folder)).toThrow('on elsewhere)')
      const early = new Date(Date.now() - 70_000)
      utimesSync(path, early, early)
      expect(isTaken(folder)).not.toThrow()
    })
  })

  it.each(['', '{', 'null', '{"pid":-1,"host":"x"}', '{"pid":"1"}', '['])(
    'that contains %j is respected for a minute',
    async (text) => {
      await withFolder(async (folder) => {
        const path = join(folder, lockName)
        await writeFile(path, text)
        expect(isTaken(folder)).toThrow(`another oci-assay writes to ${folder}`)
        const early = new Date(Date.now() - 70_000)
        utimesSync(path, early, early)
        expect(isTaken(folder)).not.toThrow()
      })
    },
  )

  it.skipIf(process.platform === 'win32')(
    'that is a link or a folder is replaced, and nothing is written where it leads',
    async () => {
      await withFolder(async (parent) => {
        const victim = join(parent, 'victim')
        await writeFile(victim, 'precious')
        const folder = join(parent, 'reports')
        await mkdir(folder)
        await symlink(victim, join(folder, lockName))
        expect(isTaken(folder)).not.toThrow()
        expect(await readFile(victim, 'utf8')).toBe('precious')
        await mkdir(join(folder, lockName))
        expect(isTaken(folder)).not.toThrow()
        expect(readdirSync(folder)).toEqual([])
      })
    },
  )

  it('that another process has taken meanwhile is not released', async () => {
    await withFolder(async (folder) => {
      const unlock = lockFolder(folder)
      await writeFile(join(folder, lockName), 'of somebody else')
      unlock()
      expect(await readFile(join(folder, lockName), 'utf8')).toBe('of somebody else')
    })
  })
})
