/**
 * What sends requests in place of sockets: a dispatcher of undici 7 or later, such as a MockAgent, or
 * anything that behaves as one. Told by its shape, so that nobody has to have the undici that we have.
 */
export interface RegistryDispatcher {
  dispatch(options: { origin?: string | URL; path: string; method: string }, handler: object): boolean
}
