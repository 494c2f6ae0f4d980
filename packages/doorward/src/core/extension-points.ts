import type { StoreDefinition } from '../storage/store.ts';
import type { Endpoint } from './endpoint.ts';
import type { Listener } from './events.ts';
import { type ExtensionPoint, extensionPoint } from './module.ts';

/** Endpoints a module answers. */
export const endpoints: ExtensionPoint<Endpoint> = extensionPoint('endpoints');

/** Records a module keeps; read by migrations. */
export const stores: ExtensionPoint<StoreDefinition<unknown>> = extensionPoint('stores');

/** Listeners to the stream of events. `name` may be `*`. */
export const listeners: ExtensionPoint<{ readonly name: string; readonly listener: Listener }> =
  extensionPoint('listeners');
