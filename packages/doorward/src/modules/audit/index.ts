export {
  type Audit,
  type AuditOptions,
  type AuditQuery,
  audit,
  type PruneOptions,
} from './audit.ts';
export type { AuditEntry } from './entry.ts';
export { auditStore } from './store.ts';
