/** Build-time settings, from `.env` or the environment. Both empty: the app's own origin is the cloud. */
interface ImportMetaEnv {
  /** URL of the Supabase project. */
  readonly VITE_CLOUD_URL?: string
  /** Its publishable key. When unset the app asks `GET /health` of the cloud for it. */
  readonly VITE_CLOUD_KEY?: string
}

/** Version of the app, from package.json. */
declare const __APP_VERSION__: string
