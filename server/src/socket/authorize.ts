import type { IncomingHttpHeaders } from 'node:http';
import type { Principal } from '@floorwalk/shared/access/role';

/** What is known of a request or a socket's handshake: headers (the session's cookie, `Authorization: Bearer`) and the socket's `auth.token`. */
export type Asking = { readonly headers: IncomingHttpHeaders; readonly token?: string };

/** Who is asking, or `null` for nobody known. Rejects only when it could not be found out. */
export type Authenticate = (asking: Asking) => Promise<Principal | null>;
