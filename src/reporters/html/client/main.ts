/**
 * The page's only script; without it nothing is missing but filters, buttons and the exchanges that no finding rests
 * on. It puts nothing into the page but text, and the markup that the page itself packed.
 */
import { enableCopyButtons } from './copy.ts'
import { enableExchanges } from './exchanges.ts'
import { enableFilter } from './filter.ts'
import { reveal } from './reveal.ts'

enableCopyButtons()
const filter = enableFilter()
const exchanges = enableExchanges()
const revealTarget = () => void reveal(filter, exchanges)
addEventListener('hashchange', revealTarget)
revealTarget()
