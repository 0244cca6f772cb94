// @ts-check
/**
 * Who is signed in now, and ending it.
 *
 * @typedef {{id: string, account: string, name: string, begun_at_ms: number, seen_at_ms: number, ends_at_ms: number, yours: boolean}} Session
 */
import { moment } from "./reading.mjs";

/** @param {import("./section.mjs").Desk} desk @returns {import("./section.mjs").Kind<Session>} */
export function sessions({ t }) {
  return {
    url: "/api/admin/sessions",
    list: "sessions",
    columns: [
      { label: t("admin.session.who"), cell: ({ name, account }) => `${name} (${account})` },
      { label: t("admin.session.begun"), cell: (session) => moment(session.begun_at_ms, "") },
      { label: t("admin.session.seen"), cell: (session) => moment(session.seen_at_ms, "") },
      { label: t("admin.session.ends"), cell: (session) => moment(session.ends_at_ms, "") },
      { label: t("admin.user.status"), cell: ({ yours }) => (yours ? t("admin.session.yours") : ""), quiet: true },
    ],
    actions: (section) => [
      {
        name: "end",
        label: t("admin.session.end"),
        sure: true,
        run: (session) => section.order(`/api/admin/sessions/${encodeURIComponent(session.id)}/end`, {}, session.name),
      },
    ],
    tools: () => [],
  };
}
