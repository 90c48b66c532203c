import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  export interface ProvidedContext {
    /** The folder in which `built()` builds the program, once in a run. */
    built: string
  }
}

const cache = join(import.meta.dirname, '../../.cache')

/** Gives the test files of a run one folder for the program, which is empty until one of them builds it. */
export function setup(project: TestProject): () => void {
  mkdirSync(cache, { recursive: true })
  const folder = mkdtempSync(join(cache, 'built-'))
  project.provide('built', folder)
  return () => rmSync(folder, { recursive: true, force: true })
}
