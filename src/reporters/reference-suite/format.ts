import type { Format } from '../format.ts'

export const referenceSuite: Format = {
  name: 'reference-suite',
  file: 'reference-suite',
  about: 'results.yaml and junit.xml in the format of the reference suite',
  reporter: async (folder) => (await import('./reference-suite.ts')).referenceSuite(folder),
}
