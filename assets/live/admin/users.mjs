// @ts-check
/**
 * People: who may sign in, as what, for which division. A password is made by the server and shown once.
 *
 * @typedef {{id: string, name: string, roles: string[], unit: string | null, scope: string, disabled: boolean, admin: boolean,
 *   must_change: boolean}} User
 * @typedef {import("./section.mjs").Desk} Desk
 * @typedef {import("./section.mjs").Section<User>} Users
 */
import { named, scopeName, standing } from "./reading.mjs";
import { showOnce } from "./once.mjs";

const URL_ = "/api/admin/users";

/** @param {Desk} desk @returns {import("./section.mjs").Kind<User>} */
export function users({ t, choices }) {
  return {
    url: URL_,
    list: "users",
    gone: (user) => user.disabled,
    columns: [
      { label: t("admin.user.id"), cell: (user) => user.id },
      { label: t("admin.user.name"), cell: (user) => user.name },
      { label: t("admin.user.roles"), cell: (user) => named(user.roles, choices.roles).join(t("admin.join")) },
      { label: t("admin.user.unit"), cell: (user) => (user.unit === null ? "" : named([user.unit], choices.units)[0]) },
      { label: t("admin.user.scope"), cell: (user) => scopeName(user.scope, choices.scopes, t) },
      { label: t("admin.user.admin"), cell: (user) => (user.admin ? t("admin.yes") : "") },
      { label: t("admin.user.status"), cell: (user) => standing(user, t), quiet: true },
    ],
    actions: (section) => [
      { name: "change", label: t("admin.change"), run: async (user) => section.open(fieldsOf(section.desk, user), (values) => change(section, user, values)) },
      { name: "password", label: t("admin.user.password"), sure: true, run: (user) => newPassword(section, user) },
      { name: "sign_out", label: t("admin.user.sign_out"), sure: true, run: (user) => send(section, user, "sign-out", {}) },
      { name: "disable", label: t("admin.user.disable"), sure: true, when: (user) => !user.disabled, run: (user) => send(section, user, "", { disabled: true }) },
      { name: "enable", label: t("admin.user.enable"), when: (user) => user.disabled, run: (user) => send(section, user, "", { disabled: false }) },
    ],
    tools: (section) => [section.tool("add", t("admin.user.add"), () => section.open(newFields(section.desk), (values) => add(section, values)))],
  };
}

/** @param {Desk} desk @returns {import("./form.mjs").Field[]} */
const newFields = (desk) => [
  { name: "id", label: desk.t("admin.user.id"), kind: "line", hint: desk.t("admin.user.id_rule"), needed: true },
  ...fieldsOf(desk, null),
];

/** @param {Desk} desk @param {User | null} user @returns {import("./form.mjs").Field[]} */
function fieldsOf({ t, choices }, user) {
  const none = { id: "", name: t("admin.user.no_unit") };
  const all = { id: "", name: t("admin.everywhere") };
  return [
    { name: "name", label: t("admin.user.name"), kind: "line", value: user?.name, needed: true },
    { name: "unit", label: t("admin.user.unit"), kind: "choice", value: user?.unit, choices: [none, ...choices.units] },
    { name: "scope", label: t("admin.user.scope"), kind: "choice", value: user?.scope, choices: [all, ...choices.scopes] },
    { name: "admin", label: t("admin.user.admin"), kind: "flag", value: user?.admin },
    { name: "roles", label: t("admin.user.roles"), kind: "choices", value: user?.roles, choices: choices.roles },
  ];
}

/** @param {Users} section @param {Record<string, any>} values */
async function add(section, values) {
  const made = await section.order(URL_, { ...values, scope: values.scope ?? "" }, values.name);
  if (made) void tellPassword(section, made.user, made.password);
  return made !== null;
}

/** @param {Users} section @param {User} user @param {Record<string, any>} values */
async function change(section, user, values) {
  return (await section.order(`${URL_}/${encodeURIComponent(user.id)}`, { ...values, scope: values.scope ?? "" }, values.name)) !== null;
}

/** @param {Users} section @param {User} user @param {string} what @param {object} body */
async function send(section, user, what, body) {
  const path = what ? `/${what}` : "";
  return section.order(`${URL_}/${encodeURIComponent(user.id)}${path}`, body, user.name);
}

/** @param {Users} section @param {User} user */
async function newPassword(section, user) {
  const made = await send(section, user, "password", {});
  if (made) await tellPassword(section, user, made.password);
}

/** @param {Users} section @param {User} user @param {string} password */
function tellPassword({ desk: { t } }, user, password) {
  return showOnce(t("admin.user.password_of", { name: `${user.name} (${user.id})` }), password, t);
}
