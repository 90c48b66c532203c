import type { Format } from '../format.ts'

export const junit: Format = {
  name: 'junit',
  file: 'junit.xml',
  about: 'JUnit XML, which CI systems show',
  reporter: async (...of) => (await import('./junit.ts')).junitXml(...of),
}
