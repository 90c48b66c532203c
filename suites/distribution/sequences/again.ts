import type { Exchange } from '../../../src/registry/record/exchange.ts'
import type { TestRequest } from '../target/context.ts'

/** Fields that the client adds by itself; what is recorded of credentials is none. */
const byClient = new Set(['authorization', 'host', 'user-agent', 'accept-encoding', 'connection'])

/** The request of an exchange that has no body, to be sent again. */
export const requestAgain = ({ request }: Exchange): TestRequest => ({
  method: request.method,
  path: request.url,
  headers: request.headers.filter(([name]) => !byClient.has(name.toLowerCase())),
  judgesTransport: true,
})
