import { expect, expectTypeOf, it } from 'vitest'
import { withoutUndefined } from '../../../src/engine/optional.ts'

interface Example {
  kind: 'blob' | 'manifest'
  size?: number
  tags?: readonly string[]
}

const example = (size: number | undefined): Example => withoutUndefined({ kind: 'blob', size, tags: ['a'] })

it('leaves out what is undefined, and nothing else that is false', () => {
  expect(example(undefined)).toStrictEqual({ kind: 'blob', tags: ['a'] })
  expect(withoutUndefined({ zero: 0, empty: '', no: false, nothing: null, gone: undefined })).toStrictEqual({
    zero: 0,
    empty: '',
    no: false,
    nothing: null,
  })
})

it('keeps the order of the fields', () => {
  expect(Object.keys(withoutUndefined({ b: 1, gone: undefined, a: 2 }))).toEqual(['b', 'a'])
})

it('makes what may be undefined optional, and keeps the types of all others', () => {
  const size = 3 as number | undefined
  const made = withoutUndefined({ kind: 'blob', size })
  expectTypeOf(made.kind).toEqualTypeOf<'blob'>()
  expectTypeOf(made).toExtend<Example>()
  // @ts-expect-error a field that is always there is not optional
  delete made.kind
})
