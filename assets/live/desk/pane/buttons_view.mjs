// @ts-check
/** What is legal now, as buttons in the order people meet them; each shows its key. */
import { make, note, write } from "../../panels/dom.mjs";
import { ORDER_KEYS } from "./keys.mjs";

/** @typedef {import("./forms.mjs").Form} Form */

export class ButtonsView {
  #key = "";

  /** @param {HTMLElement} place @param {"zh" | "en"} lang @param {(order: string) => void} choose */
  constructor(place, lang, choose) {
    this.place = place;
    this.lang = lang;
    this.choose = choose;
  }

  /** @param {Form[]} forms @param {string | null} chosen the one whose form is open */
  show(forms, chosen) {
    const key = forms.map((form) => `${form.do}:${form.to}`).join(" ");
    if (key !== this.#key) {
      this.#key = key;
      this.place.replaceChildren(...forms.map((form) => this.#make(form)));
    }
    for (const button of /** @type {Iterable<HTMLElement>} */ (this.place.children)) button.setAttribute("aria-pressed", String(button.dataset.do === chosen));
  }

  /** @param {Form} form */
  #make(form) {
    const button = make("button", "case-order");
    button.setAttribute("type", "button");
    button.dataset.do = form.do;
    note(button, "moves", String(form.to !== null));
    const words = make("span");
    write(words, this.lang === "en" ? form.en : form.zh);
    const letter = ORDER_KEYS[form.do];
    const kbd = make("kbd");
    write(kbd, (letter ?? "").toUpperCase());
    button.append(words, kbd);
    button.addEventListener("click", () => this.choose(form.do));
    return button;
  }
}
