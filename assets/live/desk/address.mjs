// @ts-check
/** The desk's addresses: `/desk`, and `/desk/incidents/{id}` with one open. Pure. */

const DESK = "/desk";
const INCIDENT = /^\/desk\/incidents\/([\w-]{1,64})$/;

/** @param {string} path @returns {string | null} */
export const incidentOf = (path) => INCIDENT.exec(path)?.[1] ?? null;

/** @param {string | null} id @returns {string} */
export const pathOf = (id) => (id === null ? DESK : `${DESK}/incidents/${encodeURIComponent(id)}`);
