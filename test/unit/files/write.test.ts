import { closeSync, existsSync, lstatSync, readdirSync, readFileSync, statSync, writeSync } from 'node:fs'
import { chmod, mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { FileProblem } from '../../../src/files/problem.ts'
import { makeOwnFolder, openAnew, removeTemporary, writeWhole } from '../../../src/files/write.ts'
import { withFolder } from '../cli/command.ts'

describe.skipIf(process.platform === 'win32')('a file that is written as a whole', () => {
  it('makes its folder, and leaves nothing else in it', async () => {
    await withFolder((folder) => {
      const path = join(folder, 'a/b/report.html')
      writeWhole(path, 'new')
      expect(readFileSync(path, 'utf8')).toBe('new')
      expect(readdirSync(join(folder, 'a/b'))).toEqual(['report.html'])
      return Promise.resolve()
    })
  })

  it.each(['a file', 'nothing'])('replaces a link to %s', async (target) => {
    await withFolder(async (folder) => {
      const victim = join(folder, 'victim')
      if (target === 'a file') await writeFile(victim, 'precious')
      const path = join(folder, 'report.html')
      await symlink(victim, path)
      writeWhole(path, 'new')
      expect(lstatSync(path).isFile()).toBe(true)
      expect(readFileSync(path, 'utf8')).toBe('new')
      expect(existsSync(victim) ? await readFile(victim, 'utf8') : undefined).toBe(
        target === 'a file' ? 'precious' : undefined,
      )
    })
  })

  it('keeps the permissions of the file that was there', async () => {
    await withFolder(async (folder) => {
      const path = join(folder, 'report.html')
      await writeFile(path, 'old')
      await chmod(path, 0o640)
      writeWhole(path, 'new')
      expect(statSync(path).mode & 0o777).toBe(0o640)
    })
  })

  it('leaves the old file to its readers', async () => {
    await withFolder(async (folder) => {
      const path = join(folder, 'report.html')
      await writeFile(path, 'old')
      const before = statSync(path).ino
      writeWhole(path, 'new')
      expect(statSync(path).ino).not.toBe(before)
    })
  })

  it('is refused where a folder has its name, and leaves no temporary file', async () => {
    await withFolder(async (folder) => {
      const path = join(folder, 'report.html')
      await mkdir(path)
      expect(() => writeWhole(path, 'new')).toThrow(FileProblem)
      expect(() => writeWhole(path, 'new')).toThrow(`${path} cannot be written: it is a folder (EISDIR)`)
      expect(readdirSync(folder)).toEqual(['report.html'])
    })
  })
})

describe.skipIf(process.platform === 'win32')('a file that is written line by line', () => {
  it('takes the place of a link, and is for its owner alone', async () => {
    await withFolder(async (folder) => {
      const victim = join(folder, 'victim')
      await writeFile(victim, 'precious')
      const path = join(folder, 'ledger.jsonl')
      await symlink(victim, path)
      const file = openAnew(path)
      writeSync(file, 'line\n')
      closeSync(file)
      expect(await readFile(victim, 'utf8')).toBe('precious')
      expect(await readFile(path, 'utf8')).toBe('line\n')
      expect(statSync(path).mode & 0o777).toBe(0o600)
    })
  })
})

it.skipIf(process.platform === 'win32')('a folder of our own is refused where it is a link', async () => {
  await withFolder(async (folder) => {
    await mkdir(join(folder, 'victim'))
    await symlink(join(folder, 'victim'), join(folder, 'link'))
    expect(() => makeOwnFolder(join(folder, 'link'))).toThrow('is a symbolic link')
    makeOwnFolder(join(folder, 'new'))
    makeOwnFolder(join(folder, 'new'))
    expect(statSync(join(folder, 'new')).isDirectory()).toBe(true)
  })
})

it('removes temporary files that killed runs left, and nothing else', async () => {
  await withFolder(async (folder) => {
    const kept = ['report.html', '.hidden.tmp', 'x.oci-assay-0123456789abcdef.tmp']
    for (const name of [...kept, '.report.html.oci-assay-0123456789abcdef.tmp'])
      await writeFile(join(folder, name), '')
    removeTemporary(folder)
    expect(readdirSync(folder).toSorted()).toEqual(kept.toSorted())
  })
})
