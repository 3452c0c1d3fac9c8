import { createECDH, randomBytes } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import ece from 'http_ece';
import { SMTPServer } from 'smtp-server';
import { TEST_CERTIFICATE, TEST_KEY } from './test-certificate.ts';

export type Received = {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly at: number;
};

/** A web server of this machine that takes what is posted, or answers as it is told to. */
export type HttpReceiver = {
  readonly url: string;
  readonly received: Received[];
  /** The status for what comes; `hold` does not answer until released. */
  answer: (request: Received) => number | 'hold';
  readonly headers: Record<string, string>;
  readonly stop: () => Promise<void>;
};

export async function startHttpReceiver(): Promise<HttpReceiver> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const one = { path: request.url ?? '', headers: request.headers, body: Buffer.concat(parts), at: Date.now() };
      received.push(one);
      const status = receiver.answer(one);
      if (status !== 'hold') response.writeHead(status, receiver.headers).end('what it says is of no matter');
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const receiver: HttpReceiver = {
    url: `http://127.0.0.1:${port}`,
    received,
    answer: () => 200,
    headers: {},
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return receiver;
}

/** The body of a request that holds JSON. */
export function jsonOf<T>({ body }: Received): T {
  return JSON.parse(body.toString('utf8')) as T;
}

export type Mail = {
  readonly from: string;
  readonly to: readonly string[];
  readonly isEncrypted: boolean;
  readonly text: string;
};
export type MailReceiver = {
  readonly port: number;
  readonly mails: Mail[];
  /** The one who may hand over mail. */
  readonly user: string;
  readonly password: string;
  /** What it says to a recipient: an SMTP code other than 250 refuses. */
  code: (address: string) => number;
  readonly stop: () => Promise<void>;
};

/** A mail server of this machine that asks for a password and takes mail for anybody; with `tls` from the first byte or, with `starttls`, when asked. */
export async function startMailReceiver(security: 'none' | 'starttls' | 'tls' = 'none'): Promise<MailReceiver> {
  const mails: Mail[] = [];
  const receiver: { -readonly [K in keyof MailReceiver]: MailReceiver[K] } = {
    port: 0,
    user: 'floorwalk',
    password: randomBytes(9).toString('hex'),
    mails,
    code: () => 250,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
      }),
  };
  const server = new SMTPServer({
    ...(security === 'none'
      ? { disabledCommands: ['STARTTLS'], allowInsecureAuth: true }
      : { secure: security === 'tls', key: TEST_KEY, cert: TEST_CERTIFICATE }),
    onAuth: ({ username, password }, _session, answer) => {
      const isRight = username === receiver.user && password === receiver.password;
      answer(isRight ? null : new Error('wrong password'), isRight ? { user: username } : undefined);
    },
    onRcptTo: ({ address }, _session, answer) => {
      const responseCode = receiver.code(address);
      answer(responseCode === 250 ? null : Object.assign(new Error('not now'), { responseCode }));
    },
    onData: (stream, session, answer) => {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        mails.push({
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          isEncrypted: session.secure,
          text: Buffer.concat(parts).toString('utf8'),
        });
        answer();
      });
    },
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  // Who hangs up in the middle of a handshake is what some tests are about.
  server.on('error', () => undefined);
  receiver.port = (server.server.address() as AddressInfo).port;
  return receiver;
}

/** A browser that takes pushes at `endpoint`: what it gives when it subscribes, and how it reads what comes. */
export function createPushDevice(endpoint: string) {
  const keys = createECDH('prime256v1');
  const p256dh = keys.generateKeys();
  const authSecret = randomBytes(16);
  return {
    subscription: {
      endpoint,
      keys: { p256dh: p256dh.toString('base64url'), auth: authSecret.toString('base64url') },
    },
    read: ({ body }: Received): unknown =>
      JSON.parse(ece.decrypt(body, { version: 'aes128gcm', privateKey: keys, authSecret }).toString('utf8')),
  };
}
