/** Wide and narrow screens: the mark beside the cause, and tables that become lists. */
export const narrowStyle = `
@media (min-width: 48rem) {
  .cause { padding-left: 6.5rem; }
  .cause .mark { position: absolute; left: 0; top: 1.3rem; }
  .cause .basis { display: block; font-weight: 400; }
}
@media (max-width: 47.99rem) {
  .overview { grid-template-columns: minmax(0, 1fr); }
  .levels { width: 100%; }
  .levels th, .levels td { padding-left: 0.5rem; }
  .cause .mark { margin-bottom: 0.1rem; }
  .comparison, .comparison.wide { grid-template-columns: minmax(0, 1fr); gap: 0 1rem; }
  .comparison > dd + dt { margin-top: 0.4rem; }
  .requirements, .requirements tbody, .requirements tr, .requirements td, .requirements th,
  .kinds, .kinds tbody, .kinds tr, .kinds td, .kinds th,
  .capabilities, .capabilities tbody, .capabilities tr, .capabilities td, .capabilities th { display: block; }
  .kinds thead, .capabilities thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .requirements caption { display: block; }
  .requirements tr, .kinds tr, .capabilities tr { padding: 0.4rem 0; border-top: 1px solid var(--rule); }
  .requirements tr > td, .requirements tr > th, .requirements tr > td:last-child, .kinds tr > td:first-child, .kinds td, .kinds th[scope='row'], .capabilities td, .capabilities th[scope='row'], .capabilities .state {
    width: auto; padding: 0; border: 0; text-align: left;
  }
  .fields div { display: block; padding: 0.1rem 0; }
  .filter { position: static; }
  .facts div { flex-wrap: wrap; gap: 0 0.5rem; }
}
`
