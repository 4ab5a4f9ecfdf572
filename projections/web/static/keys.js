/** The keyboard: `/` searches, `j` and `k` go through the alerts, Escape goes back. */

const TYPING = "input:not([type=checkbox]), textarea, select";

/**
 * @param {{search: () => void, browse: (step: 1 | -1) => void, back: () => void}} actions
 */
export function listen(actions) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") actions.back();
    else if (!event.target.matches?.(TYPING)) pressed(event, actions);
  });
}

function pressed(event, actions) {
  if (event.key === "/") {
    event.preventDefault(); // Firefox would open its own search
    actions.search();
  }
  if (event.key === "j") actions.browse(1);
  if (event.key === "k") actions.browse(-1);
}
