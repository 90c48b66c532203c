import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { it } from 'vitest'

const setting = (name: string): number | undefined => {
  const text = process.env[`OCI_ASSAY_FUZZ_${name}`] ?? ''
  if (text === '') return undefined
  const number = Number(text)
  if (!Number.isInteger(number) || number < 0)
    throw new Error(`OCI_ASSAY_FUZZ_${name}=${text} is not a number`)
  return number
}

/** For each test: this many values, or as many as a number of minutes allows. */
const [runs, minutes] = [setting('RUNS'), setting('MINUTES')]
const isLong = runs !== undefined || minutes !== undefined

/** The same values in each run of the tests, and others wherever more are tried. */
const seed = setting('SEED') ?? (isLong ? Date.now() % 2 ** 31 : 1)

/** More than any value needs on a busy machine: what takes longer hangs. */
const longest = 60_000

const folder = join(import.meta.dirname, '../reports/fuzz')

/**
 * A test that a predicate throws for no value. It tries `usual` values, or as many as OCI_ASSAY_FUZZ_RUNS or
 * OCI_ASSAY_FUZZ_MINUTES specify, beginning with OCI_ASSAY_FUZZ_SEED. Of a long run the value under test is in
 * `reports/fuzz/`, so that one that stops the process is known as well.
 */
export function fuzz<Value>(
  title: string,
  values: fc.Arbitrary<Value>,
  predicate: (value: Value) => Promise<void> | void,
  usual: number,
): void {
  const file = join(folder, `${title.replaceAll(/[^\w]+/g, '-')}.txt`)
  const timeout = 300_000 + (minutes ?? 0) * 60_000 + (runs ?? 0) * 1000
  it(title, { timeout }, async () => {
    if (isLong) {
      mkdirSync(folder, { recursive: true })
      console.log(`${title}: OCI_ASSAY_FUZZ_SEED=${seed}`)
    }
    const property = fc.asyncProperty(values, async (value) => {
      if (isLong) writeFileSync(file, `${title}\nseed ${seed}\n${fc.stringify(value)}\n`)
      await inTime(predicate(value))
    })
    await fc.assert(property, {
      seed,
      numRuns: minutes === undefined ? (runs ?? usual) : Number.MAX_SAFE_INTEGER,
      ...(minutes === undefined
        ? {}
        : { interruptAfterTimeLimit: minutes * 60_000, markInterruptAsFailure: false }),
    })
    if (isLong) rmSync(file)
  })
}

async function inTime(work: Promise<void> | void): Promise<void> {
  if (work === undefined) return
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`took more than ${longest} ms`)), longest)
  })
  try {
    await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
