import { createReferenceRegistry } from '../../src/reference/index.ts'

/** The embedded registry as a process of its own, with room for many images; prints its URL. */
const { url } = await createReferenceRegistry({ capacity: 2 * 1024 ** 3 }).listen()
console.log(url)
