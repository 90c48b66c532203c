import type { AssayOptions } from '../options.ts'

/**
 * How often a request for an image is sent again. More often than for a registry under test: one that limits requests (429), and does not
 * state for how long, is waited for half a minute, since otherwise all images of that time would be lost.
 */
export const imageRetries = ({ retries = 16 }: Pick<AssayOptions, 'retries'>): number => retries
