import { setTimeout as sleep } from 'node:timers/promises'
import { accessTo, type AccessOptions } from '../assay/registry/access.ts'
import { exitCodes, Failure } from '../results/conclusion/failure.ts'
import { maskError } from '../results/mask.ts'
import { createRegistryClient } from '../registry/client.ts'
import { waitUntilReady } from '../registry/reach/wait.ts'
import { endedEarlyWords, withTail } from './observe.ts'
import type { RunningContainer } from './start.ts'

interface ReadyOptions {
  access: Omit<AccessOptions, 'target'>
  /** The time until it has to respond. */
  seconds: number
  signal: AbortSignal
}

/**
 * Waits until a registry in a container responds to `/v2/` with any status below 500; returns its address.
 * Throws Failure with the end of its log where it ends before, or does not respond in time.
 */
export async function readyAt(
  container: RunningContainer,
  { access, seconds, signal }: ReadyOptions,
): Promise<string> {
  const { ca, clientCert, insecureSkipVerify } = access
  const isSecure = ca !== undefined || clientCert !== undefined || insecureSkipVerify === true
  const target = `${isSecure ? 'https' : 'http'}://${container.address}`
  const { client: options } = await accessTo({ ...access, target })
  const client = createRegistryClient(options)
  const gone = new AbortController()
  void container.ended.then(() => gone.abort())
  try {
    if (await waitUntilReady(client, seconds, AbortSignal.any([signal, gone.signal]))) return target
    if (signal.aborted) throw new Failure('interrupted before the registry responded', exitCodes.interrupted)
    const how = await Promise.race([container.ended, sleep(200)])
    const { name, port } = container
    if (how !== undefined) throw new Failure(endedEarlyWords(name, how), exitCodes.incomplete)
    const { response, error } = await client.send({
      method: 'GET',
      path: '/v2/',
      retry: false,
      timeout: 5000,
    })
    const last = response ? `the last response was ${response.status}` : (error?.message ?? 'no response')
    throw new Failure(
      `port ${port} of ${name} did not respond to GET /v2/ as a registry within ${seconds} s: ${last}`,
      exitCodes.incomplete,
      adviceFor(container),
    )
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    // Logs of a registry may repeat the credentials of its clients.
    const whole = new Failure(withTail(error.message, await container.tail()), error.exitCode, error.advice)
    throw maskError(whole, client.recorder.redactor.text)
  } finally {
    await client.close()
  }
}

function adviceFor({ port, image: { ports } }: RunningContainer): string {
  const others = ports.filter((each) => each !== port)
  if (!ports.includes(port) && others.length > 0) {
    return `the image exposes ${others.join(', ')}, and not ${port}: try --port ${others[0]}`
  }
  return 'wait longer with --wait, set its port with --port, or use --insecure-skip-verify where it uses TLS'
}
