import { execFileSync, spawnSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { command, withFolder } from './command.ts'

const script = async (shell: string) => (await command('completion', shell)).stdout
const has = (shell: string) => spawnSync(shell, ['-c', 'true']).status === 0

describe('completions', () => {
  it.skipIf(!has('bash')).each([
    [['oci-assay', 'do'], ['doctor']],
    [
      ['oci-assay', 'run', '--spec', ''],
      ['1.0', '1.1', 'dev'],
    ],
    [['oci-assay', 'run', '--second'], ['--second-repository']],
    [['oci-assay', 'run', '--suite', 'content-m'], ['content-management']],
    [['oci-assay', 'explain', 'pull.blob.exact'], ['pull.blob.exact-bytes']],
    [['oci-assay', 'list', 'f'], ['faults']],
    [['oci-assay', 'run', '--username', ''], []],
  ])('of bash: %j', async (words, expected) => {
    const list = words.map((word) => `'${word}'`).join(' ')
    const request = `COMP_WORDS=(${list}); COMP_CWORD=${words.length - 1}; _oci_assay; printf '%s\\n' "\${COMPREPLY[@]}"`
    const answer = execFileSync('bash', ['-c', `${await script('bash')}\n${request}`], { encoding: 'utf8' })
    expect(answer.split('\n').filter(Boolean)).toEqual(expected)
  })

  it.each(['bash', 'zsh', 'fish'].filter(has))('of %s can be read by it', (shell) =>
    withFolder(async (folder) => {
      const path = join(folder, 'completion')
      await writeFile(path, await script(shell))
      execFileSync(shell, ['-n', path])
    }),
  )

  it.each(['zsh', 'fish'])('of %s have every command and the requirements', async (shell) => {
    const text = await script(shell)
    for (const word of ['run', 'doctor', 'cleanup', 'completion', 'pull.blob.exact-bytes', 'ca-file']) {
      expect(text).toContain(word)
    }
  })

  it('are there for known shells', async () => {
    const { exitCode, stderr } = await command('completion', 'tcsh')
    expect(exitCode).toBe(2)
    expect(stderr).toMatch(/bash, zsh, fish/)
  })
})
