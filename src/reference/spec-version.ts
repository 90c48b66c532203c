/** The versions of the distribution specification that the registry can be; `dev` is the next one as drafted. */
export const specVersions = ['1.0', '1.1', 'dev'] as const
export type SpecVersion = (typeof specVersions)[number]
