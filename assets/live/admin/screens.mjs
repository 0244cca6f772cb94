// @ts-check
/**
 * Screens: what hangs on a wall shows no page of signing in; it is enrolled here, with an address that is opened on it once.
 *
 * @typedef {{id: string, name: string, scope: string, enrolled_at_ms: number, seen_at_ms: number | null, revoked_at_ms: number | null}} Screen
 * @typedef {import("./section.mjs").Desk} Desk
 * @typedef {import("./section.mjs").Section<Screen>} Screens
 */
import { moment, scopeName } from "./reading.mjs";
import { showOnce } from "./once.mjs";

const URL_ = "/api/admin/screens";

/** @param {Desk} desk @returns {import("./section.mjs").Kind<Screen>} */
export function screens({ t, choices }) {
  return {
    url: URL_,
    list: "screens",
    gone: (screen) => screen.revoked_at_ms !== null,
    columns: [
      { label: t("admin.screen.name"), cell: (screen) => screen.name },
      { label: t("admin.user.scope"), cell: (screen) => scopeName(screen.scope, choices.scopes, t) },
      { label: t("admin.screen.enrolled"), cell: (screen) => moment(screen.enrolled_at_ms, "") },
      { label: t("admin.screen.seen"), cell: (screen) => moment(screen.seen_at_ms, t("admin.never")) },
      { label: t("admin.user.status"), cell: (screen) => standing(screen, t), quiet: true },
    ],
    actions: (section) => [
      {
        name: "revoke",
        label: t("admin.screen.revoke"),
        sure: true,
        when: (screen) => screen.revoked_at_ms === null,
        run: (screen) => section.order(`${URL_}/${encodeURIComponent(screen.id)}/revoke`, {}, screen.name),
      },
    ],
    tools: (section) => [section.tool("add", t("admin.screen.add"), () => section.open(fieldsOf(section.desk), (values) => enrol(section, values)))],
  };
}

/** @param {{revoked_at_ms: number | null}} one @param {import("./reading.mjs").Speaker} t */
export function standing({ revoked_at_ms }, t) {
  return revoked_at_ms === null ? t("admin.user.active") : t("admin.screen.revoked", { time: moment(revoked_at_ms, "") });
}

/** @param {Desk} desk @returns {import("./form.mjs").Field[]} */
function fieldsOf({ t, choices }) {
  const all = { id: "", name: t("admin.everywhere") };
  return [
    { name: "name", label: t("admin.screen.name"), kind: "line", needed: true },
    { name: "scope", label: t("admin.user.scope"), kind: "choice", choices: [all, ...choices.scopes] },
  ];
}

/** @param {Screens} section @param {Record<string, any>} values */
async function enrol(section, values) {
  const { t } = section.desk;
  const made = await section.order(URL_, { ...values, scope: values.scope ?? "" }, values.name);
  if (made) void showOnce(t("admin.screen.address_of", { name: made.screen.name }), location.origin + made.path, t);
  return made !== null;
}
