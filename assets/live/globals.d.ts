// The page's only global of ours, and what Dash brings.

interface Wanglou {
  /** Leaflet maps by container id. */
  maps: Record<string, import("leaflet").Map>;
  status?: () => Record<string, unknown>;
  drawn?: () => Record<string, unknown>;
  held?: () => Record<string, unknown>;
}

interface Window {
  wanglou: Wanglou;
  dash_clientside?: { set_props?: (id: string, props: Record<string, unknown>) => void };
  dash_component_api?: { getLayout?: (id: string) => unknown };
}
