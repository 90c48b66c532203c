/**
 * What sends requests in place of sockets: a dispatcher of undici 7 or later, such as a MockAgent, or
 * anything that behaves as one. Defined by its methods, so that any installed undici will do.
 */
export interface RegistryDispatcher {
  dispatch(options: { origin?: string | URL; path: string; method: string }, handler: object): boolean
}
