import type { Suite } from '../engine/suite.ts'
import { exitCodes, Failure } from '../results/conclusion/failure.ts'

/** Throws Failure where two suites, requirements or tests have the same name. */
export function checkNames(suites: readonly Suite<never>[]): void {
  const named = [
    ...suites.map(({ name }) => `suite ${name}`),
    ...suites.flatMap(({ requirements }) => requirements.map(({ id }) => `requirement ${id}`)),
    ...suites.flatMap(({ tests }) => tests.map(({ id }) => `test ${id}`)),
  ]
  const twice = named.find((name, index) => named.indexOf(name) !== index)
  if (twice !== undefined) throw new Failure(`there are two of the name ${twice}`, exitCodes.usage)
}
