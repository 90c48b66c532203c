import { expect, it } from 'vitest'
import { chunksOf } from '../../../src/image/source/registry/chunks.ts'
import type { Exchange } from '../../../src/registry/record/exchange.ts'

const exchange = {} as Exchange
const nothing = (): void => undefined
const bytes = (text: string): Uint8Array => Buffer.from(text)

async function textOf(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  let text = ''
  for await (const chunk of chunks) text += Buffer.from(chunk).toString()
  return text
}

it('yields all chunks in their order', async () => {
  const chunks = chunksOf(async (onChunk) => {
    for (const each of ['a', 'b', 'c']) await onChunk(bytes(each))
    return exchange
  }, nothing)
  expect(await textOf(chunks)).toBe('abc')
})

it('holds back a chunk until the one before was taken', async () => {
  const sent: string[] = []
  const chunks = chunksOf(async (onChunk) => {
    for (const each of ['a', 'b', 'c']) {
      sent.push(each)
      await onChunk(bytes(each))
    }
    return exchange
  }, nothing)
  await chunks.next()
  expect(sent).toEqual(['a'])
  await chunks.next()
  expect(sent).toEqual(['a', 'b'])
  await chunks.return(undefined)
})

it('throws what the check throws at the end, and what the request throws', async () => {
  const cut = chunksOf(
    async (onChunk) => {
      await onChunk(bytes('a'))
      return exchange
    },
    () => {
      throw new Error('cut short')
    },
  )
  await expect(textOf(cut)).rejects.toThrow('cut short')
  await expect(textOf(chunksOf(() => Promise.reject(new Error('no token')), nothing))).rejects.toThrow(
    'no token',
  )
})

it('ends the request where the rest is not needed', async () => {
  let ending: unknown
  const chunks = chunksOf(async (onChunk) => {
    try {
      for (;;) await onChunk(bytes('a'))
    } catch (error) {
      ending = error
    }
    return exchange
  }, nothing)
  await chunks.next()
  await chunks.return(undefined)
  await new Promise((resolve) => setTimeout(resolve, 10))
  expect(String(ending)).toMatch(/not needed/)
})
