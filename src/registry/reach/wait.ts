import { setTimeout as sleep } from 'node:timers/promises'
import { withoutUndefined } from '../../engine/optional.ts'
import type { RegistryClient } from '../client.ts'

/** The pause between two attempts grows from the first to the second, in milliseconds. */
const [shortest, longest] = [50, 500] as const

/**
 * Requests `/v2/` until it is answered in HTTP with any status below 500: a proxy that is up before its registry returns
 * 502 or 503. False where it was not after this many seconds, or where the signal was aborted.
 */
export async function waitUntilReady(
  client: RegistryClient,
  seconds: number,
  signal?: AbortSignal,
): Promise<boolean> {
  const view = signal ? client.detached(signal) : client
  const end = performance.now() + seconds * 1000
  for (let interval: number = shortest; ; interval = Math.min(2 * interval, longest)) {
    const left = end - performance.now()
    const { response, error } = await view.send({
      method: 'GET',
      path: '/v2/',
      authenticate: false,
      followRedirects: false,
      retry: false,
      timeout: Math.max(100, Math.min(left, 5000)),
    })
    if (response && response.status < 500) return true
    if (error?.code === 'aborted') return false
    if (end - performance.now() < interval) return false
    await sleep(interval, undefined, withoutUndefined({ signal })).catch(() => {})
  }
}
