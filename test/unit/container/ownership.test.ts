import { hostname } from 'node:os'
import { expect, it } from 'vitest'
import { isAbandoned, ownName } from '../../../src/container/ownership.ts'

it('recognizes its own process as running', () => {
  expect(ownName()).toBe(`${hostname()}/${process.pid}`)
  expect(isAbandoned(ownName())).toBe(false)
})

const dead = () => false

it('takes a container for abandoned only where its process on this machine has ended', () => {
  expect(isAbandoned('here/12', 'here', dead)).toBe(true)
  expect(isAbandoned('here/12', 'here', (pid) => pid === 12)).toBe(false)
  expect(isAbandoned('there/12', 'here', dead)).toBe(false)
  expect(isAbandoned('anything', 'here', dead)).toBe(false)
})
