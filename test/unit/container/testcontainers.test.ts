import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import {
  engineWords,
  loadTestcontainers,
  runtimeOf,
  type Testcontainers,
} from '../../../src/container/testcontainers.ts'
import { exitCodes } from '../../../src/results/conclusion/failure.ts'

it('prints what to install where testcontainers is not', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-none-'))
  try {
    const failure = {
      message: expect.stringContaining('testcontainers, which is not installed'),
      advice: expect.stringContaining('npm install'),
      exitCode: exitCodes.incomplete,
    }
    await expect(loadTestcontainers([join(folder, 'package.json')])).rejects.toMatchObject(failure)
  } finally {
    rmSync(folder, { recursive: true })
  }
})

it('finds it beside the program, or else from the working folder', async () => {
  const here = join(import.meta.dirname, '../../../package.json')
  for (const places of [undefined, ['/nowhere/package.json', here]]) {
    expect(typeof (await loadTestcontainers(places)).getContainerRuntimeClient).toBe('function')
  }
})

it('prints what to do where no engine answers', async () => {
  const none = { getContainerRuntimeClient: () => Promise.reject(new Error('no strategy')) }
  vi.stubEnv('DOCKER_HOST', 'unix:///nowhere.sock')
  try {
    await expect(runtimeOf(none as unknown as Testcontainers)).rejects.toMatchObject({
      message: 'no container engine responds, and DOCKER_HOST is unix:///nowhere.sock',
      advice: expect.stringContaining('start docker'),
      exitCode: exitCodes.incomplete,
    })
  } finally {
    vi.unstubAllEnvs()
  }
})

it.each([
  [
    Object.assign(new Error('(HTTP code 404) no such image - x'), { json: { message: 'no such\nimage: x' } }),
    'no such image: x',
  ],
  [
    new Error('(HTTP code 500) server error - Get "https://a": no such host '),
    'Get "https://a": no such host',
  ],
  [new Error('connect ENOENT'), 'connect ENOENT'],
  ['odd', 'odd'],
])('prints the engine’s own words', (error, words) => {
  expect(engineWords(error)).toBe(words)
})
