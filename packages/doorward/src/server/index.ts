export {
  type Config,
  ConfigurationError,
  defineConfig,
  loadSettings,
  type Settings,
  settings,
} from './config.ts';
export { jsonLog, type Log, type LogLevel } from './logs.ts';
export { type OpenPartsOptions, openParts, type Parts } from './parts.ts';
export { clearExpired, type RunningServer, serve } from './serve.ts';
export { type ServerSite, serverSite } from './site.ts';
