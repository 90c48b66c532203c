import { execFileSync, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { symlink, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { FileProblem } from '../../../src/files/problem.ts'
import { readFileLines, readFileText } from '../../../src/files/read.ts'
import { withFolder } from '../cli/command.ts'

const most = 4 * 1024 ** 2

describe('a file that was named', () => {
  it('is read as a whole, through a link too', async () => {
    await withFolder(async (folder) => {
      const path = join(folder, 'file')
      const text = 'é'.repeat(1_500_000)
      await writeFile(path, text)
      expect(readFileText(path, { most })).toBe(text)
      await symlink(path, join(folder, 'link'))
      expect(readFileText(join(folder, 'link'), { most })).toBe(text)
    })
  })

  it.each([
    ['', []],
    ['one', ['one']],
    ['one\n', ['one']],
    ['\n\ntwo', ['', '', 'two']],
    [
      `${'é'.repeat(900_001)}\n€${'x'.repeat(1_500_000)}\n`,
      ['é'.repeat(900_001), `€${'x'.repeat(1_500_000)}`],
    ],
  ])('is read line by line, case %#', async (text, lines) => {
    await withFolder(async (folder) => {
      const path = join(folder, 'file')
      await writeFile(path, text)
      expect([...readFileLines(path, { most })].join('|') === lines.join('|')).toBe(true)
    })
  })

  it('is refused where it is too large, missing or a folder', async () => {
    await withFolder(async (folder) => {
      const path = join(folder, 'file')
      await writeFile(path, '')
      await truncate(path, most + 1)
      expect(() => readFileText(path, { most })).toThrow(`${path} has more than 4 MiB and is not read`)
      expect(() => readFileText(folder, { most })).toThrow('it is a folder (EISDIR)')
      expect(() => readFileText(join(folder, 'none'), { most })).toThrow('it does not exist (ENOENT)')
      expect(() => readFileText(join(folder, 'none'), { most })).toThrow(FileProblem)
    })
  })

  it.skipIf(!existsSync('/dev/zero'))('is refused where it has no end', () => {
    expect(() => readFileText('/dev/zero', { most })).toThrow('/dev/zero has more than')
    expect(readFileText('/dev/null', { most })).toBe('')
  })
})

describe.skipIf(process.platform === 'win32')('a FIFO', () => {
  it('without a writer is refused at once', async () => {
    await withFolder((folder) => {
      const path = join(folder, 'fifo')
      execFileSync('mkfifo', [path])
      expect(() => readFileText(path, { most })).toThrow('it is a FIFO that nothing writes to')
      return Promise.resolve()
    })
  })

  it('with a writer is read to its end, as <(command) needs it', async () => {
    await withFolder(async (folder) => {
      const path = join(folder, 'fifo')
      execFileSync('mkfifo', [path])
      const ready = join(folder, 'ready')
      const script = `exec 3<>"$path"; touch "$ready"; sleep 0.3; printf one >&3; sleep 0.3; printf two >&3; exec 3>&-`
      const writer = spawn('sh', ['-c', script], { env: { ...process.env, path, ready }, stdio: 'ignore' })
      while (!existsSync(ready)) await new Promise((resolve) => setTimeout(resolve, 10))
      expect(readFileText(path, { most })).toBe('onetwo')
      writer.kill()
    })
  })
})
