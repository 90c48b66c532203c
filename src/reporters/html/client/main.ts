/**
 * The page's only script; without it nothing is missing but filters, buttons, the exchanges that no finding rests on
 * and the scripts that reproduce findings. It puts nothing into the page but text, and the markup that the page itself packed.
 */
import { enableCopyButtons } from './copy.ts'
import { enableExchanges } from './exchanges.ts'
import { enableFilter } from './filter.ts'
import { reveal } from './reveal.ts'
import { showScripts } from './scripts.ts'

enableCopyButtons()
void showScripts()
const filter = enableFilter()
const exchanges = enableExchanges()
const revealTarget = () => void reveal(filter, exchanges)
addEventListener('hashchange', revealTarget)
revealTarget()
