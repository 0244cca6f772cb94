// @ts-check
/**
 * Who sits at this desk. Signed in, it is who the account says, in one of its roles; in a demonstration, and in an exercise
 * without accounts, it is whoever they say they are, kept in the browser. Such a name is what the server takes: at most 64
 * characters, no colon.
 *
 * @typedef {{readonly name: string, readonly unit: string | null, readonly role: string}} Person `name` as it is in records
 * @typedef {{id: string, name: string}} Choice
 * @typedef {{getItem(key: string): string | null, setItem(key: string, value: string): void}} Storage
 * @typedef {import("../sign_in/identity.mjs").Me} Me
 * @typedef {import("../sign_in/identity.mjs").Account} Account
 * @typedef {"asking" | "self" | "account" | "expired" | "screen" | "nobody"} Standing "self": by their own word; "expired":
 *   signed in until a moment ago
 */

export const KEY = "wanglou.officer";
/** The role last taken by an account. */
export const ROLE_KEY = "wanglou.officer.role";
export const NAME_CHARACTERS = 64;
/** The role that acts for a department, which it must name. */
export const OF_A_UNIT = "department";

export class Officer {
  /** @type {Set<(now: Person) => void>} */
  #listeners = new Set();
  #storage;
  #known;
  /** @type {Person} */
  #now;
  /** @type {Standing} */
  #standing;
  /** @type {Account | null} who is signed in, or was until a moment ago */
  account = null;

  /**
   * @param {Storage} storage
   * @param {{first_role: string, roles: Choice[], units: Choice[]}} known
   * @param {Standing} [standing] "asking" until the server has said who it is
   */
  constructor(storage, known, standing = "self") {
    this.#storage = storage;
    this.#known = known;
    this.#standing = standing;
    this.#now = this.#whole(read(storage, KEY));
  }

  /** @returns {Person} */
  get now() {
    return this.#now;
  }

  /** @returns {Standing} */
  get standing() {
    return this.#standing;
  }

  /** Whether an order could be signed. */
  get known() {
    return this.why === null;
  }

  /** The key of the sentence that says why none can be; null when it can. @returns {string | null} */
  get why() {
    const unnamed = this.#now.name === "" || (this.#now.role === OF_A_UNIT && this.#now.unit === null);
    if (this.#standing === "self") return unnamed ? "officer.needed" : null;
    if (this.#standing === "account") return this.roles.length === 0 || unnamed ? "officer.no_roles" : null;
    return { asking: "officer.asking", expired: "officer.expired", screen: "officer.screen", nobody: "officer.not_signed_in" }[this.#standing];
  }

  /** The roles to choose from. @returns {Choice[]} */
  get roles() {
    const { account } = this;
    return account ? this.#known.roles.filter(({ id }) => account.roles.includes(id)) : this.#known.roles;
  }

  /** @param {(now: Person) => void} listener @returns {() => void} */
  on(listener) {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** @param {Partial<Person>} change */
  set(change) {
    this.#now = this.account ? this.#ofAccount(this.account, change.role ?? this.#now.role) : this.#whole({ ...this.#now, ...change });
    if (this.account) this.#storage.setItem(ROLE_KEY, this.#now.role);
    else this.#storage.setItem(KEY, JSON.stringify(this.#now));
    this.#tell();
  }

  /** What the server says of who asks. @param {Me} me */
  become(me) {
    if (me.kind === "officer") {
      this.account = me;
      this.#standing = "account";
      this.#now = this.#ofAccount(me, this.#storage.getItem(ROLE_KEY));
    } else if (me.kind === "demo" || me.kind === "self_named") {
      this.account = null;
      this.#standing = "self";
      this.#now = this.#whole(read(this.#storage, KEY));
    } else {
      this.#standing = this.account ? "expired" : me.kind;
    }
    this.#tell();
  }

  #tell() {
    for (const listener of this.#listeners) listener(this.#now);
  }

  /** @param {Account} account @param {string | null} wanted a role @returns {Person} as records name an account: by its id too */
  #ofAccount(account, wanted) {
    const { id, name, unit } = account;
    const first = this.roles.find((role) => role.id === this.#known.first_role) ?? this.roles[0];
    const role = this.roles.find((one) => one.id === wanted)?.id ?? first?.id ?? this.#known.first_role;
    return Object.freeze({ name: name === "" || name === id ? id : `${name} (${id})`, unit: role === OF_A_UNIT ? unit : null, role });
  }

  /** @param {any} said @returns {Person} what of it can be believed */
  #whole(said) {
    const name = typeof said?.name === "string" ? said.name.replaceAll(":", " ").trim().slice(0, NAME_CHARACTERS) : "";
    const role = this.#known.roles.some(({ id }) => id === said?.role) ? said.role : this.#known.first_role;
    const unit = role === OF_A_UNIT && this.#known.units.some(({ id }) => id === said?.unit) ? said.unit : null;
    return Object.freeze({ name, unit, role });
  }
}

/** @param {Storage} storage @param {string} key @returns {unknown} */
function read(storage, key) {
  try {
    return JSON.parse(storage.getItem(key) ?? "null");
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
