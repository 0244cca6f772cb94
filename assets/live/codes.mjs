// @ts-check
/** Codes as small numbers, for columns of them; 0 is the empty code. */

export class CodeList {
  /** By number. @type {string[]} */
  codes = [""];
  #numbers = new Map([["", 0]]);

  get length() {
    return this.codes.length;
  }

  /** The number of a code, a new one if it has none yet. @param {string} code */
  indexOf(code) {
    const known = this.#numbers.get(code);
    if (known !== undefined) return known;
    this.#numbers.set(code, this.codes.length);
    return this.codes.push(code) - 1;
  }
}
