import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';

const TITLE = 'Floorwalk';
const DESCRIPTION = `A live supervisor console for contact centres. Facts come in by \`POST /api/v1/events\`; everything that is seen goes out over the socket (see
docs/socket-protocol.md) or can be read here. Refusals are \`application/problem+json\`.`;

/** Describes every route registered afterwards: OpenAPI at `/api/docs/json`, a page to read and try it at `/api/docs`. Needs nothing from elsewhere. */
export async function describeApi(app: FastifyInstance, version: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: TITLE, description: DESCRIPTION, version },
      components: {
        securitySchemes: {
          sourceToken: { type: 'http', scheme: 'bearer', description: 'The token of a source, for sending events' },
          session: { type: 'apiKey', in: 'cookie', name: 'floorwalk.session_token' },
        },
      },
    },
  });
  app.addHook('onRoute', (route) => {
    // The page's own routes are open to everyone and are not part of what it describes.
    if (!route.url.startsWith('/api/docs')) return;
    route.config = { ...route.config, access: 'public' };
    route.schema = { ...route.schema, hide: true };
  });
  await app.register(swaggerUi, {
    routePrefix: '/api/docs',
    staticCSP: true,
    // An installation on plain HTTP stays on it, and nothing is fetched from elsewhere.
    transformStaticCSP: (header) =>
      header
        .replace(/upgrade-insecure-requests;?/, '')
        .replaceAll(' https:', '')
        .replaceAll(' validator.swagger.io', ''),
    uiConfig: { validatorUrl: null },
  });
}
