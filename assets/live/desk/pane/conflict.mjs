// @ts-check
/** "Changed meanwhile": what differs from what the officer saw, and the way on. */
import { make, show, write } from "../../panels/dom.mjs";
import { differenceLines } from "./timeline.mjs";

export class Conflict {
  /** @param {import("./values.mjs").Voice} voice @param {() => void} lookAgain */
  constructor(voice, lookAgain) {
    this.voice = voice;
    this.title = make("p", "conflict-title");
    this.sentence = make("p", "conflict-sentence");
    this.list = make("ul", "conflict-list");
    this.button = document.createElement("button");
    Object.assign(this.button, { type: "button", className: "conflict-again", textContent: voice.t("pane.look_again") });
    this.button.addEventListener("click", lookAgain);
    this.element = make("div", "conflict", [this.title, this.sentence, this.list, this.button]);
    this.element.setAttribute("role", "alert");
    this.element.hidden = true;
    write(this.title, voice.t("pane.conflict"));
  }

  get shown() {
    return !this.element.hidden;
  }

  /** @param {string} sentence of the refusal @param {import("./timeline.mjs").Difference[]} differences */
  show(sentence, differences) {
    write(this.sentence, sentence);
    const lines = differences.length > 0 ? differenceLines(differences, this.voice) : [this.voice.t("pane.conflict_unknown")];
    this.list.replaceChildren(
      ...lines.map((line) => {
        const item = make("li");
        write(item, line);
        return item;
      }),
    );
    show(this.element, true);
    this.button.focus({ preventScroll: true });
  }

  hide() {
    show(this.element, false);
  }
}
