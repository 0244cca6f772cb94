// @ts-check
/**
 * Tokens of sources: what a system shows at its door, and whom it may speak of.
 *
 * @typedef {{id: string, source: string, entities: string[], issued_at_ms: number, revoked_at_ms: number | null}} Token
 * @typedef {import("./section.mjs").Desk} Desk
 * @typedef {import("./section.mjs").Section<Token>} Tokens
 */
import { moment } from "./reading.mjs";
import { showOnce } from "./once.mjs";
import { standing } from "./screens.mjs";

const URL_ = "/api/admin/tokens";

/** @param {Desk} desk @returns {import("./section.mjs").Kind<Token>} */
export function tokens({ t }) {
  return {
    url: URL_,
    list: "tokens",
    gone: (token) => token.revoked_at_ms !== null,
    columns: [
      { label: t("admin.token.source"), cell: (token) => token.source },
      { label: t("admin.token.entities"), cell: (token) => token.entities.join(t("admin.join")) || t("admin.token.any") },
      { label: t("admin.token.issued"), cell: (token) => moment(token.issued_at_ms, "") },
      { label: t("admin.user.status"), cell: (token) => standing(token, t), quiet: true },
    ],
    actions: (section) => [
      {
        name: "revoke",
        label: t("admin.screen.revoke"),
        sure: true,
        when: (token) => token.revoked_at_ms === null,
        run: (token) => section.order(`${URL_}/${encodeURIComponent(token.id)}/revoke`, {}, token.source),
      },
    ],
    tools: (section) => [section.tool("add", t("admin.token.add"), () => section.open(fieldsOf(section.desk), (values) => issue(section, values)))],
  };
}

/** @param {Desk} desk @returns {import("./form.mjs").Field[]} */
const fieldsOf = ({ t }) => [
  { name: "source", label: t("admin.token.source"), kind: "line", hint: t("admin.token.source_rule"), needed: true },
  { name: "entities", label: t("admin.token.entities"), kind: "lines", hint: t("admin.token.entities_rule") },
];

/** @param {Tokens} section @param {Record<string, any>} values */
async function issue(section, values) {
  const { t } = section.desk;
  const made = await section.order(URL_, values, values.source);
  if (made) void showOnce(t("admin.token.of", { name: made.token.source }), made.secret, t);
  return made !== null;
}
