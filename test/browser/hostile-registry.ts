import { createServer, request as httpRequest, type IncomingMessage } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createReferenceRegistry } from '../../src/reference/index.ts'
import { hostile } from '../unit/reporters/fixture.ts'

/** A server on loopback. */
export interface Served {
  url: string
  close(): Promise<void>
}

const longLine = `${hostile.replaceAll(/[\r\n]/g, '')}<script>alert('long')</script>`
  .repeat(20_000)
  .slice(0, 10_000_000)

/** What is allowed in a header field: no line breaks, no C0 controls, but C1 controls and the bytes of bidi marks. */
const headerText = Buffer.from(hostile.replaceAll(/[^\P{Cc}\u009b]/gu, '')).toString('latin1')

/** The embedded registry behind a proxy that writes markup, scripts, escapes and endless lines wherever it can. */
export async function hostileRegistry(): Promise<Served> {
  const honest = await createReferenceRegistry({ spec: '1.1' }).listen()
  let answers = 0
  const server = createServer((request, response) => {
    const { method, url = '/', headers } = request
    const forwarded = httpRequest(new URL(url, honest.url), { method, headers }, (answer) => {
      void bodyOf(answer).then((body) => {
        answers += 1
        const { statusCode = 500 } = answer
        const made = spoilt(statusCode, url, body, answers)
        const kept = Object.entries(answer.headers).filter(
          ([name]) => !/^(?:content-length|transfer-|connection)/.test(name),
        )
        response.writeHead(statusCode, {
          ...Object.fromEntries(kept),
          server: headerText,
          'x-hostile': `"><img src=x onerror=alert(1)> {{7*7}} ${headerText}`,
          ...(method === 'HEAD' ? {} : { 'content-length': made.length }),
        })
        response.end(method === 'HEAD' ? undefined : made)
      })
    })
    request.pipe(forwarded)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections()
      server.close()
      await honest.close()
    },
  }
}

const bodyOf = async (answer: IncomingMessage): Promise<Buffer> => Buffer.concat(await answer.toArray())

/** The same answer with another body: errors and tags of its own invention, and now and then a long line. */
function spoilt(status: number, url: string, body: Buffer, number: number): Buffer {
  if (status >= 400) {
    const message = number % 7 === 0 ? longLine : hostile
    const error = { code: `<b>${hostile}`, message, detail: { [hostile]: '${7*7} #{7*7} <%= 7*7 %>' } }
    return Buffer.from(JSON.stringify({ errors: [error] }))
  }
  if (status === 200 && url.includes('/tags/list')) {
    const tags = [`"><svg onload=alert(2)>`, hostile, longLine.slice(0, 200_000)]
    return Buffer.from(JSON.stringify({ name: hostile, tags }))
  }
  if (status === 200 && /\/(?:blobs|manifests)\/sha256/.test(url) && number % 5 === 0)
    return Buffer.from(longLine)
  return body
}
