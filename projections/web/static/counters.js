/** How many vehicles are in which state; each counter is legend and filter as well. */

import { number } from "./words.js";

export class Counters extends EventTarget {
  /** @param {import("./fleet.js").Fleet} fleet */
  constructor(fleet) {
    super();
    this.fleet = fleet;
    this.buttons = [...document.querySelectorAll(".counter")];
    for (const button of this.buttons) {
      button.addEventListener("click", () => this.press(button));
    }
    fleet.addEventListener("change", () => this.update());
  }

  update() {
    const counts = this.fleet.count();
    for (const button of this.buttons) {
      button.querySelector("b").textContent = number(counts[button.dataset.state]);
    }
  }

  press(pressed) {
    const on = pressed.getAttribute("aria-pressed") !== "true";
    for (const button of this.buttons) {
      button.setAttribute("aria-pressed", String(on && button === pressed));
    }
    this.dispatchEvent(new CustomEvent("only", { detail: on ? pressed.dataset.state : "" }));
  }

  /** Show all states again. */
  clear() {
    const pressed = this.buttons.find((each) => each.getAttribute("aria-pressed") === "true");
    if (pressed) this.press(pressed);
  }
}
