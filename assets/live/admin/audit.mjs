// @ts-check
/**
 * The log of who changed what about people, screens and tokens; and whether it is whole.
 *
 * @typedef {{id: string, seq: number, at_ms: number, by: string, kind: string, subject: string, facts: Record<string, unknown>}} Row
 */
import { deed, detail, moment } from "./reading.mjs";

const URL_ = "/api/admin/audit";

/** @param {import("./section.mjs").Desk} desk @returns {import("./section.mjs").Kind<Row>} */
export function audit({ t }) {
  return {
    url: URL_,
    list: "rows",
    columns: [
      { label: "#", cell: ({ seq }) => String(seq), quiet: true },
      { label: t("admin.audit.at"), cell: ({ at_ms }) => moment(at_ms, "") },
      { label: t("admin.audit.by"), cell: ({ by }) => by },
      { label: t("admin.audit.what"), cell: ({ kind, facts }) => deed(kind, facts.did, t) },
      { label: t("admin.audit.subject"), cell: ({ subject }) => subject },
      { label: t("admin.audit.detail"), cell: ({ facts }) => detail(facts), quiet: true },
    ],
    tools: (section) => [section.tool("verify", t("admin.audit.verify"), () => verify(section))],
  };
}

/** @param {import("./section.mjs").Section<Row>} section */
async function verify({ desk }) {
  const answer = await desk.ask(`${URL_}/verify`, {});
  if (answer.status !== 200) return desk.say(desk.t("admin.refused", { why: desk.why(answer) }), "refused");
  const { whole, rows, why } = answer.body;
  if (whole) desk.say(desk.t("admin.audit.whole", { n: rows }), "done");
  else desk.say(desk.t("admin.audit.broken", { why }), "refused");
}
