import { setTimeout as sleep } from 'node:timers/promises'
import type { RegistryClient } from './client.ts'

/** The pause between two attempts, in milliseconds. */
const interval = 500

/**
 * Asks `/v2/` until anything answers in HTTP, with whatever status. False where nothing has after
 * so many seconds, or where the signal was aborted.
 */
export async function waitUntilReady(
  client: RegistryClient,
  seconds: number,
  signal?: AbortSignal,
): Promise<boolean> {
  const view = signal ? client.detached(signal) : client
  const end = performance.now() + seconds * 1000
  for (;;) {
    const left = end - performance.now()
    const { response, error } = await view.send({
      method: 'GET',
      path: '/v2/',
      authenticate: false,
      followRedirects: false,
      retry: false,
      timeout: Math.max(100, Math.min(left, 5000)),
    })
    if (response) return true
    if (error?.code === 'aborted') return false
    if (end - performance.now() < interval) return false
    await sleep(interval, undefined, signal ? { signal } : {}).catch(() => {})
  }
}
