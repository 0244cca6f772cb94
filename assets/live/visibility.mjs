// @ts-check
/**
 * A page nobody saw for a while: the band is up from the moment it is hidden or frozen, and when it is seen again after more than
 * a few seconds everything is taken anew rather than the backlog played through.
 */

const SHORT_MS = 10_000;

/**
 * @param {object} parts
 * @param {Pick<Document, "hidden" | "addEventListener">} parts.page
 * @param {() => number} parts.mono
 * @param {{stop(): void}} parts.deadman
 * @param {{restart(reason: string): void}} parts.link
 */
export function watchVisibility({ page, mono, deadman, link }) {
  let hiddenAt = page.hidden ? mono() : null;
  page.addEventListener("visibilitychange", () => {
    if (page.hidden) {
      hiddenAt = mono();
      deadman.stop();
    } else if (hiddenAt !== null) {
      const away = mono() - hiddenAt;
      hiddenAt = null;
      if (away > SHORT_MS) link.restart(`the page was hidden for ${Math.round(away / 1000)} s`);
    }
  });
  // A browser may freeze a page without hiding it first: what it painted last must not be the first thing seen again.
  page.addEventListener("freeze", () => deadman.stop());
  page.addEventListener("resume", () => {
    deadman.stop();
    link.restart("the page was frozen");
  });
}
