// @ts-check
/**
 * The one thing the page has chosen, if any.
 * @typedef {{readonly kind: string, readonly id: string}} Chosen `kind` is "worker", "incident", "camera" ...
 */

export class Selection {
  /** @type {Chosen | null} */
  current = null;

  /**
   * @param {string | null} kind null chooses nothing
   * @param {string | null | undefined} id
   * @returns {boolean} whether that is another choice than before
   */
  choose(kind, id) {
    const chosen = kind && id != null ? Object.freeze({ kind, id }) : null;
    if (chosen?.kind === this.current?.kind && chosen?.id === this.current?.id) return false;
    this.current = chosen;
    return true;
  }

  /** The entity the relay should keep telling about: only workers have a picture. */
  get looked() {
    return this.current?.kind === "worker" ? this.current.id : null;
  }
}
