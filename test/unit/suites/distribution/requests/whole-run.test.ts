import { describe, expect, it, vi } from 'vitest'
import { violated, holds, type Judge } from '../../../../../src/engine/judgement.ts'
import type { Exchange } from '../../../../../src/registry/record/exchange.ts'
import type { RegistryContext } from '../../../../../suites/distribution/target/context.ts'
import { answersOfRun, judgeRun } from '../../../../../suites/distribution/requests/whole-run.ts'
import { exchangeOf, type Answer } from '../exchange.ts'

const context = (exchanges: readonly Exchange[] = []) => {
  const check = vi.fn()
  const unsupported = vi.fn()
  const t: Pick<RegistryContext, 'check' | 'unsupported' | 'exchanges'> = {
    check,
    unsupported,
    exchanges: () => exchanges,
  }
  return { t: t as RegistryContext, check, unsupported }
}

const seen = (id: number, answer: Answer, more: Partial<Exchange> = {}): Exchange => ({
  ...exchangeOf(answer),
  id,
  test: 'some.test',
  ...more,
})

const at = (url: string): Pick<Exchange, 'request'> => ({ request: { method: 'GET', url, headers: [] } })

const isFine: Judge<Exchange> = ({ response }) => {
  const status = response?.status ?? 0
  return status < 400 ? holds() : violated(`answers ${status}`, '200', String(status))
}
const statuses = (...all: number[]) => all.map((status, at) => seen(at + 1, { status }))

describe('the answers of a run', () => {
  it('are those of the registry itself', () => {
    const { test: _, ...support } = seen(1, { path: '/v2/' })
    const exchanges = [
      support,
      seen(2, { path: '/v2/a/tags/list' }),
      seen(3, { path: '/v2/a/tags/list', error: { code: 'reset', message: 'gone' } }),
      seen(4, {}, at('https://storage.example/blob')),
      seen(5, {}, at('http://registry.example/token?scope=x')),
    ]
    const own = answersOfRun(context(exchanges).t).map(({ id }) => id)
    expect(own).toEqual([2, 5])
  })

  it('may be none', () => expect(answersOfRun(context().t)).toEqual([]))
})

describe('judging a run', () => {
  it('passes where all holds', () => {
    const { t, check } = context()
    judgeRun(t, 'warnings.form', statuses(200, 201), isFine, 'nothing')
    expect(check.mock.calls).toEqual([['warnings.form', { holds: true }]])
  })

  it('reports each kind of fault once, with some that show it', () => {
    const { t, check } = context()
    judgeRun(t, 'warnings.form', statuses(200, 404, 404, 404, 404, 404, 404, 500), isFine, 'nothing')
    expect(check).toHaveBeenCalledTimes(2)
    const [[, first, ...evidence], [, second]] = check.mock.calls as [unknown[], unknown[]]
    expect(first).toMatchObject({ title: 'answers 404', received: '404 (in 6 answers)' })
    expect(evidence).toHaveLength(5)
    expect(second).toMatchObject({ title: 'answers 500', received: '500' })
  })

  it('is unsupported where nothing was seen', () => {
    const { t, check, unsupported } = context()
    judgeRun(t, 'warnings.form', [], isFine, 'nothing')
    expect(check).not.toHaveBeenCalled()
    expect(unsupported).toHaveBeenCalledWith('warnings.form', 'nothing')
  })
})
